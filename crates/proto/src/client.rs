//! A connection that comes back: what a shell, a script or a bot holds on to.
//!
//! A link may die between two commands, because the server restarts, a config
//! writes `rcon_password`, or a firewall forgets it. The next command then
//! goes out over a new connection, with the password that worked. A command
//! that was sent is never sent again.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use crate::address::Address;
use crate::connection::{ConnectOptions, Connection, ExecuteOptions};
use crate::dialect::{Game, Shape};
use crate::error::{Error, ErrorKind, Lost, StateError};
use crate::observer::Observer;
use crate::password::Password;
use crate::reply::EndedBy;
use crate::session::{Quirk, RequestId};

/// Commands whose having had output is remembered.
const REMEMBERED: usize = 256;

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Executed {
    /// Its reply is whole.
    Replied(EndedBy),
    /// The reply was empty where there had been output, right after a change
    /// of the map: some servers forget their logins then. A new one was made;
    /// the command was not sent again, and should be repeated.
    LoginForgotten,
}

/// A server, the password that it accepted, and a connection to it while
/// there is one.
///
/// ```no_run
/// use rcon_proto::{Client, ConnectOptions, ExecuteOptions, Observer};
/// # struct Print; impl Observer for Print {}
///
/// let address = "127.0.0.1:27015".parse().unwrap();
/// let mut client = Client::open(address, "secret".into(), ConnectOptions::default())?;
/// client.execute_with(b"status", &ExecuteOptions::default(), &mut Print)?;
/// # Ok::<(), rcon_proto::Error>(())
/// ```
#[derive(Debug)]
pub struct Client {
    address: Address,
    options: ConnectOptions,
    /// `None` once it has failed: it is not sent again.
    password: Option<Password>,
    connection: Option<Connection>,
    /// A command that changes the map was sent, and nothing has been printed
    /// since.
    map_changed: bool,
    had_output: HashSet<u64>,
}

impl Client {
    /// Connects and logs in.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::open`]. The password is wiped.
    pub fn open(
        address: Address,
        password: Password,
        options: ConnectOptions,
    ) -> Result<Self, Error> {
        let connection = Connection::open(address, &password, options)?;
        Ok(Self::from_parts(connection, password))
    }

    /// A client of a connection that is logged in with this password.
    pub fn from_parts(connection: Connection, password: Password) -> Self {
        Self {
            address: connection.address().clone(),
            options: connection.options().clone(),
            password: Some(password),
            connection: Some(connection),
            map_changed: false,
            had_output: HashSet::new(),
        }
    }

    /// Makes sure that there is a connection that has not been closed. Returns
    /// whether a new one had to be made.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::open`]. A password that fails here is not used
    /// again: every later call fails with [`StateError::NotAuthenticated`].
    pub fn ensure(&mut self, observer: &mut dyn Observer) -> Result<bool, Error> {
        if let Some(connection) = &mut self.connection
            && connection.poll_idle(observer)
        {
            return Ok(false);
        }
        self.reconnect(observer).map(|_| true)
    }

    fn reconnect(&mut self, observer: &mut dyn Observer) -> Result<&mut Connection, Error> {
        // One link at a time: on some servers closing one silences others.
        self.connection = None;
        let Some(password) = &self.password else {
            return Err(StateError::NotAuthenticated.into());
        };
        log::info!("reconnecting to {}", self.address);
        let options = ConnectOptions {
            settle: None,
            ..self.options.clone()
        };
        let mut connection = Connection::connect(self.address.clone(), options)?;
        if let Err(error) = connection.authenticate_with(password, observer) {
            if error.kind() != ErrorKind::Interrupted {
                self.password = None;
            }
            return Err(error);
        }
        Ok(self.connection.insert(connection))
    }

