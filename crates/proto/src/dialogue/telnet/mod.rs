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

mod line;
mod negotiation;

use std::time::{Duration, Instant};

use memchr::memchr;
use zeroize::Zeroizing;

use super::desk::Desk;
use super::redact::sent_other;
use super::talk::Console;
use crate::error::{Error, LoginFailure, MessageError, ProtocolError};
use crate::pace::later;
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::RequestId;
use crate::session::{Execute, Wait};

use line::{AtLogin, Line, at_login, line, unknown};
use negotiation::Negotiation;

/// Behind the yes to a password the banner follows; without its end for so long
/// there is none.
const BANNER: Duration = Duration::from_millis(750);

/// The least silence behind a line of a reply: the server looks every 25 ms for
/// what is to be written.
const SILENCE: Duration = Duration::from_millis(150);

/// The same behind the reply of a last command: nothing is shown after it.
const LAST: Duration = Duration::from_millis(300);

/// A command that the log tells of, and of which nothing comes for so long, has
/// printed nothing.
const NOTHING_PRINTED: Duration = Duration::from_millis(600);

/// Behind the end of a reply a line within so long is more of it.
const MORE: Duration = Duration::from_secs(2);

/// The longest line before the login is through, in bytes.
const LOGIN_LINE: usize = 64 << 10;

/// No prompt is longer, in bytes.
const LONGEST_PROMPT: usize = 256;

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
    fn feed(&mut self, desk: &mut Desk, bytes: &[u8], now: Instant) {
        let mut rest = bytes;
        while let Some(end) = memchr(b'\n', rest) {
            self.push(&rest[..end], desk.is_open());
            rest = &rest[end + 1..];
            let whole = std::mem::take(&mut self.part);
            let whole = whole.strip_suffix(b"\r").unwrap_or(&whole);
            self.on_line(desk, whole, now);
            if desk.is_closed() {
                return;
            }
        }
        self.push(rest, desk.is_open());
        let limit = desk.config.max_packet;
        if self.part.len() > limit {
            let size = self.part.len();
            desk.fail(ProtocolError::PacketTooLarge { size, limit });
            return;
        }
        if !desk.is_open() && self.part.len() > LOGIN_LINE {
            desk.fail(ProtocolError::TooMuchUnsolicited { limit: LOGIN_LINE });
            return;
        }
        // A prompt without a line's end, as others write it.
        let may_ask = !desk.is_open() && self.part.len() <= LONGEST_PROMPT;
        if may_ask && at_login(&String::from_utf8_lossy(&self.part)) == AtLogin::Asked {
            let line = std::mem::take(&mut self.part);
            self.on_line(desk, &line, now);
        }
        if !self.part.is_empty() {
            let unfinished = self.part.len();
            desk.progress(unfinished, now);
            self.touch(now);
        }
    }

    /// Adds to the line. While nobody is logged in each line of the log is a NUL.
    fn push(&mut self, bytes: &[u8], is_open: bool) {
        for &byte in bytes.iter().filter(|&&byte| byte != 0) {
            if is_open || self.negotiation.is_text(byte) {
                self.part.push(byte);
            }
        }
    }

    /// Of a line that was begun no more is waited for.
    fn end_line(&mut self, desk: &mut Desk, now: Instant) {
        if !self.part.is_empty() {
            let part = std::mem::take(&mut self.part);
            self.on_line(desk, &part, now);
        }
    }

    fn on_line(&mut self, desk: &mut Desk, bytes: &[u8], now: Instant) {
        let text = String::from_utf8_lossy(bytes);
        if desk.is_open() {
            self.on_reply(desk, bytes, &text, now);
        } else {
            self.on_login(desk, &text, now);
        }
    }

    fn on_login(&mut self, desk: &mut Desk, text: &str, now: Instant) {
        match at_login(text) {
            AtLogin::Asked => {
                self.asked = true;
                self.answer(desk);
            }
            AtLogin::Refused => desk.refuse(LoginFailure::WrongPassword),
            AtLogin::Accepted => self.banner = Some(later(now, BANNER)),
            AtLogin::Ready => {
                self.ready = true;
                desk.logged_in(now);
            }
            AtLogin::Other => {
                if self.banner.is_some() {
                    self.banner = Some(later(now, BANNER));
                } else if !text.trim().is_empty() {
                    desk.say(text);
                }
            }
        }
    }

    /// Sends the password, once, when it was asked for and is known.
    fn answer(&mut self, desk: &mut Desk) {
        if !self.asked || !desk.is_logging_in() {
            return;
        }
        if let Some(password) = self.password.take() {
            sent_other("the password (redacted)");
            let mut line = Zeroizing::new(Vec::with_capacity(password.expose().len() + 2));
            line.extend_from_slice(password.expose());
            line.extend_from_slice(b"\r\n");
            desk.send_secret(line);
        }
    }

    fn on_reply(&mut self, desk: &mut Desk, bytes: &[u8], text: &str, now: Instant) {
        desk.redactor.received(bytes);
        match line(text) {
            Line::Executing(ran) => {
                self.logs_commands = true;
                let own = |it: &Command| !it.runs && it.text == ran;
                if let Some(command) = self.command.as_mut().filter(|it| own(it)) {
                    command.runs = true;
                    command.newest = Some(now);
                    if desk.awaits(command.request) {
                        desk.begun(now);
                    }
                    return;
                }
                desk.unsolicited(0, bytes);
            }
            Line::Log => desk.unsolicited(0, bytes),
            Line::Other => self.on_other(desk, bytes, text, now),
        }
    }

    fn on_other(&mut self, desk: &mut Desk, bytes: &[u8], text: &str, now: Instant) {
        let Some(command) = &mut self.command else {
            desk.unsolicited(0, bytes);
            return;
        };
        if unknown(text).is_some_and(|name| command.is_named(name)) {
            // The log tells of commands that are known, and of no others.
            command.runs = true;
        }
        let waits_for_start = self.logs_commands && !command.runs;
        let recent = command.newest.is_some_and(|at| now < later(at, MORE));
        if waits_for_start || !(desk.awaits(command.request) || recent) {
            desk.unsolicited(0, bytes);
            return;
        }
        // The banner ends in an empty line, which may come behind the command.
        if bytes.is_empty() && command.lines == 0 && !command.runs {
            return;
        }
        command.newest = Some(now);
        command.lines += 1;
        let whole = [bytes, b"\n"].concat();
        desk.reply(command.request, &whole, now);
    }

    /// A part of a line has come: it is no silence.
    fn touch(&mut self, now: Instant) {
        if let Some(command) = &mut self.command {
            command.newest = command.newest.map(|_| now);
        }
    }

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

    /// A line's end would make two commands of one.
    fn check(&self, command: &[u8]) -> Result<(), MessageError> {
        match command.iter().position(|byte| b"\r\n".contains(byte)) {
            Some(position) => Err(MessageError::LineBreak { position }),
            None => Ok(()),
        }
    }

    fn ends_link(&self, command: &str) -> bool {
        command.trim().eq_ignore_ascii_case("exit")
    }
}
