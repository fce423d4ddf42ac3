//! What goes to the server and what comes back, and the transcript of it.

use std::io;
use std::path::PathBuf;

use rcon_proto::{
    Client, Connection, ErrorKind, ExecuteOptions, Executed, Follows, Game, Observer,
};

use super::tee::Tee;
use super::{Console, NotConnected};
use crate::error::{Error, Result};
use crate::server::advice::advised;
use crate::server::link::Unavailable;
use crate::server::transcript::Transcript;

/// The transcript could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the log {path}: {error}", path = .path.display())]
pub(crate) struct Unwritten {
    path: PathBuf,
    error: io::Error,
}

impl From<Unwritten> for Error {
    fn from(unwritten: Unwritten) -> Self {
        Self::new(ErrorKind::Other, unwritten)
    }
}

impl Unwritten {
    fn of(transcript: &Transcript, error: io::Error) -> Self {
        Self {
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
        let sent = self.encoded(command)?;
        self.note_command(command)?;
        let result = self.teed(observer, |client, tee| client.execute_with(&sent, how, tee))?;
        let game = self
            .target
            .as_ref()
            .map_or(Game::Auto, |target| target.game);
        self.note_outcome(result.map_err(|error| advised(error, game)))
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

    fn note_command(&mut self, command: &[u8]) -> Result<(), Unwritten> {
        let prompt = match self.address() {
            Some(address) => format!("{address} ] "),
            None => "RCON ] ".to_owned(),
        };
        match &mut self.transcript {
            Some(transcript) => transcript
                .command(&prompt, command)
                .map_err(|error| Unwritten::of(transcript, error)),
            None => Ok(()),
        }
    }

    /// Uses the connection; what comes of replies goes to the transcript too.
    fn teed<T>(
        &mut self,
        observer: &mut dyn Observer,
        act: impl FnOnce(&mut Client, &mut dyn Observer) -> T,
    ) -> Result<T> {
        let mut tee = Tee::new(self.transcript.as_mut(), observer);
        let result = self
            .link
            .with(&self.dialer.cancel, |client| act(client, &mut tee));
        let failed = tee.failed();
        if let (Some(error), Some(transcript)) = (failed, &self.transcript) {
            self.unwritten = Some(Unwritten::of(transcript, error));
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
        let sent = self.encoded(command)?;
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
    fn encoded(&self, command: &[u8]) -> Result<Vec<u8>> {
        let encoding = self.target.as_ref().and_then(|target| target.encoding);
        match (encoding, std::str::from_utf8(command)) {
            (Some(encoding), Ok(text)) => Ok(encoding.encode(text)?.into_owned()),
            _ => Ok(command.to_vec()),
        }
    }
}

fn available<T>(result: Result<T, Unavailable>) -> Result<T> {
    result.map_err(|unavailable| match unavailable {
        Unavailable::NotConnected => NotConnected.into(),
        Unavailable::GivenUp => rcon_proto::Error::Interrupted.into(),
    })
}
