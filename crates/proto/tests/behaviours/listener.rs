//! The server of a case's choices on a socket, a thread for each connection.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::choices::Choices;
use crate::plan::Act;
use crate::server::Server;

/// What all connections of a case have shown.
#[derive(Debug, Default, Clone)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    /// Packets with a password.
    pub(crate) logins: usize,
    /// Commands that were handled.
    pub(crate) commands: Vec<usize>,
}

/// Ends with the process: a connection with its peer.
pub(crate) struct Listener {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Listener {
    pub(crate) fn start(choices: &Choices) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (choices, all) = (*choices, Arc::clone(&seen));
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let seen = Arc::clone(&all);
                lock(&seen).connections += 1;
                thread::spawn(move || serve(&choices, stream, &seen));
            }
        });
        Self { address, seen }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn seen(&self) -> Seen {
        lock(&self.seen).clone()
    }
}

fn lock(seen: &Mutex<Seen>) -> std::sync::MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection, until either side ends it.
fn serve(choices: &Choices, mut stream: TcpStream, seen: &Mutex<Seen>) {
    let (mut server, start) = (Server::new(choices), Instant::now());
    let (mut handled, mut open) = (0, true);
    let mut buffer = [0; 4096];
    loop {
        let now = start.elapsed().as_millis() as u64;
        if server.due().is_some_and(|at| at <= now) && !carry_out(&mut server, &mut stream, now) {
            return;
        }
        let commands = &server.handled[handled..];
        lock(seen).commands.extend(commands);
        handled = server.handled.len();
        let wait = server.due().map(|at| at.saturating_sub(now).max(1));
        if !open {
            // Nothing comes any more: what is due is sent.
            let Some(wait) = wait else { return };
            thread::sleep(Duration::from_millis(wait));
            continue;
        }
        let wait = Duration::from_millis(wait.unwrap_or(1000));
        if stream.set_read_timeout(Some(wait)).is_err() {
            return;
        }
        match stream.read(&mut buffer) {
            Ok(0) => {
                open = false;
                server.half_closed(start.elapsed().as_millis() as u64);
            }
            Ok(count) => {
                let bytes = &buffer[..count];
                lock(seen).logins += logins(bytes);
                server.arrive(bytes, start.elapsed().as_millis() as u64);
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return,
        }
    }
}

/// Sends what is due, in one write. Whether the connection goes on.
fn carry_out(server: &mut Server, stream: &mut TcpStream, now: u64) -> bool {
    let (mut bytes, mut ends) = (Vec::new(), false);
    for act in server.step(now) {
        match act {
            Act::Send(more, _) | Act::Piece(more) => bytes.extend(more),
            Act::Fin => ends = true,
            Act::Reset => {
                let _ = stream.write_all(&bytes);
                let socket = socket2::SockRef::from(&*stream);
                let _ = socket.set_linger(Some(Duration::ZERO));
                return false;
            }
            Act::Stall | Act::Pause => {}
        }
    }
    let sent = stream.write_all(&bytes).is_ok();
    if ends {
        let _ = stream.shutdown(Shutdown::Write);
        // Until the other side has seen it.
        let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
        while matches!(stream.read(&mut [0; 512]), Ok(1..)) {}
    }
    sent && !ends
}

/// Packets of type 3 in a read, each at its beginning.
fn logins(bytes: &[u8]) -> usize {
    let (packets, _) = crate::reply::packets(bytes);
    packets.iter().filter(|(_, kind, _)| *kind == 3).count()
}
