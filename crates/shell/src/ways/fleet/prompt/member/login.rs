//! Logging in to one server of the fleet: which password goes there, and which one does
//! not again.

use std::sync::PoisonError;
use std::time::Duration;

use rcon_proto::{Error as RconError, ErrorKind, LoginFailure, Observer, Password};

use super::{AskedBy, Member, Standing};
use crate::commands::Command;
use crate::error::{Error, Result};
use crate::request::secret::FoundPassword;
use crate::server::console::Console;
use crate::ways::fleet::passwords::Passwords;

impl Member {
    /// Whether a text is a password that did not work here.
    pub(in crate::ways::fleet) fn has_refused(&self, text: &str) -> bool {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let mut refused = refused.iter().map(Password::expose);
        refused.any(|password| !password.is_empty() && password == text.as_bytes())
    }

    fn log_in(&self, console: &mut Console, found: &FoundPassword) -> Result<()> {
        // That ends its log.
        self.pushes.end_filter();
        let result = console.connect(self.target.clone(), found);
        console.dialer.wait = Duration::ZERO;
        self.note_refused(console, found);
        result
    }

    fn note_refused(&self, console: &Console, found: &FoundPassword) {
        if console.has_refused(&self.target, found) {
            let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            if !refused.contains(&found.password) {
                refused.push(found.password.clone());
            }
        }
    }

    /// The user gave this password for it.
    pub(in crate::ways::fleet) fn give(&self, found: FoundPassword) {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
    }

    /// Sees to it that the console is logged in, with the password that is known.
    /// What has arrived there meanwhile goes to `observer`. Where nobody has asked
    /// for it, a server that closes one login after the other is left alone.
    pub(in crate::ways::fleet) fn ready(
        &self,
        console: &mut Console,
        passwords: &Passwords,
        asked_by: AskedBy,
        observer: &mut dyn Observer,
    ) -> Result<()> {
        if self.standing() == Standing::Left {
            return Err(Error::not_connected(format!(
                "not connected: {} logs in again",
                Command::Reconnect.typed()
            )));
        }
        let usable = console.with_client(|client| client.password().is_some());
        if usable.unwrap_or(false) {
            return console.ensure(observer);
        }
        if let Some(found) = console.accepted_password(&self.target) {
            if asked_by == AskedBy::Itself && console.has_closed_twice() {
                return Err(closed_again());
            }
            let result = console.log_in_once_more(&self.target);
            self.note_refused(console, &found);
            return result;
        }
        let found = self.found(passwords)?;
        if console.has_refused(&self.target, &found) {
            return Err(refused_before());
        }
        self.log_in(console, &found)
    }

    /// Leaves the server and logs in anew, with what the user gave or with what
    /// is known.
    pub(in crate::ways::fleet) fn again(
        &self,
        console: &mut Console,
        passwords: &Passwords,
    ) -> Result<()> {
        let known = self
            .given()
            .or_else(|| console.accepted_password(&self.target));
        let found = match known {
            Some(found) => found,
            None => self.found(passwords)?,
        };
        self.log_in(console, &found)
    }

    fn found(&self, passwords: &Passwords) -> Result<FoundPassword> {
        match self.given() {
            Some(found) => Ok(found),
            None => passwords.get(self.place, &self.target),
        }
    }

    /// What the user has typed for it. Nothing is held behind this: a password may take
    /// long to be found, and a login to be answered.
    fn given(&self) -> Option<FoundPassword> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.clone()
    }
}

/// What a server has come to that has closed its logins.
fn closed_again() -> Error {
    let said = String::new();
    RconError::Authentication(LoginFailure::Closed { said }).into()
}

fn refused_before() -> Error {
    Error::new(
        ErrorKind::Refused,
        format!(
            "the password did not work and is not sent again: {} asks for another",
            Command::Reconnect.typed()
        ),
    )
}
