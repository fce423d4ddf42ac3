//! The console that Arma Reforger has built in, which speaks these frames and
//! answers in server messages: an empty answer says that the command has come,
//! `Processing Command: …` that it runs, and what follows is its reply. Nothing
//! marks the end of that; commands run one at a time.

use std::time::{Duration, Instant};

use crate::dialogue::desk::Exchange;
use crate::pace::Pace;
use crate::request::RequestId;

/// What its first message begins with.
const GREETING: &[u8] = b"Logged In! Client ID";

/// What stands before a reply.
const PROCESSING: &[u8] = b"Processing Command: ";

/// Behind this a command that runs is taken for one that prints nothing: its
/// reply comes some 150 ms after.
const NOTHING_PRINTED: Duration = Duration::from_secs(1);

/// A command that stops the server has done so if nothing comes of it for so long.
const STOPPED: Duration = Duration::from_secs(2);

/// The least silence behind a message of a reply.
const SILENCE: Duration = Duration::from_millis(400);

/// Whether a message is one that only this console sends.
pub(super) fn is_its(text: &[u8]) -> bool {
    text.starts_with(GREETING) || text.starts_with(PROCESSING)
}

/// How far the newest command is.
#[derive(Default)]
pub(super) struct Reforger {
    command: Option<(RequestId, Vec<u8>)>,
    /// Whether what comes is its reply.
    runs: bool,
    messages: usize,
    newest: Option<Instant>,
    /// When its empty answer came.
    arrived: Option<Instant>,
    /// Whether its text so far ends in a newline.
    at_line: bool,
}

/// Of a message is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Of {
    Nobody,
    /// It says that the command runs.
    Start,
    /// Of this command's reply, behind a newline where that is asked for.
    Reply {
        request: RequestId,
        line: bool,
    },
}

impl Reforger {
    pub(super) fn sent(&mut self, request: RequestId, command: &[u8]) {
        *self = Self {
            command: Some((request, command.trim_ascii().to_vec())),
            ..Self::default()
        };
    }

    pub(super) fn on_message(&mut self, text: &[u8], now: Instant) -> Of {
        let Some((request, command)) = &self.command else {
            return Of::Nobody;
        };
        if text.starts_with(GREETING) {
            return Of::Nobody;
        }
        if let Some(started) = text.strip_prefix(PROCESSING) {
            // Another admin's, or one that was given up.
            self.runs = started.trim_ascii() == command.as_slice();
            if self.runs {
                self.newest = Some(now);
                return Of::Start;
            }
            return Of::Nobody;
        }
        if !self.runs {
            return Of::Nobody;
        }
        let line = self.messages > 0 && !self.at_line;
        self.messages += 1;
        self.newest = Some(now);
        self.at_line = text.ends_with(b"\n");
        Of::Reply {
            request: *request,
            line,
        }
    }

    /// The empty answer has come.
    pub(super) fn arrived(&mut self, now: Instant) {
        self.arrived.get_or_insert(now);
    }

    /// When the reply is taken as whole.
    pub(super) fn end(&self, exchange: &Exchange, pace: Pace) -> Option<Instant> {
        let (own, _) = self.command.as_ref()?;
        if *own != exchange.request {
            return None;
        }
        let Some(newest) = self.newest.filter(|_| self.runs) else {
            // What stops the server may stop it before it says so.
            let arrived = self.arrived.filter(|_| exchange.ends_link)?;
            return Some(arrived + STOPPED);
        };
        let silence = if self.messages == 0 {
            NOTHING_PRINTED.max(pace.half_close_unanswered())
        } else {
            SILENCE.max(pace.half_close_ignored())
        };
        Some(newest + silence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_what_comes_behind_its_own_command() {
        let (mut it, now) = (Reforger::default(), Instant::now());
        let request = RequestId(1001);
        assert_eq!(it.on_message(b"x", now), Of::Nobody);
        it.sent(request, b"#players ");
        assert_eq!(
            it.on_message(b"Processing Command: #kick 1", now),
            Of::Nobody
        );
        assert_eq!(it.on_message(b"x", now), Of::Nobody);
        assert_eq!(it.newest, None);
        assert_eq!(
            it.on_message(b"Processing Command: #players", now),
            Of::Start
        );
        assert_eq!((it.newest, it.messages), (Some(now), 0));
        for (text, line) in [(&b"a"[..], false), (b"b\n", true), (b"c", false)] {
            assert_eq!(it.on_message(text, now), Of::Reply { request, line });
        }
        assert_eq!(it.messages, 3);
    }
}
