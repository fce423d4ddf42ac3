//! The telnet console of 7 Days to Die.
//!
//! It has no frames: lines of replies and lines of the log come over the same
//! link. A line of the log has a stamp, which tells it; what has none is of the
//! reply under way. What cannot be told, and is not: the further lines of a log's
//! entry (a stack trace), and the end of a reply, which is a silence. Where the
//! server logs `Executing command '…'`, what stands before that line of our command is
//! none of its reply; and where nothing but that line comes, the command has run
//! and printed nothing. Of a command that it does not know the log tells nothing: that
//! it says so is the reply.
//!
//! The password is sent when it is asked for, and only then: where none is set it
//! would run as a command, and stand in the log.
//!
//! From `TelnetConsole`, `TelnetConnection` and `SdtdConsole` of the game, decompiled.

mod incoming;
mod line;
mod negotiation;

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::Parting;
use super::desk::Desk;
use super::redact::sent_other;
use super::talk::Console;
use crate::error::{Error, MessageError};
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::RequestId;
use crate::session::{Execute, Wait};

use negotiation::Negotiation;

/// The least silence behind a line of a reply: the server looks every 25 ms for
/// what is to be written.
const SILENCE: Duration = Duration::from_millis(150);

/// The same behind the reply of a last command: nothing is shown after it.
const LAST: Duration = Duration::from_millis(300);

/// A command that the log tells of, and of which nothing comes for so long, has
/// printed nothing.
const NOTHING_PRINTED: Duration = Duration::from_millis(600);

/// What ends a session, in any case of letters.
const EXIT: &str = "exit";

/// See the [module](self).
#[derive(Default)]
pub(super) struct Telnet {
    /// Bytes of a line that is not whole.
    part: Zeroizing<Vec<u8>>,
    password: Option<Password>,
    /// Until the login is through: behind it such bytes are a text's.
    negotiation: Negotiation,
    /// The password was asked for, before or after we were.
    asked: bool,
    /// Set when the password was accepted: until when a banner is waited for.
    banner: Option<Instant>,
    /// The banner has come where none was asked for a password.
    ready: bool,
    /// The server logs commands that run.
    logs_commands: bool,
    command: Option<Command>,
}

/// The newest command.
struct Command {
    request: RequestId,
    text: String,
    /// The log has told of it, or what comes first is taken for its reply.
    runs: bool,
    /// When the newest line of its reply came, or the log told of it.
    newest: Option<Instant>,
    lines: usize,
}

impl Command {
    /// Whether this is its name, or all of it.
    fn is_named(&self, name: &str) -> bool {
        let first = self.text.split_whitespace().next();
        [Some(&*self.text), first]
            .into_iter()
            .flatten()
            .any(|own| own.eq_ignore_ascii_case(name))
    }
}

impl Telnet {
    /// When the reply under way is taken as whole.
    fn end(&self, desk: &Desk) -> Option<Instant> {
        let (exchange, command) = (desk.exchange()?, self.command.as_ref()?);
        let newest = command
            .newest
            .filter(|_| command.request == exchange.request)?;
        let least = match command.lines {
            0 => NOTHING_PRINTED,
            _ if exchange.last => LAST,
            _ => SILENCE,
        };
        Some(newest + least.max(desk.pace.end_of_reply(exchange.newest_len)))
    }
}

impl Console for Telnet {
    fn login(&mut self, desk: &mut Desk, password: &Password, now: Instant) -> Result<(), Error> {
        if let Some(position) = password.expose().iter().position(|b| b"\r\n".contains(b)) {
            return Err(MessageError::LineBreak { position }.into());
        }
        self.password = Some(password.clone());
        if self.ready {
            desk.logged_in(now);
        } else {
            self.answer(desk);
        }
        Ok(())
    }

    fn send(
        &mut self,
        desk: &mut Desk,
        request: RequestId,
        command: &[u8],
        how: Execute,
        now: Instant,
    ) {
        // Nothing of an earlier reply stands before this one's first line.
        self.end_line(desk, now);
        self.command = (how.wait == Wait::Reply).then(|| Command {
            request,
            text: String::from_utf8_lossy(command).trim().to_owned(),
            runs: false,
            newest: None,
            lines: 0,
        });
        desk.send([command, b"\r\n"].concat());
        if how.wait == Wait::Begun {
            // Lines are read in order, however many there are.
            desk.end_reply(EndedBy::FirstPacket);
        }
    }

    fn read(&mut self, desk: &mut Desk, bytes: &[u8], now: Instant) {
        self.feed(desk, bytes, now);
    }

    fn ended(&mut self, desk: &mut Desk) {
        let now = desk.heard().unwrap_or_else(Instant::now);
        self.end_line(desk, now);
    }

    fn due(&self, desk: &Desk) -> Option<Instant> {
        if desk.is_logging_in() {
            self.banner
        } else {
            self.end(desk)
        }
    }

    fn on_time(&mut self, desk: &mut Desk, now: Instant) {
        if desk.is_logging_in() {
            if self.banner.is_some_and(|at| at <= now) {
                desk.logged_in(now);
            }
        } else if self.end(desk).is_some_and(|at| at <= now) {
            self.end_line(desk, now);
            desk.end_reply(EndedBy::Silence);
        } else if desk.deadline().is_some_and(|at| at <= now) {
            self.end_line(desk, now);
        }
    }

    /// As its banner says: "Press 'exit' to end session." It closes then. A mere
    /// end of the stream it may not notice, as it only looks for bytes.
    fn part(&mut self, desk: &mut Desk) -> Parting {
        sent_other(EXIT);
        desk.send(format!("{EXIT}\r\n").into_bytes());
        Parting::Close
    }

    /// A line's end would make two commands of one.
    fn check(&self, command: &[u8]) -> Result<(), MessageError> {
        match command.iter().position(|byte| b"\r\n".contains(byte)) {
            Some(position) => Err(MessageError::LineBreak { position }),
            None => Ok(()),
        }
    }

    fn ends_link(&self, command: &str) -> bool {
        command.trim().eq_ignore_ascii_case(EXIT)
    }
}
