//! The listener for Source's log.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rcon_proto::log_line::{NotALogLine, unpack};

use super::gate::Gate;
use crate::system::udp_lost;

/// How often it looks whether it is over, in silence.
const LOOK: Duration = Duration::from_millis(100);

/// How often the system is asked what it had no room for.
const ASK: Duration = Duration::from_millis(500);

/// How long nothing is read where more comes than can be shown.
const RELIEF: Duration = Duration::from_millis(4);

/// The largest datagram that may be a line: Source's are of at most 1,100 bytes and
/// the secret.
const MOST: usize = 4096;

/// Listens until it is told not to.
///
/// # Errors
///
/// There is no thread to be had.
pub(super) fn listen(
    socket: UdpSocket,
    secret: Option<Vec<u8>>,
    gate: Arc<Gate>,
    over: Arc<AtomicBool>,
) -> io::Result<JoinHandle<()>> {
    socket.set_read_timeout(Some(LOOK))?;
    let at = socket.local_addr()?;
    let named = thread::Builder::new().name("log".to_owned());
    named.spawn(move || run(&socket, at, secret.as_deref(), &gate, &over))
}

fn run(socket: &UdpSocket, at: SocketAddr, secret: Option<&[u8]>, gate: &Gate, over: &AtomicBool) {
    // A byte more than may be tells what was too long.
    let mut space = vec![0; MOST + 1];
    let told = udp_lost::lost(at);
    let mut lost = told.unwrap_or(0);
    let mut asked = Instant::now();
    while !over.load(Ordering::Relaxed) {
        match socket.recv_from(&mut space) {
            Ok((count, from)) => {
                let full = take(&space[..count], from, secret, gate);
                if full && told.is_some() {
                    // Whoever types needs the processor more than lines that
                    // nobody will see; the system counts them.
                    thread::sleep(RELIEF);
                }
            }
            // On Windows a datagram that does not fit is an error, and so is
            // somebody's refusal of what was never sent.
            Err(error) if is_too_long(&error) => gate.refuse_form(),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {}
            // One that stands is not asked for again and again.
            Err(_) => thread::sleep(RELIEF),
        }
        if asked.elapsed() >= ASK {
            asked = Instant::now();
            let now = udp_lost::lost(at).unwrap_or(lost);
            gate.inbox.lost(now.saturating_sub(lost));
            lost = now;
        }
    }
}

/// Whether it is one too many.
fn take(datagram: &[u8], from: SocketAddr, secret: Option<&[u8]>, gate: &Gate) -> bool {
    if !gate.admits(from.ip()) {
        return false;
    }
    if datagram.len() > MOST {
        gate.refuse_form();
        return false;
    }
    match unpack(datagram, secret) {
        Ok(line) => return gate.pass(line),
        Err(NotALogLine::SecretMissing | NotALogLine::SecretWrong) => gate.refuse_secret(),
        Err(_) => gate.refuse_form(),
    }
    false
}

/// `WSAEMSGSIZE`; elsewhere what does not fit is cut.
fn is_too_long(error: &io::Error) -> bool {
    cfg!(windows) && error.raw_os_error() == Some(10_040)
}
