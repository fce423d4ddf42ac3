//! Which password goes to a server, and which one does not again.

use rcon_proto::{ErrorKind, Game, Shape};

use super::{Console, NotConnected};
use crate::error::Result;
use crate::request::secret::{FoundPassword, Origin};
use crate::request::target::{Place, Target};
use crate::server::advice::advised;

/// Refusals after which the shell says that servers ban for more.
const REFUSALS_BEFORE_WARNING: u32 = 2;

impl Console {
    /// Whether one of the texts that somebody gave for a password, and a server
    /// refused, is this.
    pub(crate) fn is_refused_password(&self, text: &str) -> bool {
        self.known.has_refused(text)
    }

    /// However a login failed, its password is not sent again without the
    /// user: the server may have counted it. One that was accepted before has
    /// to be refused for that; the server may merely be down.
    pub(super) fn note_failure(&mut self, place: &Place, found: &FoundPassword, kind: ErrorKind) {
        let went_out = !matches!(
            kind,
            ErrorKind::Connect | ErrorKind::Usage | ErrorKind::Interrupted
        );
        let refused = kind == ErrorKind::Refused;
        if refused || went_out && self.known.accepted(place) != Some(&found.password) {
            self.known.note(place, &found.password, false);
        } else {
            self.once_more.failed(kind);
        }
        if refused {
            self.refusals += 1;
        }
    }

    /// What came of a command: the client may have logged in again for it,
    /// with the password that worked until somebody changed it.
    pub(super) fn note_outcome<T>(&mut self, result: Result<T, rcon_proto::Error>) -> Result<T> {
        if let Err(error) = &result {
            self.note_failed(error.kind());
        }
        let error = match result {
            Ok(it) => return Ok(it),
            Err(error) => error,
        };
        // Of a link there was, it is known which console it had.
        let console = self.shape().map(Shape::console);
        let target = self.target.as_ref();
        let game = target.map_or(Game::Auto, |target| target.game);
        let named = target.and_then(|target| target.address.scheme());
        Err(advised(error, game, console.or(named)))
    }

    /// A command came to nothing, or the login that was to go before it.
    pub(in crate::server) fn note_failed(&mut self, kind: ErrorKind) {
        self.once_more.failed(kind);
        if kind == ErrorKind::Refused
            && let Some(place) = self.target.as_ref().map(Target::place)
            && let Some(password) = self.known.accepted(&place).cloned()
        {
            self.known.note(&place, &password, false);
            self.refusals += 1;
        }
    }

    /// A command was answered: the password works.
    pub(in crate::server) fn note_answered(&mut self) {
        self.once_more.answered();
    }

    /// Whether the server has closed a login without a word, and the one after it: by
    /// itself nothing logs in there again.
    pub(crate) fn has_closed_twice(&self) -> bool {
        self.once_more.is_used_up()
    }

    /// Whether the user should be told that servers ban for this.
    pub(crate) fn is_risking_a_ban(&self) -> bool {
        self.refusals >= REFUSALS_BEFORE_WARNING
    }

    /// The password that is known for a server: the profile's own, or one
    /// that it accepted earlier. One that it refused is not offered again.
    ///
    /// # Errors
    ///
    /// The profile's source does not work.
    pub(crate) fn known_password(&self, target: &Target) -> Result<Option<FoundPassword>> {
        let own = self.secrets.own(target)?;
        let usable = own.filter(|found| !self.has_refused(target, found));
        Ok(usable.or_else(|| self.accepted_password(target)))
    }

    /// Whether this server has refused this password, or never answered it: it is
    /// not sent again without the user.
    pub(crate) fn has_refused(&self, target: &Target, found: &FoundPassword) -> bool {
        self.known.is_refused(&target.place(), &found.password)
    }

    /// The password that a server has accepted in this session.
    pub(crate) fn accepted_password(&self, target: &Target) -> Option<FoundPassword> {
        let accepted = self.known.accepted(&target.place());
        accepted.map(|password| FoundPassword {
            password: password.clone(),
            origin: Origin::Accepted,
        })
    }

    /// The server that was connected to last, or tried last, and the password
    /// for it, which is asked for where none is known.
    ///
    /// # Errors
    ///
    /// There is no such server, or no password.
    pub(crate) fn last_with_password(&mut self) -> Result<(Target, FoundPassword)> {
        let target = self.last.clone().ok_or(NotConnected)?;
        let known = self.known_password(&target)?;
        let unsent = self.unsent.as_ref();
        let unsent = unsent.filter(|(place, _)| *place == target.place());
        let found = match known.or_else(|| unsent.map(|(_, found)| found.clone())) {
            Some(found) => found,
            None => self.secrets.ask_of_line(&target)?,
        };
        Ok((target, found))
    }
}