    /// Does something with a connection: the one there is, or, where that is
    /// found dead before anything was sent, a new one.
    fn with_connection<T>(
        &mut self,
        observer: &mut dyn Observer,
        mut act: impl FnMut(&mut Connection, &mut dyn Observer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let result = match &mut self.connection {
            Some(connection) => act(connection, observer),
            None => Err(Error::Lost(Lost::Idle)),
        };
        let result = match result {
            // Nothing was sent.
            Err(Error::Lost(Lost::Idle)) => {
                let connection = self.reconnect(observer)?;
                act(connection, observer)
            }
            result => result,
        };
        if self.connection.as_ref().is_some_and(Connection::is_closed) {
            self.connection = None;
        }
        result
    }

    /// Executes a command, over a new connection if the one there was is
    /// found dead before anything was sent.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::execute_with`] and of [`ensure`](Self::ensure).
    pub fn execute_with(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut dyn Observer,
    ) -> Result<Executed, Error> {
        let mut noticed = Noticed::new(observer);
        let result = self.with_connection(&mut noticed, |connection, observer| {
            connection.execute_with(command, how, observer)
        });
        let had_text = noticed.text;
        let by = result?;
        if self.forgot_login(command, had_text) {
            self.reconnect(observer)?;
            return Ok(Executed::LoginForgotten);
        }
        Ok(Executed::Replied(by))
    }

    /// Notes what a reply shows about the login, and whether it was lost.
    fn forgot_login(&mut self, command: &[u8], had_text: bool) -> bool {
        let mut hasher = DefaultHasher::new();
        command.hash(&mut hasher);
        let key = hasher.finish();
        let changes_map = Game::changes_map(&String::from_utf8_lossy(command));
        if had_text {
            if self.had_output.len() == REMEMBERED {
                self.had_output.clear();
            }
            self.had_output.insert(key);
            self.map_changed = changes_map;
            return false;
        }
        let forgot = self.map_changed && self.had_output.contains(&key);
        self.map_changed = changes_map || (self.map_changed && !forgot);
        forgot
    }

    /// Sends a command without waiting; see [`Connection::send`].
    ///
    /// # Errors
    ///
    /// Those of [`Connection::send`] and of [`ensure`](Self::ensure).
    pub fn send(
        &mut self,
        command: &[u8],
        more: bool,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        self.with_connection(observer, |connection, _| connection.send(command, more))
    }

    /// Closes the connection, if there is one.
    pub fn close(&mut self) {
        self.connection = None;
    }

    /// The connection, while there is one.
    pub fn connection(&mut self) -> Option<&mut Connection> {
        self.connection.as_mut()
    }

    /// Where to.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// How to connect.
    pub fn options(&self) -> &ConnectOptions {
        &self.options
    }

    /// Changes how the next connection is made, and the timeout of replies
    /// from now on.
    pub fn set_timeout(&mut self, timeout: std::time::Duration) {
        self.options.timeout = timeout;
        if let Some(connection) = &mut self.connection {
            connection.set_timeout(timeout);
        }
    }

    /// What the newest login showed.
    pub fn shape(&self) -> Option<Shape> {
        self.connection.as_ref().and_then(Connection::shape)
    }

    /// From sending the newest login to its answer.
    pub fn round_trip(&self) -> Option<std::time::Duration> {
        self.connection.as_ref().and_then(Connection::round_trip)
    }

    /// The password that this server accepted, for a caller that keeps it;
    /// `None` once it has failed.
    pub fn password(&self) -> Option<&Password> {
        self.password.as_ref()
    }
}

/// Passes everything on, and notes whether the reply had text.
struct Noticed<'a> {
    to: &'a mut dyn Observer,
    request: Option<RequestId>,
    text: bool,
}

impl<'a> Noticed<'a> {
    fn new(to: &'a mut dyn Observer) -> Self {
        Self {
            to,
            request: None,
            text: false,
        }
    }
}

impl Observer for Noticed<'_> {
    fn sent(&mut self, request: RequestId) {
        self.request = Some(request);
        self.to.sent(request);
    }

    fn reply(&mut self, request: RequestId, bytes: &[u8]) {
        self.text |= self.request == Some(request) && !bytes.is_empty();
        self.to.reply(request, bytes);
    }

    fn more(&mut self, command: &str, request: RequestId, bytes: &[u8]) {
        self.to.more(command, request, bytes);
    }

    fn line_break(&mut self, request: RequestId) {
        self.to.line_break(request);
    }

    fn stop(&self) -> bool {
        self.to.stop()
    }

    fn pause(&mut self) {
        self.to.pause();
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        self.to.late(command, bytes);
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        self.to.unsolicited(bytes);
    }

    fn quirk(&mut self, quirk: Quirk) {
        self.to.quirk(quirk);
    }
}
