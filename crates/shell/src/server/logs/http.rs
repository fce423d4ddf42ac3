//! The listener for CS2's log: a server of HTTP that takes one kind of request, a
//! `POST` of plain text, and answers 200 to each body that it took.
//!
//! As CS:GO's `CServerLogDestination` sends them: bodies of 250 KiB and one tick, one at a
//! time, again until they are answered by 200; at 410 it stops of itself.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::gate::Gate;
use super::request::{Ask, Head, Status};
use crate::system::patience::SLICE;

/// The most that are heard at a time.
const MOST_LINKS: usize = 8;

/// The largest body, in bytes.
const MOST_BODY: usize = 1 << 20;

/// How long a request may take from its first byte.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a link may be idle.
const IDLE: Duration = Duration::from_mins(1);

/// What the threads of one listener share.
struct Shared {
    gate: Arc<Gate>,
    over: Arc<AtomicBool>,
    /// Every request is told that nobody is here any more.
    gone: Arc<AtomicBool>,
    links: AtomicUsize,
}

/// Listens until it is told not to. With `gone` raised it answers 410.
///
/// # Errors
///
/// There is no thread to be had.
pub(super) fn listen(
    listener: TcpListener,
    gate: Arc<Gate>,
    over: Arc<AtomicBool>,
    gone: Arc<AtomicBool>,
) -> io::Result<JoinHandle<()>> {
    listener.set_nonblocking(true)?;
    let shared = Arc::new(Shared {
        gate,
        over,
        gone,
        links: AtomicUsize::new(0),
    });
    let named = thread::Builder::new().name("log".to_owned());
    named.spawn(move || {
        while !shared.over.load(Ordering::Relaxed) {
            match listener.accept() {
                Ok((stream, from)) => {
                    if shared.gate.admits(from.ip()) {
                        hear_on_a_thread(&shared, stream);
                    }
                }
                Err(_) => thread::sleep(SLICE),
            }
        }
    })
}

/// One too many is closed: the server tries again.
fn hear_on_a_thread(shared: &Arc<Shared>, stream: TcpStream) {
    if shared.links.fetch_add(1, Ordering::Relaxed) >= MOST_LINKS {
        shared.links.fetch_sub(1, Ordering::Relaxed);
        shared.gate.refuse_form();
        return;
    }
    let ours = Arc::clone(shared);
    let named = thread::Builder::new().name("log link".to_owned());
    let spawned = named.spawn(move || {
        // Whatever ends a link, the server makes another.
        let _ = hear(&ours, stream);
        ours.links.fetch_sub(1, Ordering::Relaxed);
    });
    if spawned.is_err() {
        shared.links.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Takes requests until the link ends.
fn hear(shared: &Shared, mut stream: TcpStream) -> io::Result<()> {
    // On some systems it is as the listener is.
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(SLICE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut taken = None;
    let mut buffer = Vec::new();
    loop {
        let head = match read_head(shared, &mut stream, &mut buffer)? {
            Some(Ok(head)) => head,
            Some(Err(status)) => {
                shared.gate.refuse_form();
                return answer(&mut stream, status, false);
            }
            None => return Ok(()),
        };
        if head.length > MOST_BODY {
            shared.gate.refuse_form();
            return answer(&mut stream, Status::TooLarge, false);
        }
        if head.expects {
            stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if !read_to(shared, &mut stream, &mut buffer, head.end + head.length)? {
            return Ok(());
        }
        let body = &buffer[head.end..head.end + head.length];
        if shared.gone.load(Ordering::Relaxed) {
            let told = answer(&mut stream, Status::Gone, false);
            shared.gone.store(false, Ordering::SeqCst);
            return told;
        }
        // One that was taken comes again where our answer was lost.
        let mark = head.offset.map(|offset| (offset, head.length));
        if mark.is_none() || mark != taken {
            pass(shared, body);
        }
        taken = mark;
        buffer.drain(..head.end + head.length);
        answer(&mut stream, Status::Taken, head.keeps)?;
        if !head.keeps {
            return Ok(());
        }
    }
}

fn pass(shared: &Shared, body: &[u8]) {
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() {
            shared.gate.pass(line);
        }
    }
}

fn read_head(
    shared: &Shared,
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<Result<Head, Status>>> {
    let mut wait = Wait::new(shared);
    loop {
        match Head::read(buffer) {
            Ask::Whole(head) => return Ok(Some(Ok(head))),
            Ask::Wrong(status) => return Ok(Some(Err(status))),
            Ask::More => {}
        }
        if !wait.more(stream, buffer)? {
            return Ok(None);
        }
    }
}

fn read_to(
    shared: &Shared,
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    end: usize,
) -> io::Result<bool> {
    let mut wait = Wait::new(shared);
    while buffer.len() < end {
        if !wait.more(stream, buffer)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A wait for bytes with an end.
struct Wait<'a> {
    shared: &'a Shared,
    since: Instant,
}

impl<'a> Wait<'a> {
    fn new(shared: &'a Shared) -> Self {
        Self {
            shared,
            since: Instant::now(),
        }
    }

    /// Reads some more; `false` where no more is to come, or it took too long.
    fn more(&mut self, stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<bool> {
        let mut space = [0; 16 * 1024];
        loop {
            let limit = if buffer.is_empty() { IDLE } else { PATIENCE };
            if self.shared.over.load(Ordering::Relaxed) || self.since.elapsed() >= limit {
                return Ok(false);
            }
            match stream.read(&mut space) {
                Ok(0) => return Ok(false),
                Ok(count) => {
                    if buffer.is_empty() {
                        self.since = Instant::now();
                    }
                    buffer.extend_from_slice(&space[..count]);
                    return Ok(true);
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock
                    | io::ErrorKind::TimedOut
                    | io::ErrorKind::Interrupted => {}
                    _ => return Err(error),
                },
            }
        }
    }
}

fn answer(stream: &mut TcpStream, status: Status, keeps: bool) -> io::Result<()> {
    let connection = if keeps { "keep-alive" } else { "close" };
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Length: 0\r\nConnection: {connection}\r\n\r\n",
        status.line()
    );
    stream.write_all(head.as_bytes())
}
