//! What a script and a prompt have in common: one server at a time, the
//! passwords that are known, and the settings that `!set` changes.

mod again;
mod executing;
mod known_passwords;
mod passwords;
mod tee;

use std::path::Path;
use std::time::Duration;

use rcon_proto::{Address, Cancel, Client, ErrorKind, Game, Shape};

use crate::commands::Command;
use crate::error::{Error, Result};
use crate::request::secret::{FoundPassword, Origin, Secrets};
use crate::request::target::{Book, Place, Target};
use crate::server::connect::Dialer;
use crate::server::link::Link;
use crate::server::logs::Logs;
use crate::server::once_more::OnceMore;
use crate::server::transcript::Transcript;
use crate::server::verdict::Verdict;
use crate::system::encoding::ServerEncoding;
use crate::system::patience::pause;

use executing::Unwritten;
use known_passwords::KnownPasswords;

/// There is no connection, and the user has to make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Not connected. Use {} to connect to a server.", Command::Connect.typed())]
pub(crate) struct NotConnected;

impl From<NotConnected> for Error {
    fn from(error: NotConnected) -> Self {
        Self::not_connected(error.to_string())
    }
}

/// The connection of a script or of a shell, and all that is known about it.
#[derive(Debug)]
pub(crate) struct Console {
    pub(crate) book: Book,
    pub(crate) dialer: Dialer,
    pub(crate) secrets: Secrets,
    pub(crate) link: Link,
    /// The server that was connected to last; the user has not left it.
    pub(crate) target: Option<Target>,
    /// The server that was connected to, or tried, last, whatever ended that.
    last: Option<Target>,
    /// The one before it.
    previous: Option<Target>,
    /// Whether `!set strict` asks for it, in the place of a target's.
    pub(crate) strict: Option<bool>,
    /// The deadline that `!set timeout` asks for, in the place of a target's.
    pub(crate) timeout: Option<Duration>,
    /// Written by what is executed here, and by nothing else.
    pub(crate) transcript: Option<Transcript>,
    /// The one that the profile of the present server asks for.
    permanent: Option<Transcript>,
    unwritten: Option<Unwritten>,
    known: KnownPasswords,
    /// The password of the newest try, where it did not go out: nobody was there
    /// to take it.
    unsent: Option<(Place, FoundPassword)>,
    refusals: u32,
    /// Of the server that was connected to, or tried, last.
    once_more: OnceMore,
    /// The server's log, while it is followed.
    pub(crate) logs: Option<Logs>,
}

impl Console {
    pub(crate) fn new(book: Book, dialer: Dialer, secrets: Secrets) -> Self {
        Self {
            book,
            dialer,
            secrets,
            link: Link::default(),
            target: None,
            last: None,
            previous: None,
            strict: None,
            timeout: None,
            transcript: None,
            permanent: None,
            unwritten: None,
            known: KnownPasswords::default(),
            unsent: None,
            refusals: 0,
            once_more: OnceMore::default(),
            logs: None,
        }
    }

    pub(crate) fn cancel(&self) -> &Cancel {
        &self.dialer.cancel
    }

    /// The server's address, for messages.
    pub(crate) fn address(&self) -> Option<&Address> {
        self.target.as_ref().map(|target| &target.address)
    }

    /// What the present server speaks, where that was named: all that it sends is
    /// read in this, wherever it is shown.
    pub(crate) fn encoding(&self) -> Option<ServerEncoding> {
        self.target.as_ref().and_then(|target| target.encoding)
    }

    /// The server that [`reconnect`](Self::reconnect) goes to.
    pub(crate) fn last(&self) -> Option<&Target> {
        self.last.as_ref()
    }

    /// The server that `!connect -` goes to: the one before the last, or where
    /// there was none, and none is connected to now, the last.
    pub(crate) fn before(&self) -> Option<&Target> {
        let left = self.last.as_ref().filter(|_| self.target.is_none());
        self.previous.as_ref().or(left)
    }

    /// Leaves the server, if there is one. Whether there was. The server is
    /// given a moment to notice: some take one connection at a time, and the
    /// next one may follow at once.
    pub(crate) fn disconnect(&mut self) -> bool {
        self.end_logs();
        self.leave_link()
    }

    /// The same, where the server is to be connected to again: a log that is followed is
    /// told of us again then.
    fn leave_link(&mut self) -> bool {
        let client = self.link.take();
        if let Some(logs) = &self.logs {
            logs.is_left();
        }
        let was = client.is_some();
        if let Some(mut client) = client {
            client.leave();
        }
        let had = self.target.take().is_some();
        was || had
    }

    /// Ends the log that is followed. Whether there was one.
    pub(crate) fn end_logs(&mut self) -> bool {
        let logs = self.logs.take();
        let was = logs.is_some();
        if let Some(logs) = logs {
            logs.end();
        }
        was
    }

