//! From a stream that is open to one that is logged in.

use std::time::{Duration, Instant};

use super::Connection;
use super::drive::{logged_in, nothing};
use crate::error::{ConnectError, Error, LoginFailure};
use crate::observer::Observer;
use crate::pace::later;
use crate::password::Password;
use crate::transport::Transport;

impl Connection {
    /// Waits a moment, where that is asked for, to see whether this
    /// connection lasts: a port-forwarder takes one also when there is no
    /// server behind it.
    pub(super) fn settle(&mut self) -> Result<(), Error> {
        let Some(settle) = self.options.settle else {
            return Ok(());
        };
        let until = later(Instant::now(), settle);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            self.receive(left, &mut ());
            // A welcome is of no interest here, an end is.
            self.take_events(nothing, &mut ());
            if self.transport.is_none() || self.dialogue.is_closed() {
                return Err(Error::Connect(ConnectError::Dropped(self.address.clone())));
            }
        }
    }

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
        // What came before anything was asked is no answer.
        if let Err(error) = self.look(observer) {
            let error = self.login_error(error);
            self.close();
            return Err(error);
        }
        let left = self
            .options
            .timeout
            .saturating_sub(self.connecting)
            .max(Duration::from_millis(1));
        self.dialogue.login(password, left, Instant::now())?;
        log::debug!("login sent to {}", self.address);
        self.drive(logged_in, None, observer).map_err(|error| {
            let error = self.login_error(error);
            self.close();
            error
        })
    }

    /// What a failed login means here, where more is known than in a session.
    fn login_error(&mut self, error: Error) -> Error {
        match error {
            Error::Authentication(LoginFailure::Closed { said }) => {
                let obituary = self.transport.as_mut().and_then(Transport::obituary);
                match obituary {
                    Some(detail) if !self.heard => Error::Connect(ConnectError::Proxy {
                        address: self.address.clone(),
                        detail,
                    }),
                    _ => Error::Authentication(LoginFailure::Closed { said }),
                }
            }
            // Connecting counts towards it.
            Error::LoginTimeout { said, .. } => Error::LoginTimeout {
                after: self.options.timeout,
                said,
            },
            other => other,
        }
    }
}
