//! What goes to the server and what comes back, and the transcript of it.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::PathBuf;

use rcon_proto::{Client, Connection, ErrorKind, ExecuteOptions, Executed, Follows, Observer};

use super::tee::Tee;
use super::{Console, NotConnected};
use crate::commands::Command;
use crate::error::{Error, Result};
use crate::request::target::Target;
use crate::server::link::Unavailable;
use crate::server::transcript::Transcript;

/// The transcript could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the log {path}: {error}{outcome}", path = .path.display())]
pub(crate) struct Unwritten {
    path: PathBuf,
    error: io::Error,
    outcome: Outcome,
}

/// What became of the command meanwhile.
#[derive(Debug)]
enum Outcome {
    /// It could not be noted.
    NotSent,
    /// Nor in the log that its profile wants always.
    NotSentByProfile,
    /// The profile's log could not be opened: there is no connection without it.
    NotConnected,
    /// Its reply could not be.
    Sent,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::NotSent => write!(
                f,
                ": the command was not sent ({} off ends the log)",
                Command::Log.typed()
            ),
            Outcome::NotSentByProfile => f.write_str(
                ": the command was not sent (mend that, or take `log` out of the profile)",
            ),
            Outcome::NotConnected => f.write_str(
                ": the server was not connected to (mend that, or take `log` out of the profile)",
            ),
            Outcome::Sent => Ok(()),
        }
    }
}

impl From<Unwritten> for Error {
    fn from(unwritten: Unwritten) -> Self {
        Self::new(ErrorKind::Other, unwritten)
    }
}

impl Unwritten {
    /// Whether it is this one.
    pub(crate) fn is_of(&self, transcript: &Transcript) -> bool {
        self.path == transcript.path()
    }

    fn of(transcript: &Transcript, error: io::Error, outcome: Outcome) -> Self {
        Self {
            outcome,
            path: transcript.path().to_owned(),
            error,
        }
    }
}

impl Console {
    /// Executes a command on the server. What of its reply could not be written
    /// to the transcript is told by [`take_unwritten`](Self::take_unwritten).
    ///
    /// # Errors
    ///
    /// [`NotConnected`], [`Unwritten`], in which case nothing was sent, or what the
    /// client says.
    pub(crate) fn execute(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut dyn Observer,
    ) -> Result<Executed> {
        self.check_allowed(command)?;
        let sent = self.encoded(command)?;
        self.note_command(command)?;
        let result = self.teed(observer, |client, tee| client.execute_with(&sent, how, tee))?;
        self.note_reply(result)
    }

    /// Makes sure of the connection: one that has died is made anew.
    ///
    /// # Errors
    ///
    /// [`NotConnected`], or what the client says.
    pub(crate) fn ensure(&mut self, observer: &mut dyn Observer) -> Result<()> {
        let result = self.with_client(|client| client.ensure(observer))?;
        self.note_outcome(result).map(drop)
    }

