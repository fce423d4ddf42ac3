//! From a target to a client that is logged in: the password found, the
//! connection made, again and again where `--wait` says so.

use std::time::{Duration, Instant};

use rcon_proto::{
    Cancel, Client, ConnectError, ConnectOptions, Connection, Error, ErrorKind, LoginFailure,
    Password, ServerOptions,
};

use crate::error;
use crate::live;
use crate::request::log_place::LogPlace;
use crate::request::secret::FoundPassword;
use crate::request::target::Target;
use crate::system::command::SECRET_VARIABLES;
use crate::system::patience::pause;

use super::advice::advised;
use super::keeping::{Keeper, Kept};
use super::waiting::Waiting;

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
    /// How long a server that was told to restart is waited for.
    pub(crate) comes_back_within: Duration,
    /// Whether a person is told what is waited for: at a terminal, and of one
    /// server only.
    pub(crate) tells: bool,
    /// Raised by Ctrl-C.
    pub(crate) cancel: Cancel,
    /// Where it is kept what servers have shown, if it is.
    pub(crate) keeper: Option<Keeper>,
    /// Where a server's log is to come.
    pub(crate) log: LogPlace,
}

impl Dialer {
    /// What the library is told about a target.
    pub(crate) fn options(&self, target: &Target) -> ConnectOptions {
        let mut server = ServerOptions::from(target.game);
        server.max_command = target.max_command;
        server.transfer = target.encoding.unwrap_or_default().transfer();
        if let Some(kept) = self.kept(target) {
            server.shown = kept.shown().clone();
        }
        let mut options = ConnectOptions::default()
            .timeout(target.timeout)
            .server(server)
            .max_reply(target.max_reply)
            .cancel(self.cancel.clone());
        options.proxy_command.clone_from(&target.proxy_command);
        options.proxy_without = SECRET_VARIABLES.map(str::to_owned).to_vec();
        options
    }

    /// What is kept of a target, and the means of keeping more. Nothing behind a
    /// proxy, where a name may lead to any server.
    pub(crate) fn kept(&self, target: &Target) -> Option<Kept> {
        let keeper = self.keeper.as_ref()?;
        let direct = target.proxy_command.is_none();
        direct.then(|| keeper.of(&target.address.to_string()))
    }

    /// Logs in with a password that was found.
    ///
    /// # Errors
    ///
    /// There is no connection, or no login; the error says where a password
    /// that did not work came from.
    pub(crate) fn open_with(
        &self,
        target: &Target,
        found: &FoundPassword,
    ) -> error::Result<Client> {
        // Before it is sent: a server may quote it while it is refused.
        live::know(&found.password);
        let client = self.connect(target, &found.password);
        client.map_err(|error| explain(error, target, found))
    }

    fn connect(&self, target: &Target, password: &Password) -> Result<Client, Error> {
        let until = Instant::now() + self.wait;
        let waits = self.tells && !self.wait.is_zero();
        let _waiting = waits.then(|| Waiting::begin(target.known_as(), until));
        loop {
            let waits = (!self.wait.is_zero()).then_some(until);
            match self.attempt(target, password, waits) {
                Err(error) if error.kind() == ErrorKind::Connect && Instant::now() < until => {
                    log::info!("{error}: trying again");
                    let left = until.saturating_duration_since(Instant::now());
                    pause(RETRY.min(left), &self.cancel)?;
                }
                result => return result.map_err(as_without_waiting),
            }
        }
    }

    /// Logs in once to a server that may be on its way up, as [`open_with`](Self::open_with)
    /// does where it waits for one, before this moment.
    ///
    /// # Errors
    ///
    /// As there.
    pub(crate) fn once(
        &self,
        target: &Target,
        found: &FoundPassword,
        until: Instant,
    ) -> error::Result<Client> {
        let client = self.attempt(target, &found.password, Some(until));
        client.map_err(|error| explain(error, target, found))
    }

    /// One attempt; where a server is waited for, until then.
    fn attempt(
        &self,
        target: &Target,
        password: &Password,
        waits: Option<Instant>,
    ) -> Result<Client, Error> {
        let mut options = self.options(target);
        if let Some(until) = waits {
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

/// What the last attempt would have come to without `--wait`. A connection that
/// is closed at once is worth another try while there is time, as there may be
/// a forwarder in front of a server that starts; at the end it is what it would
/// have been: a ban, say.
fn as_without_waiting(error: Error) -> Error {
    match error {
        Error::Connect(ConnectError::Dropped(_)) => Error::Authentication(LoginFailure::Closed {
            said: String::new(),
        }),
        error => error,
    }
}

/// Adds to a refusal where the password came from: what has to be mended; and
/// to what may be another console on the port, which.
fn explain(error: Error, target: &Target, found: &FoundPassword) -> error::Error {
    let refused = error.kind() == ErrorKind::Refused;
    let error = advised(error, target.game, target.address.scheme());
    if refused {
        error.context(format!("password from {}", found.origin))
    } else {
        error
    }
}
