//! A TCP stream that is read with a deadline and looked at without waiting.

use std::io::{self, Read as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use socket2::{SockRef, TcpKeepalive};

use super::eager::Eager;
use super::held_back::HeldBack;
use super::{Read, SLICE, look, would_block};
use crate::cancel::Cancel;
use crate::pace::later;

/// Keepalive: after a minute of silence, four questions in a minute.
const KEEPALIVE: TcpKeepalive = TcpKeepalive::new()
    .with_time(Duration::from_secs(60))
    .with_interval(Duration::from_secs(15));

/// How long a stream that takes no more is let alone.
const FULL: Duration = Duration::from_millis(10);

/// The timeout that the kernel has for reads of a socket, so that it is told
/// only when it changes. Shared, because clones of a socket share it too; the
/// lock is held while the kernel is told, or the two could come to differ.
#[derive(Debug, Clone, Default)]
struct ReadTimeout(Arc<Mutex<Duration>>);

impl ReadTimeout {
    fn set(&self, stream: &TcpStream, wait: Duration) -> io::Result<()> {
        // Zero would mean no timeout at all; below a millisecond some
        // kernels round to it.
        let wait = wait.max(Duration::from_millis(1));
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != wait {
            stream.set_read_timeout(Some(wait))?;
            *known = wait;
        }
        Ok(())
    }
}

/// Has small packets go out at once, and a dead link be found.
pub(super) fn set_up(stream: &SockRef<'_>) {
    // Neither is worth failing for: without the first a command may wait for
    // the next one, without the second a dead link is found later.
    let told = stream.set_tcp_nodelay(true);
    if let Err(error) = told.and(stream.set_tcp_keepalive(&KEEPALIVE)) {
        log::debug!("socket options: {error}");
    }
}

#[derive(Debug)]
pub(crate) struct Tcp {
    stream: TcpStream,
    timeout: ReadTimeout,
    held_back: HeldBack,
    eager: Eager,
}

impl Tcp {
    pub(crate) fn new(stream: TcpStream) -> Self {
        set_up(&SockRef::from(&stream));
        Self {
            stream,
            timeout: ReadTimeout::default(),
            held_back: HeldBack::default(),
            eager: Eager::default(),
        }
    }

    /// Our address and the other side's.
    pub(crate) fn ends(&self) -> io::Result<(SocketAddr, SocketAddr)> {
        Ok((self.stream.local_addr()?, self.stream.peer_addr()?))
    }

    pub(crate) fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        let came =
            look::IS_CHEAP && (self.eager).look(wait, || look::now(&self.stream).unwrap_or(true));
        if !came {
            self.held_back.before_a_wait(&SockRef::from(&self.stream));
        }
        let read = match self.timeout.set(&self.stream, wait) {
            Ok(()) => Read::from_result(self.stream.read(space)),
            Err(error) => Read::from_result(Err(error)),
        };
        self.held_back.on_read(&read, space.len());
        self.eager.on_read(&read);
        read
    }

    /// One system call while nothing is there.
    pub(crate) fn read_now(&mut self, space: &mut [u8]) -> Read {
        match look::now(&self.stream) {
            Ok(true) => Read::from_result(self.stream.read(space)),
            Ok(false) => Read::Nothing,
            Err(error) => Read::from_result(Err(error)),
        }
    }

    /// As much as the kernel takes. Where that is nothing yet, it is asked once more
    /// after a moment.
    pub(crate) fn write(&mut self, bytes: &[u8], at_most: Duration) -> io::Result<usize> {
        let mut sent = send_now(&self.stream, bytes);
        if sent.as_ref().is_err_and(would_block) {
            std::thread::sleep(at_most.min(FULL));
            sent = send_now(&self.stream, bytes);
        }
        if sent.is_ok() {
            self.held_back.on_write();
            self.eager.on_write();
        }
        sent
    }

    pub(crate) fn half_close(&mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    /// Half-closes, and reads until the other side has closed, too.
    pub(crate) fn leave(&mut self, at_most: Duration, cancel: &Cancel) {
        if self.half_close().is_err() {
            return;
        }
        let until = later(Instant::now(), at_most);
        // What still comes is of no interest any more.
        let mut space = [0; 4096];
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || cancel.is_cancelled() {
                return;
            }
            if let Read::End | Read::Broken(_) = self.read(&mut space, left.min(SLICE)) {
                return;
            }
        }
    }

    pub(crate) fn watch(&self) -> io::Result<TcpWatch> {
        Ok(TcpWatch {
            stream: self.stream.try_clone()?,
            timeout: self.timeout.clone(),
        })
    }
}

