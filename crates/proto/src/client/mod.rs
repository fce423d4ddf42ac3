//! A connection that comes back: what a shell, a script or a bot holds on to.
//!
//! A link may die between two commands, because the server restarts, a config
//! writes `rcon_password`, or a firewall forgets it. The next command then
//! goes out over a new connection, with the password that worked. A command
//! that was sent is never sent again.

mod state;

pub use crate::flow::Executed;

use crate::address::Address;
use crate::collector::Collector;
use crate::connection::{ConnectOptions, Connection, ExecuteOptions, Reply};
use crate::error::{Error, StateError};
use crate::flow::{Lasting, now};
use crate::observer::Observer;
use crate::password::Password;
use crate::request::Follows;

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
pub struct Client(Lasting<Connection>);

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
        Self(Lasting::new(connection, password))
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
        now(self.0.ensure(observer))
    }

    /// Executes a command, over a new connection if the one there was is
    /// found dead before anything was sent, and keeps its reply whole. What
    /// else arrives goes to the log.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::execute`] and of [`ensure`](Self::ensure), and
    /// [`StateError::LoginForgotten`]. After [`Lost::AfterSend`](crate::Lost::AfterSend) the command may
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
        let mut whole = Collector::new(self.0.options.max_reply);
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
        now(self.0.execute(command, how, observer))
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
        now(self.0.send(command, follows, observer))
    }
}