    /// Executes a command and, in the same text, a question of the shell's own,
    /// whose answer shows that it has run: some consoles answer nothing to what
    /// prints nothing. `allow`, `deny` and the transcript are concerned with the
    /// command alone.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub(crate) fn execute_and_ask(
        &mut self,
        command: &str,
        question: &str,
        observer: &mut dyn Observer,
    ) -> Result<Executed> {
        self.check_allowed(command.as_bytes())?;
        let both = format!("{command};{question}");
        let sent = self.encoded(both.as_bytes())?;
        self.note_command(command.as_bytes())?;
        let how = ExecuteOptions::default();
        let result = self.teed(observer, |client, tee| {
            client.execute_with(&sent, &how, tee)
        })?;
        self.note_reply(result)
    }

    fn note_reply(&mut self, result: Result<Executed, rcon_proto::Error>) -> Result<Executed> {
        if result.is_ok() {
            self.note_answered();
        }
        self.note_outcome(result)
    }

    /// Does something with the connection, if there is one, that may bring more
    /// of a reply.
    ///
    /// # Errors
    ///
    /// [`NotConnected`].
    pub(crate) fn read(
        &mut self,
        observer: &mut dyn Observer,
        read: impl FnOnce(&mut Connection, &mut dyn Observer),
    ) -> Result<()> {
        self.teed(observer, |client, tee| {
            if let Some(connection) = client.connection() {
                read(connection, tee);
            }
        })
    }

    /// Refuses what the server's profile does not let be sent. All that a person
    /// or a script sends comes through here; what the shell asks for itself does
    /// not.
    ///
    /// # Errors
    ///
    /// That it does not.
    pub(crate) fn check_allowed(&self, command: &[u8]) -> Result<()> {
        let Some(target) = &self.target else {
            return Ok(());
        };
        Ok(target.check_allowed(&String::from_utf8_lossy(command))?)
    }

    /// Opens the transcript that a server's profile asks for; that of the server
    /// before ends.
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub(super) fn begin_log(&mut self, target: &Target) -> Result<()> {
        let there = self.permanent.take();
        let Some(path) = target.manner.log.clone() else {
            return Ok(());
        };
        self.permanent = Some(match there.filter(|there| there.path() == path) {
            Some(there) => there,
            None => Transcript::open(&path).map_err(|error| Unwritten {
                outcome: Outcome::NotConnected,
                path,
                error,
            })?,
        });
        Ok(())
    }

    fn note_command(&mut self, command: &[u8]) -> Result<(), Unwritten> {
        if self.transcript.is_none() && self.permanent.is_none() {
            return Ok(());
        }
        let server = self.address().map(ToString::to_string).unwrap_or_default();
        let (asked, permanent) = (&mut self.transcript, &mut self.permanent);
        for (transcript, outcome) in [
            (asked, Outcome::NotSent),
            (permanent, Outcome::NotSentByProfile),
        ] {
            if let Some(transcript) = transcript {
                transcript
                    .command(&server, command)
                    .map_err(|error| Unwritten::of(transcript, error, outcome))?;
            }
        }
        Ok(())
    }

    /// Uses the connection; what comes of replies goes to the transcript too.
    fn teed<T>(
        &mut self,
        observer: &mut dyn Observer,
        act: impl FnOnce(&mut Client, &mut dyn Observer) -> T,
    ) -> Result<T> {
        let logs = [self.transcript.as_mut(), self.permanent.as_mut()];
        let mut tee = Tee::new(logs, observer);
        let result = self
            .link
            .with(&self.dialer.cancel, |client| act(client, &mut tee));
        if let Some((path, error)) = tee.failed() {
            self.unwritten = Some(Unwritten {
                outcome: Outcome::Sent,
                path,
                error,
            });
        }
        available(result)
    }

    /// What could not be written to the transcript since this was asked last.
    pub(crate) fn take_unwritten(&mut self) -> Option<Unwritten> {
        self.unwritten.take()
    }

    /// Sends a command without waiting for its reply.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub(crate) fn send(
        &mut self,
        command: &[u8],
        follows: Follows,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        self.check_allowed(command)?;
        let sent = self.encoded(command)?;
        self.note_command(command)?;
        let result = self.with_client(|client| client.send(&sent, follows, observer))?;
        self.note_outcome(result)
    }

    /// Uses the connection. One that is gone although the user did not leave
    /// is made anew by the client itself.
    pub(crate) fn with_client<T>(&mut self, act: impl FnOnce(&mut Client) -> T) -> Result<T> {
        available(self.link.with(&self.dialer.cancel, act))
    }

    /// A command in the server's encoding. What is no UTF-8 to begin with is
    /// taken to be in it already.
    fn encoded<'a>(&self, command: &'a [u8]) -> Result<Cow<'a, [u8]>> {
        match (self.encoding(), std::str::from_utf8(command)) {
            (Some(encoding), Ok(text)) => Ok(encoding.encode(text)?),
            _ => Ok(Cow::Borrowed(command)),
        }
    }
}

fn available<T>(result: Result<T, Unavailable>) -> Result<T> {
    result.map_err(|unavailable| match unavailable {
        Unavailable::NotConnected => NotConnected.into(),
        Unavailable::GivenUp => rcon_proto::Error::Interrupted.into(),
    })
}
