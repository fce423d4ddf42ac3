//! Runs commands on a server and prints their replies, with the session in a
//! loop of one's own: here of one blocking socket.
//!
//! ```sh
//! cargo run -p rcon-proto --example event_loop -- 127.0.0.1:27015 secret status 'sv_gravity 600'
//! ```

use std::collections::VecDeque;
use std::error::Error;
use std::io::{ErrorKind, Read as _, Write as _, stdout};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use rcon_proto::Password;
use rcon_proto::session::{Closed, Ended, Event, Execute, HalfClosing, Session};
use rcon_proto::session::{SessionConfig, ToSend};

const TIMEOUT: Duration = Duration::from_secs(10);

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(address), Some(password)) = (words.next(), words.next()) else {
        return Err("usage: event_loop ADDRESS PASSWORD COMMAND...".into());
    };
    let password = Password::from(password);
    let mut commands: VecDeque<String> = words.collect();
    loop {
        let before = commands.len();
        run(&address, &password, &mut commands)?;
        if commands.is_empty() {
            return Ok(());
        }
        // Some servers take one command a connection; none at all is too few.
        if commands.len() == before {
            return Err("the server closes each connection before a command".into());
        }
    }
}

/// Runs commands over one connection, as many as go over it.
fn run(
    address: &str,
    password: &Password,
    commands: &mut VecDeque<String>,
) -> Result<(), Box<dyn Error>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut session = Session::new(SessionConfig::default());
    session.login(password, TIMEOUT, Instant::now())?;
    let mut line = Line::default();
    loop {
        let mut ready = false;
        while let Some(event) = session.poll_event() {
            match event {
                Event::Reply { bytes, .. } => line.print(&bytes)?,
                Event::LineBreak { .. } => line.end()?,
                Event::LoggedIn { .. } => ready = true,
                Event::ReplyEnded { .. } => {
                    line.end()?;
                    ready = true;
                }
                Event::Closed(Closed::Idle) => return Ok(()),
                event => {
                    if let Some(error) = event.into_error() {
                        return Err(error.into());
                    }
                }
            }
        }
        if ready && session.needs_fresh_login() {
            return Ok(());
        }
        if ready {
            let Some(command) = commands.pop_front() else {
                return Ok(());
            };
            let half_closing = if commands.is_empty() {
                HalfClosing::NothingFollows
            } else {
                HalfClosing::IfNothingCanFollow
            };
            let how = Execute::new(TIMEOUT).half_closing(half_closing);
            session.execute(command.as_bytes(), how, Instant::now())?;
        }
        while let Some(to_send) = session.transmit() {
            let sent = match to_send {
                ToSend::Bytes(bytes) => stream.write(bytes),
                ToSend::HalfClose => stream.shutdown(Shutdown::Write).map(|()| 0),
            };
            match sent {
                Ok(count) => session.transmitted(count),
                // What the server said before it closed is read below.
                Err(_) => break,
            }
        }
        let due = session.poll_timeout();
        let wait = due.map(|due| due.saturating_duration_since(Instant::now()));
        stream.set_read_timeout(wait.map(|wait| wait.max(Duration::from_millis(1))))?;
        match stream.read(session.space()) {
            Ok(0) => session.closed(Ended::Cleanly),
            Ok(count) => session.received(count, Instant::now()),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                    session.handle_timeout(Instant::now());
                }
                ErrorKind::Interrupted => {}
                _ => session.closed(Ended::WithError),
            },
        }
    }
}

/// Ends each reply with a newline.
#[derive(Default)]
struct Line {
    open: bool,
}

impl Line {
    fn print(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.open = bytes.last().map_or(self.open, |last| *last != b'\n');
        stdout().write_all(bytes)
    }

    fn end(&mut self) -> std::io::Result<()> {
        if std::mem::take(&mut self.open) {
            stdout().write_all(b"\n")?;
        }
        stdout().flush()
    }
}
