//! From a stream that is open to one that is logged in.

use std::time::{Duration, Instant};

use super::drive::{logged_in, nothing};
use super::{Connection, dialogue, open};
use crate::error::{ConnectError, Error, LoginFailure, ProtocolError};
use crate::observer::Observer;
use crate::pace::later;
use crate::password::Password;
use crate::transport::Transport;

/// How long the first of a game's two consoles has for the login before the
/// other one is tried: some say nothing to what they do not understand.
const ONE_OF_TWO: Duration = Duration::from_secs(2);

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
        let Some(scheme) = self.instead.take() else {
            return self.log_in(password, left, observer);
        };
        let first = left.min(ONE_OF_TWO).min(left.mul_f64(0.5));
        let began = Instant::now();
        match self.log_in(password, first, observer) {
            Err(error) if self.may_be_another(&error) => {
                log::debug!("{error}: trying {scheme}://");
                let left = left.saturating_sub(began.elapsed());
                let left = left.max(Duration::from_millis(1));
                self.transport = Some(open(&self.address, &self.options, scheme, left)?);
                self.dialogue = dialogue(&self.address, &self.options, scheme);
                self.heard = false;
                self.log_in(password, left, observer)
            }
            result => result,
        }
    }

    fn log_in(
        &mut self,
        password: &Password,
        timeout: Duration,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        self.dialogue.login(password, timeout, Instant::now())?;
        log::debug!("login sent to {}", self.address);
        self.drive(logged_in, None, observer).map_err(|error| {
            let error = self.login_error(error);
            self.close();
            error
        })
    }

    /// Whether an answer, or none, is what the other of a game's two consoles
    /// says to a login that it does not understand.
    fn may_be_another(&self, error: &Error) -> bool {
        match error {
            Error::Protocol(ProtocolError::NotRcon { began }) => began.starts_with("HTTP/"),
            Error::Protocol(ProtocolError::NotWebRcon { .. }) => true,
            Error::LoginTimeout { said, .. } => said.is_empty(),
            Error::Authentication(LoginFailure::Closed { said }) => {
                said.is_empty() && !self.dialogue.refuses_by_closing()
            }
            _ => false,
        }
    }

    /// What a failed login means here, where more is known than in a session.
    fn login_error(&mut self, error: Error) -> Error {
        match error {
            Error::Authentication(LoginFailure::Closed { said }) => {
                if self.transport.as_ref().is_some_and(Transport::was_refused) {
                    return Error::Connect(ConnectError::Refused(self.address.clone()));
                }
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
