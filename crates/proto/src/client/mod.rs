//! A connection that comes back: what a shell, a script or a bot holds on to.
//!
//! A link may die between two commands, because the server restarts, a config
//! writes `rcon_password`, or a firewall forgets it. The next command then
//! goes out over a new connection, with the password that worked. A command
//! that was sent is never sent again.

mod forgotten;
mod state;

use crate::address::Address;
use crate::collector::Collector;
use crate::connection::{ConnectOptions, Connection, ExecuteOptions, Reply};
use crate::error::{Error, ErrorKind, Lost, StateError};
use crate::observer::Observer;
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::Follows;
use crate::shown::Shown;

use forgotten::Replies;

/// What became of a command; told by [`Client::execute_with`], which has an
/// example.
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
/// ```
/// use rcon_proto::{Client, ConnectOptions};
///
/// let server = rcon_sim::Server::builder().start()?;
/// let mut client = Client::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
/// client.execute("echo one")?;
///
/// // The link dies while nobody looks; the next command goes over a new one.
/// server.close_links();
/// assert!(server.wait_until(std::time::Duration::from_secs(9), |s| s.open_connections() == 0));
/// client.execute("echo two")?;
/// assert_eq!(server.commands(), ["echo one", "echo two"]);
/// assert_eq!(server.logins(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Client {
    address: Address,
    options: ConnectOptions,
    /// `None` once it has failed: it is not sent again.
    password: Option<Password>,
    connection: Option<Connection>,
    replies: Replies,
    /// By the connections so far, the present one's as far as it is noted.
    shown: Shown,
}

impl Client {
    /// Connects and logs in; the address is whatever
    /// [`Connection::connect`] takes. The password is kept, for logging in again.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::open`].
    pub fn open<A>(address: A, password: &Password, options: ConnectOptions) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        let connection = Connection::open(address, password, options)?;
        Ok(Self::from_parts(connection, password.clone()))
    }

    /// A client of a connection that is logged in with this password.
    ///
    /// ```
    /// use rcon_proto::{Client, ConnectOptions, Connection, Password};
    ///
    /// let server = rcon_sim::Server::builder().start()?;
    /// let password = Password::new("secret");
    /// let connection = Connection::open(server.addr(), &password, ConnectOptions::default())?;
    /// let client = Client::from_parts(connection, password);
    /// assert_eq!(client.address().port(), server.addr().port());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_parts(connection: Connection, password: Password) -> Self {
        Self {
            address: connection.address().clone(),
            options: connection.options().clone(),
            shown: connection.shown().clone(),
            password: Some(password),
            connection: Some(connection),
            replies: Replies::default(),
        }
    }

    /// Makes sure that there is a connection that has not been closed, and
    /// tells what has arrived on it meanwhile. Returns whether a new one had to
    /// be made.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::open`]. A password that fails here is not used
    /// again: every later call fails with [`StateError::NotAuthenticated`].
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// assert!(!client.ensure(&mut ())?);
    /// client.close();
    /// assert!(client.ensure(&mut ())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ensure(&mut self, observer: &mut dyn Observer) -> Result<bool, Error> {
        if let Some(connection) = &mut self.connection
            && connection.poll_idle(observer)
        {
            return Ok(false);
        }
        self.reconnect(observer).map(|_| true)
    }

    fn reconnect(&mut self, observer: &mut dyn Observer) -> Result<&mut Connection, Error> {
        // One link at a time: on some servers closing one silences others, and
        // some take no second one.
        self.leave();
        self.note_shown();
        let Some(password) = &self.password else {
            return Err(StateError::NotAuthenticated.into());
        };
        log::info!("reconnecting to {}", self.address);
        let options = ConnectOptions {
            settle: None,
            shown: self.shown.clone(),
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
        if let Some(connection) = &mut self.connection
            && connection.needs_fresh_login()
        {
            // What is still to come of the reply before is put in its place
            // first: the new connection would leave it behind.
            connection.finish_reply(observer);
        }
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
        self.note_shown();
        if self.connection.as_ref().is_some_and(Connection::is_closed) {
            self.connection = None;
        }
        result
    }

    /// Executes a command, over a new connection if the one there was is
    /// found dead before anything was sent, and keeps its reply whole. What
    /// else arrives goes to the log.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::execute`] and of [`ensure`](Self::ensure), and
    /// [`StateError::LoginForgotten`]. After [`Lost::AfterSend`] the command may
    /// have run, and it is not sent again.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// let reply = client.execute("sv_gravity")?;
    /// assert!(reply.text_lossy().starts_with("\"sv_gravity\" = \"800\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn execute(&mut self, command: &str) -> Result<Reply, Error> {
        self.execute_bytes(command.as_bytes(), &ExecuteOptions::default())
    }

    /// As [`execute`](Self::execute), with a command in any encoding, a timeout
    /// of its own, or as the last command.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    ///
    /// ```
    /// use std::time::Duration;
    /// use rcon_proto::ExecuteOptions;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    ///
    /// // A backup may take its time.
    /// let how = ExecuteOptions::default().timeout(Duration::from_secs(300));
    /// let reply = client.execute_bytes(b"echo saved", &how)?;
    /// assert_eq!(reply.bytes(), b"saved\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn execute_bytes(&mut self, command: &[u8], how: &ExecuteOptions) -> Result<Reply, Error> {
        let mut whole = Collector::new(self.options.max_reply);
        let executed = self.execute_with(command, how, &mut whole);
        if whole.is_over() {
            // It may go on.
            self.close();
        }
        Reply::of(
            whole,
            executed.and_then(|executed| match executed {
                Executed::Replied(by) => Ok(by),
                Executed::LoginForgotten => Err(StateError::LoginForgotten.into()),
            }),
        )
    }

    /// As [`execute`](Self::execute), with options, and with an observer that
    /// is handed the reply as it arrives and whatever else comes.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::execute_with`] and of [`ensure`](Self::ensure).
    ///
    /// ```
    /// use rcon_proto::{EndedBy, Executed, ExecuteOptions, Observer};
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    ///
    /// struct Print;
    ///
    /// impl Observer for Print {
    ///     fn reply(&mut self, bytes: &[u8]) {
    ///         print!("{}", String::from_utf8_lossy(bytes));
    ///     }
    /// }
    ///
    /// let executed = client.execute_with(b"status", &ExecuteOptions::default(), &mut Print)?;
    /// assert_eq!(executed, Executed::Replied(EndedBy::Probe));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn execute_with(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut dyn Observer,
    ) -> Result<Executed, Error> {
        let (by, had_text) = self.with_connection(observer, |connection, observer| {
            let by = connection.execute_with(command, how, observer)?;
            Ok((by, connection.has_replied()))
        })?;
        let text = String::from_utf8_lossy(command);
        let changes_map = self.options.game.changes_map(&text, self.shape());
        if self
            .replies
            .show_a_forgotten_login(command, changes_map, had_text)
        {
            self.reconnect(observer)?;
            return Ok(Executed::LoginForgotten);
        }
        Ok(Executed::Replied(by))
    }

    /// Sends a command without waiting; see [`Connection::send`], also for what
    /// depends on whether another one follows.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::send`] and of [`ensure`](Self::ensure).
    ///
    /// ```
    /// # use std::time::Duration;
    /// use rcon_proto::Follows;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
    /// client.send(b"say hello", Follows::Nothing, &mut ())?;
    /// assert!(server.wait_until(Duration::from_secs(9), |s| s.commands() == ["say hello"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn send(
        &mut self,
        command: &[u8],
        follows: Follows,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        self.with_connection(observer, |connection, _| connection.send(command, follows))
    }
}
