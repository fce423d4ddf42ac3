//! From a stream that is open to one that is logged in.

use std::time::{Duration, Instant};

use super::drive::{logged_in, nothing};
use super::{Flow, dialogue, open};
use crate::error::{ConnectError, Error, LoginFailure, ProtocolError};
use crate::observer::Observer;
use crate::pace::later;
use crate::password::Password;
use crate::transport::Link;

/// How long the first of a game's two consoles has for the login before the
/// other one is tried: some say nothing to what they do not understand.
const ONE_OF_TWO: Duration = Duration::from_secs(2);

impl<L: Link> Flow<L> {
    /// Waits a moment, where that is asked for, to see whether this
    /// connection lasts: a port-forwarder takes one also when there is no
    /// server behind it.
    pub(super) async fn settle(&mut self) -> Result<(), Error> {
        let Some(settle) = self.options.settle else {
            return Ok(());
        };
        let until = later(Instant::now(), settle);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            if self.options.cancel.is_cancelled() {
                return Err(Error::Interrupted);
            }
            self.receive(left.min(L::SLICE), &mut ()).await;
            // A welcome is of no interest here, an end is, and so is what shows
            // that this is no such server: it will not become one.
            let told = self.take_events(nothing, &mut ());
            if self.is_closed() {
                if let Some(Err(error @ Error::Protocol(_))) = told {
                    return Err(error);
                }
                let closed = LoginFailure::Closed {
                    said: String::new(),
                };
                return Err(match self.login_error(closed.into()).await {
                    // What a proxy command died of, say.
                    error @ Error::Connect(_) => error,
                    _ => Error::Connect(ConnectError::Dropped(self.address.clone())),
                });
            }
        }
    }

    pub(crate) async fn authenticate<O: Observer + ?Sized>(
        &mut self,
        password: &Password,
        observer: &mut O,
    ) -> Result<(), Error> {
        // What came before anything was asked is no answer.
        if let Err(error) = self.look(observer) {
            let error = self.login_error(error).await;
            self.close();
            return Err(error);
        }
        let left = self
            .options
            .timeout
            .saturating_sub(self.connecting)
            .max(Duration::from_millis(1));
        let Some(scheme) = self.instead.take() else {
            return self.log_in(password, left, observer).await;
        };
        let first = left.min(ONE_OF_TWO).min(left.mul_f64(0.5));
        let began = Instant::now();
        match self.log_in(password, first, observer).await {
            Err(error) if self.may_be_another(&error) => {
                log::debug!("{error}: trying {scheme}://");
                let left = left.saturating_sub(began.elapsed());
                let left = left.max(Duration::from_millis(1));
                self.link = Some(open(&self.address, &self.options, scheme, left).await?);
                self.dialogue = dialogue(&self.address, &self.options, scheme);
                self.heard = false;
                (self.ended, self.refused) = (None, None);
                self.log_in(password, left, observer).await
            }
            result => result,
        }
    }

    async fn log_in<O: Observer + ?Sized>(
        &mut self,
        password: &Password,
        timeout: Duration,
        observer: &mut O,
    ) -> Result<(), Error> {
        if self.options.cancel.is_cancelled() {
            self.close();
            return Err(Error::Interrupted);
        }
        self.dialogue.login(password, timeout, Instant::now())?;
        log::debug!("login sent to {}", self.address);
        let result = self.drive(logged_in, None, observer).await;
        if let Err(error) = result {
            let error = self.login_error(error).await;
            self.close();
            return Err(error);
        }
        Ok(())
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
    async fn login_error(&mut self, error: Error) -> Error {
        match error {
            Error::Authentication(LoginFailure::Closed { said }) => {
                if self.link.as_ref().is_some_and(Link::was_refused) {
                    return Error::Connect(ConnectError::Refused(self.address.clone()));
                }
                let obituary = match &mut self.link {
                    Some(link) => link.obituary().await,
                    None => None,
                };
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
