//! From a target to a client that is logged in: the password found, the
//! connection made, again and again where `--wait` says so.

use std::time::{Duration, Instant};

use rcon_proto::{Cancel, Client, ConnectOptions, Connection, Error, ErrorKind, Password};

use crate::error;
use crate::request::secret::Found;
use crate::request::target::Target;
use crate::system::patience::pause;

/// With `--wait`, the password waits this long after connecting: a
/// port-forwarder in front of a server that is not up yet closes within it.
const SETTLE: Duration = Duration::from_millis(200);

/// Between two attempts of `--wait`.
const RETRY: Duration = Duration::from_millis(250);

/// How connections are made in this run.
#[derive(Debug, Clone)]
pub(crate) struct Dialer {
    /// Keep trying for this long; zero is once.
    pub(crate) wait: Duration,
    /// Raised by Ctrl-C.
    pub(crate) cancel: Cancel,
}

impl Dialer {
    /// What the library is told about a target.
    pub(crate) fn options(&self, target: &Target) -> ConnectOptions {
        let mut options = ConnectOptions::default()
            .timeout(target.timeout)
            .game(target.game)
            .max_reply(target.max_reply)
            .cancel(self.cancel.clone());
        options.max_command = target.max_command;
        options.proxy_command.clone_from(&target.proxy_command);
        options
    }

    /// Logs in with a password that was found.
    ///
    /// # Errors
    ///
    /// There is no connection, or no login; the error says where a password
    /// that did not work came from.
    pub(crate) fn open_with(&self, target: &Target, found: &Found) -> error::Result<Client> {
        let client = self.connect(target, &found.password);
        client.map_err(|error| explain(error, found))
    }

    fn connect(&self, target: &Target, password: &Password) -> Result<Client, Error> {
        let until = Instant::now() + self.wait;
        loop {
            match self.attempt(target, password, until) {
                Err(error) if error.kind() == ErrorKind::Connect && Instant::now() < until => {
                    log::info!("{error}: trying again");
                    let left = until.saturating_duration_since(Instant::now());
                    pause(RETRY.min(left), &self.cancel)?;
                }
                result => return result,
            }
        }
    }

    fn attempt(
        &self,
        target: &Target,
        password: &Password,
        until: Instant,
    ) -> Result<Client, Error> {
        let mut options = self.options(target);
        if !self.wait.is_zero() {
            let left = until.saturating_duration_since(Instant::now());
            options.timeout = options.timeout.min(left.max(RETRY));
            options.settle = Some(SETTLE);
        }
        let mut connection = Connection::connect(target.address.clone(), options)?;
        connection.set_timeout(target.timeout);
        connection.authenticate(password)?;
        Ok(Client::from_parts(connection, password.clone()))
    }
}

/// Adds to a refusal where the password came from: what has to be mended.
fn explain(error: Error, found: &Found) -> error::Error {
    let refused = error.kind() == ErrorKind::Refused;
    let error = error::Error::from(error);
    if refused {
        error.context(format!("password from {}", found.origin))
    } else {
        error
    }
}
