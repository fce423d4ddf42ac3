//! The transcript of a fleet: each line with the server that it went to.

use std::borrow::Cow;
use std::io;

use super::Fleet;
use super::reply::{EachLine, Reply};
use super::round::{Answer, Outcome};
use crate::error::{Context as _, Result};
use crate::server::transcript::Transcript;
use crate::show::report;
use crate::ways::prompt::say;

impl Fleet {
    /// Notes in the log what is about to be sent.
    ///
    /// # Errors
    ///
    /// The log cannot be written: then nothing is sent.
    pub(crate) fn log_lines(&mut self, lines: &EachLine) -> Result<()> {
        let Some(log) = &mut self.transcript else {
            return Ok(());
        };
        for (place, line) in lines {
            if let Some(member) = self.members.get(*place) {
                let server = member.target.address.to_string();
                let noted = log.command(&server, line);
                noted.with_context(|| {
                    format!(
                        "cannot write the log {}, nothing was sent",
                        log.path().display()
                    )
                })?;
            }
        }
        Ok(())
    }

    /// Notes in the log what came back; where nothing did, why: the line stands there
    /// by then.
    pub(super) fn log_replies(&mut self, answers: &[Answer<Reply>]) {
        let Some(mut log) = self.transcript.take() else {
            return;
        };
        let mut noted = Ok(());
        for answer in answers {
            let Some(member) = self.members.get(answer.member) else {
                continue;
            };
            let text = match &answer.outcome {
                Outcome::Done(reply) => Cow::Borrowed(&*reply.bytes),
                Outcome::Failed(error) => ours(&report::text(error)),
                Outcome::NotWaited => ours("not waited for"),
                Outcome::NotSent | Outcome::StillAway => ours("not sent"),
            };
            noted = noted.and_then(|()| {
                log.speak_of(&member.target.address.to_string())?;
                log.reply(&text)
            });
        }
        self.go_on_with(log, noted);
    }

    /// Notes in the log what these servers have told.
    pub(super) fn log_told(&mut self, places: &[usize], text: &str) {
        let Some(mut log) = self.transcript.take() else {
            return;
        };
        let mut noted = Ok(());
        for place in places {
            if let Some(member) = self.members.get(*place) {
                noted = noted.and_then(|()| {
                    log.speak_of(&member.target.address.to_string())?;
                    log.reply(text.as_bytes())
                });
            }
        }
        self.go_on_with(log, noted);
    }

    /// A reply is not lost for a log that cannot be written: it is off then.
    fn go_on_with(&mut self, log: Transcript, noted: io::Result<()>) {
        match noted {
            Ok(()) => self.transcript = Some(log),
            Err(error) => say(&format!(
                "cannot write the log {}: {error}: it is off now",
                log.path().display()
            )),
        }
    }
}

/// What no server said, marked as such.
fn ours(text: &str) -> Cow<'static, [u8]> {
    Cow::Owned(format!("rcon-shell: {text}\n").into_bytes())
}
