//! The console that Arma Reforger has built in, which speaks these frames and
//! answers in server messages: an empty answer says that the command has come,
//! `Processing Command: …` that it runs, and what follows is its reply. Nothing
//! marks the end of that; commands run one at a time.

use std::time::{Duration, Instant};

use crate::pace::Pace;
use crate::request::RequestId;

/// What its first message begins with.
pub(super) const GREETING: &[u8] = b"Logged In! Client ID";

/// What stands before a reply.
const PROCESSING: &[u8] = b"Processing Command: ";

/// Behind this a command that runs is taken for one that prints nothing: its
/// reply comes some 150 ms after.
const NOTHING_PRINTED: Duration = Duration::from_secs(1);

/// The least silence behind a message of a reply.
const SILENCE: Duration = Duration::from_millis(400);

/// How far the newest command is.
#[derive(Default)]
pub(super) struct Reforger {
    command: Option<(RequestId, Vec<u8>)>,
    /// Whether what comes is its reply.
    runs: bool,
    messages: usize,
    newest: Option<Instant>,
    /// Whether its text so far ends in a newline.
    at_line: bool,
}

/// Whose a message is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Nobodys,
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

    pub(super) fn on_message(&mut self, text: &[u8], now: Instant) -> Whose {
        let Some((request, command)) = &self.command else {
            return Whose::Nobodys;
        };
        if let Some(started) = text.strip_prefix(PROCESSING) {
            // Another admin's, or one that was given up.
            self.runs = started.trim_ascii() == command.as_slice();
            if self.runs {
                self.newest = Some(now);
                return Whose::Start;
            }
            return Whose::Nobodys;
        }
        if !self.runs {
            return Whose::Nobodys;
        }
        let line = self.messages > 0 && !self.at_line;
        self.messages += 1;
        self.newest = Some(now);
        self.at_line = text.ends_with(b"\n");
        Whose::Reply {
            request: *request,
            line,
        }
    }

    /// When the reply is taken as whole.
    pub(super) fn end(&self, request: RequestId, pace: Pace) -> Option<Instant> {
        let (own, _) = self.command.as_ref()?;
        let newest = self.newest.filter(|_| *own == request && self.runs)?;
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
        assert_eq!(it.on_message(b"x", now), Whose::Nobodys);
        it.sent(request, b"#players ");
        assert_eq!(
            it.on_message(b"Processing Command: #kick 1", now),
            Whose::Nobodys
        );
        assert_eq!(it.on_message(b"x", now), Whose::Nobodys);
        assert_eq!(it.end(request, Pace::default()), None);
        assert_eq!(
            it.on_message(b"Processing Command: #players", now),
            Whose::Start
        );
        assert_eq!(
            it.end(request, Pace::default()),
            Some(now + NOTHING_PRINTED)
        );
        for (text, line) in [(&b"a"[..], false), (b"b\n", true), (b"c", false)] {
            assert_eq!(it.on_message(text, now), Whose::Reply { request, line });
        }
        assert_eq!(it.end(request, Pace::default()), Some(now + SILENCE));
        assert_eq!(it.end(RequestId(1003), Pace::default()), None);
    }
}