    /// The server was stopped: it sends no log any more.
    pub(crate) fn forget_logs(&mut self) {
        if let Some(logs) = self.logs.take() {
            logs.forget();
        }
    }

    /// Leaves the server, if there is one, and logs in to another with a
    /// password that was found for it.
    ///
    /// # Errors
    ///
    /// There is no connection, or no login; then there is no server.
    pub(crate) fn connect(&mut self, target: Target, found: &FoundPassword) -> Result<()> {
        self.disconnect();
        let mut target = target;
        target.timeout = self.timeout.unwrap_or(target.timeout);
        self.note_last(&target);
        self.begin_log(&target)?;
        let opened = self.dialer.open_with(&target, found);
        self.opened(target, found, opened)
    }

    /// What came of logging in to a server.
    fn opened(
        &mut self,
        target: Target,
        found: &FoundPassword,
        opened: Result<Client>,
    ) -> Result<()> {
        let failed = opened.as_ref().err().map(Error::kind);
        if let Some(kind) = failed {
            self.note_failure(&target.place(), found, kind);
        }
        let unsent = || (target.place(), found.clone());
        self.unsent = (failed == Some(ErrorKind::Connect)).then(unsent);
        let kept = match found.origin {
            Origin::Demo => None,
            _ => self.dialer.kept(&target),
        };
        self.link.put(opened?, kept, target.encoding);
        self.known.note(&target.place(), &found.password, true);
        self.target = Some(target);
        Ok(())
    }

    /// The server that is tried now: the one before it is kept, if it is another.
    fn note_last(&mut self, target: &Target) {
        let last = self.last.replace(target.clone());
        if let Some(last) = last.filter(|last| last.place() != target.place()) {
            self.previous = Some(last);
            self.once_more = OnceMore::default();
        }
    }

    /// Where everything is written down at the moment.
    pub(crate) fn logs(&self) -> impl Iterator<Item = &Path> {
        let logs = [&self.transcript, &self.permanent];
        logs.into_iter().flatten().map(Transcript::path)
    }

    /// What the profile of the present server asks to be written, where it does.
    pub(crate) fn permanent_log(&self) -> Option<&Path> {
        self.permanent.as_ref().map(Transcript::path)
    }

    /// Takes the server for one of this game, from the next login on. Whether it
    /// is connected to; nothing where there never was a server.
    pub(crate) fn name_game(&mut self, game: Game) -> Option<bool> {
        self.last.as_mut()?.game = game;
        Some(self.target.is_some())
    }

    /// What is to be looked for in a reply of this server, if anything.
    pub(crate) fn verdict(&mut self) -> Option<Verdict> {
        let target = self.target.as_ref()?;
        let strict = self.strict.unwrap_or(target.strict);
        let fail_on = target.fail_on.clone();
        let encoding = target.encoding.unwrap_or_default();
        if !strict && fail_on.is_empty() {
            return None;
        }
        let game = self.game();
        Some(Verdict::new(strict.then_some(game), fail_on, encoding))
    }

    /// Logs in again to the server that was connected to last, or tried last.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be had any more: then there is no server,
    /// and this can be called again.
    pub(crate) fn reconnect(&mut self) -> Result<()> {
        let (target, found) = self.last_with_password()?;
        self.connect(target, &found)
    }

    /// What the server is, as far as anybody has said or the login shows.
    pub(crate) fn game(&mut self) -> Game {
        let Some(target) = &self.target else {
            return Game::Auto;
        };
        if target.game != Game::Auto {
            return target.game;
        }
        let seen = self.with_client(|client| Some((client.shape()?, client.shown().game)));
        let Some((shape, shown)) = seen.ok().flatten() else {
            return Game::Auto;
        };
        match (Game::told_by(shape), shown) {
            // Its greeting tells whose console speaks these frames.
            (Some(Game::BattlEye), Some(game)) | (Some(game), _) => game,
            (None, _) if shape == Shape::Source => Game::Source,
            (None, _) => Game::Generic,
        }
    }

    /// What the login showed, while there is a connection.
    pub(crate) fn shape(&mut self) -> Option<Shape> {
        self.with_client(|client| client.shape()).ok().flatten()
    }

    /// Changes the deadline, of this connection and of those to come.
    pub(crate) fn set_timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
        if let Some(target) = &mut self.target {
            target.timeout = timeout;
        }
        // Not connected: it holds for the next connection.
        let _ = self.with_client(|client| client.set_timeout(timeout));
    }

    /// Waits, unless Ctrl-C comes first.
    ///
    /// # Errors
    ///
    /// Interrupted.
    pub(crate) fn sleep(&self, time: Duration) -> Result<()> {
        Ok(pause(time, self.cancel())?)
    }
}