/// The other side learns of the end now, whoever still holds a duplicate of the
/// socket: a thread that watches it keeps it open for a while.
impl Drop for Tcp {
    fn drop(&mut self) {
        // Not connected any more: there is nobody to be told.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Writes what the kernel takes at once. A write that blocks with a timeout would
/// not say, on every system, how much of it had gone out by then.
#[cfg(unix)]
fn send_now(stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
    SockRef::from(stream).send_with_flags(bytes, libc::MSG_DONTWAIT | NO_SIGNAL)
}

/// Who writes to a stream that is closed is told so, and not killed.
#[cfg(any(target_os = "linux", target_os = "android"))]
const NO_SIGNAL: libc::c_int = libc::MSG_NOSIGNAL;
/// The standard library sees to it.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const NO_SIGNAL: libc::c_int = 0;

/// Elsewhere there is no flag for it, and the socket is switched twice.
#[cfg(not(unix))]
fn send_now(stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
    use std::io::Write as _;

    stream.set_nonblocking(true)?;
    let sent = (&mut &*stream).write(bytes);
    stream.set_nonblocking(false)?;
    sent
}

/// Looks at a clone of the socket, so that nothing is taken from whoever reads.
#[derive(Debug)]
pub(crate) struct TcpWatch {
    stream: TcpStream,
    timeout: ReadTimeout,
}

impl TcpWatch {
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        look::within(&self.stream, at_most, |wait| {
            self.timeout.set(&self.stream, wait)
        })
        .unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::net::TcpListener;

    const PATIENCE: Duration = Duration::from_secs(10);

    fn pair() -> (Tcp, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
        let here = TcpStream::connect(listener.local_addr().expect("bound")).expect("connect");
        let (there, _) = listener.accept().expect("accept");
        there.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        (Tcp::new(here), there)
    }

    #[test]
    fn a_watch_does_not_keep_the_stream_open() {
        let (tcp, mut there) = pair();
        let watch = tcp.watch().expect("a watch");
        drop(tcp);
        assert_eq!(there.read(&mut [0]).expect("the end"), 0);
        assert!(watch.wait(PATIENCE), "the end is worth looking at");
    }

    #[test]
    fn leaving_waits_for_the_other_side() {
        let (mut tcp, mut there) = pair();
        there.write_all(b"unread").expect("it is taken");
        let closed = std::thread::spawn(move || {
            assert_eq!(there.read(&mut [0]).expect("the end"), 0);
            std::thread::sleep(Duration::from_millis(50));
            let closed = Instant::now();
            drop(there);
            closed
        });
        tcp.leave(PATIENCE, &Cancel::new());
        let left = Instant::now();
        assert!(closed.join().expect("it saw the end") <= left);
    }

    #[test]
    fn leaving_ends_without_the_other_side() {
        let (mut tcp, there) = pair();
        let raised = Cancel::new();
        raised.cancel();
        tcp.leave(100 * PATIENCE, &raised);
        tcp.leave(Duration::from_millis(1), &Cancel::new());
        drop(there);
    }

    /// Whether it is looked for or slept for: the two tell the same.
    #[test]
    fn a_reset_is_told_as_one() {
        for times in 0..3 {
            let (mut tcp, mut there) = pair();
            let mut space = [0; 16];
            for _ in 0..times {
                tcp.write(b"command", PATIENCE).expect("it is taken");
                let count = there.read(&mut space).expect("the command");
                there.write_all(&space[..count]).expect("it is taken");
                let read = tcp.read(&mut space, PATIENCE);
                assert!(matches!(read, Read::Data(7)), "{read:?}");
            }
            tcp.write(b"command", PATIENCE).expect("it is taken");
            SockRef::from(&there)
                .set_linger(Some(Duration::ZERO))
                .expect("an option");
            drop(there);
            let read = tcp.read(&mut space, PATIENCE);
            assert!(matches!(read, Read::Broken(_)), "{times}: {read:?}");
        }
    }

    #[test]
    fn a_reset_that_was_seen_by_a_watch_is_told_to_the_reader() {
        let (mut tcp, there) = pair();
        let watch = tcp.watch().expect("a watch");
        SockRef::from(&there)
            .set_linger(Some(Duration::ZERO))
            .expect("an option");
        drop(there);
        while !watch.wait(PATIENCE) {}
        let read = tcp.read(&mut [0; 16], PATIENCE);
        assert!(matches!(read, Read::Broken(_)), "{read:?}");
    }

    /// In an exchange of small packets the kernel comes to wait for something
    /// to be sent before it acknowledges what has come.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_wait_for_more_has_what_came_acknowledged_at_once() {
        let (mut tcp, mut there) = pair();
        let mut space = [0; 16];
        let at_once = |tcp: &Tcp| {
            SockRef::from(&tcp.stream)
                .tcp_quickack()
                .expect("an option")
        };
        for _ in 0..20 {
            tcp.write(b"command", PATIENCE).expect("it is taken");
            let count = there.read(&mut space).expect("the command");
            there.write_all(&space[..count]).expect("it is taken");
            let Read::Data(_) = tcp.read(&mut space, PATIENCE) else {
                panic!("no reply");
            };
        }
        tcp.write(b"command", PATIENCE).expect("it is taken");
        assert!(!at_once(&tcp), "after sending, the kernel would wait");
        there.write_all(b"a header").expect("it is taken");
        let header = tcp.read(&mut space, PATIENCE);
        assert!(matches!(header, Read::Data(8)), "{header:?}");
        let nothing = tcp.read(&mut space, Duration::from_millis(1));
        assert!(matches!(nothing, Read::Nothing), "{nothing:?}");
        assert!(at_once(&tcp), "while the rest is waited for");
    }
}
