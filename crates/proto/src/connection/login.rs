//! From a stream that is open to one that is logged in.

use super::Connection;
use crate::error::Error;
use crate::flow::now;
use crate::observer::Observer;
use crate::password::Password;

impl Connection {
    /// Logs in. The time that connecting took counts towards the timeout. A
    /// failed login closes the connection; the password is not to be sent
    /// again unasked, because servers ban for that.
    ///
    /// # Errors
    ///
    /// [`Error::Authentication`], which tells a refusal from a close before
    /// the answer; [`Error::LoginTimeout`]; [`Error::Protocol`] when this is
    /// no RCON server; [`Error::State`] when this was done before.
    ///
    /// ```
    /// use rcon_proto::{ConnectOptions, Connection, Error, LoginFailure};
    ///
    /// let server = rcon_sim::Server::builder().password("hunter2").start()?;
    /// let mut connection = Connection::connect(server.addr(), ConnectOptions::default())?;
    /// let error = connection.authenticate(&"wrong".into()).expect_err("that is not it");
    /// assert!(matches!(error, Error::Authentication(LoginFailure::Refused)));
    /// assert!(connection.is_closed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn authenticate(&mut self, password: &Password) -> Result<(), Error> {
        self.authenticate_with(password, &mut ())
    }

    /// As [`authenticate`](Self::authenticate), telling what else arrives: the
    /// welcome of a hosting panel, say.
    ///
    /// # Errors
    ///
    /// As [`authenticate`](Self::authenticate).
    pub fn authenticate_with(
        &mut self,
        password: &Password,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        now(self.0.authenticate(password, observer))
    }
}
