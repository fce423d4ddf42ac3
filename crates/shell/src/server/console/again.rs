//! The same server again, after it went away or after Ctrl-C.

use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client};

use super::{Console, NotConnected};
use crate::error::Result;
use crate::request::secret::{FoundPassword, Origin};
use crate::request::target::Target;

impl Console {
    /// Leaves a server that is to be logged in to again, with the password that
    /// it has accepted: nobody is asked, and no program is run for it.
    ///
    /// # Errors
    ///
    /// [`NotConnected`].
    pub(crate) fn leave_behind(&mut self) -> Result<(Target, FoundPassword)> {
        let target = self.target.clone().ok_or(NotConnected)?;
        let known = self.known.accepted(&target.place()).cloned();
        let password = known.ok_or(NotConnected)?;
        self.leave_link();
        let origin = Origin::Accepted;
        Ok((target, FoundPassword { password, origin }))
    }

    /// What came of logging in to it elsewhere: from here on it is this
    /// console's server again.
    ///
    /// # Errors
    ///
    /// That of the login.
    pub(crate) fn come_back(
        &mut self,
        target: &Target,
        found: &FoundPassword,
        opened: Result<Client>,
    ) -> Result<()> {
        self.opened(target.clone(), found, opened)
    }

    /// Logs in again, within this time.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub(crate) fn log_in_again(&mut self, at_most: Duration) -> Result<()> {
        let (mut target, found) = self.leave_behind()?;
        target.timeout = target.timeout.min(at_most);
        let opened = self.dialer.open_with(&target, &found);
        self.opened(target, &found, opened)
    }

    /// Logs in to a server on which a login came to nothing, with the password that
    /// it has accepted before, where the connection lasts for a moment. What there
    /// was of a connection stays until then.
    ///
    /// # Errors
    ///
    /// [`NotConnected`] where it has accepted none, or refused that since; or what
    /// came of the login.
    pub(crate) fn log_in_once_more(&mut self, target: &Target) -> Result<()> {
        let found = self.accepted_password(target).ok_or(NotConnected)?;
        let mut target = target.clone();
        target.timeout = self.timeout.unwrap_or(target.timeout);
        let until = Instant::now() + target.timeout;
        let opened = self.dialer.once(&target, &found, until);
        if opened.is_ok() {
            self.link.take();
        }
        self.opened(target, &found, opened)
    }

    /// From the next login on, the Ctrl-C that was is not heeded: for the last
    /// words to a server, where others have to see it too. Gives what it was
    /// told by, to be put back.
    pub(crate) fn be_uninterrupted(&mut self) -> Cancel {
        std::mem::take(&mut self.dialer.cancel)
    }
}
