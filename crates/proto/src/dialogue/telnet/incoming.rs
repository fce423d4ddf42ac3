//! What the console sends: lines of the login, of the log, and of replies.

use std::time::{Duration, Instant};

use memchr::memchr;
use zeroize::Zeroizing;

use super::line::{AtLogin, Line, at_login, line, unknown};
use super::{Command, Telnet};
use crate::dialogue::desk::Desk;
use crate::dialogue::redact::sent_other;
use crate::error::{LoginFailure, ProtocolError};
use crate::marks::{self, Mark};
use crate::pace::later;

/// Behind the yes to a password the banner follows; without its end for so long
/// there is none.
const BANNER: Duration = Duration::from_millis(750);

/// Behind the end of a reply a line within so long is more of it.
const MORE: Duration = Duration::from_secs(2);

/// The longest line before the login is through, in bytes.
const LOGIN_LINE: usize = 64 << 10;

/// No prompt is longer, in bytes.
const LONGEST_PROMPT: usize = 256;

impl Telnet {
    pub(super) fn feed(&mut self, desk: &mut Desk, bytes: &[u8], now: Instant) {
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
            } else {
                marks::hit(Mark::Negotiation);
            }
        }
    }

    /// Of a line that was begun no more is waited for.
    pub(super) fn end_line(&mut self, desk: &mut Desk, now: Instant) {
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
    pub(super) fn answer(&mut self, desk: &mut Desk) {
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
                    marks::hit(Mark::LogTells);
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
            if self.logs_commands {
                marks::hit(Mark::UnknownToLog);
            }
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
            marks::hit(Mark::BannerEnds);
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
}
