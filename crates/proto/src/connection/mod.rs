//! A blocking connection: drives a dialogue over its carrier, with deadlines and
//! a way to be interrupted.

mod call;
mod execute;
mod idle;
mod login;
mod whole;

use std::net::SocketAddr;
use std::time::Duration;

use crate::address::Address;
use crate::error::Error;
use crate::flow::{Flow, Holds, now};
use crate::game::Shape;
use crate::password::Password;
use crate::shown::Shown;
use crate::transport::Transport;

pub use crate::options::{ConnectOptions, ExecuteOptions};
pub use call::execute;
pub use whole::Reply;

/// One connection to a server, with a blocking call for each thing to do.
/// Dropping it closes it.
///
/// ```
/// use rcon_proto::{ConnectOptions, Connection};
///
/// let server = rcon_sim::Server::builder().password("hunter2").start()?;
/// let mut connection = Connection::connect(server.addr(), ConnectOptions::default())?;
/// connection.authenticate(&"hunter2".into())?;
/// let status = connection.execute("status")?;
/// assert!(status.text_lossy().starts_with("hostname"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Connection(Flow<Transport>);

impl From<Flow<Transport>> for Connection {
    fn from(flow: Flow<Transport>) -> Self {
        Self(flow)
    }
}

impl Holds for Connection {
    type Link = Transport;

    fn flow(&self) -> &Flow<Transport> {
        &self.0
    }

    fn flow_mut(&mut self) -> &mut Flow<Transport> {
        &mut self.0
    }
}

impl Connection {
    /// Opens a connection. Nothing is sent. The address is a text, a pair of
    /// host and port, a [`SocketAddr`](std::net::SocketAddr) or an [`Address`];
    /// of a name with several addresses each is tried.
    ///
    /// # Errors
    ///
    /// [`Error::Address`] for a text that is none, [`Error::Connect`] when
    /// there is no connection to be had within the timeout,
    /// [`Error::Authentication`] with [`LoginFailure::Closed`](crate::LoginFailure::Closed) when it is reset
    /// the moment that it is there, as servers do with a banned address.
    ///
    /// ```
    /// use rcon_proto::{ConnectOptions, Connection, ErrorKind};
    ///
    /// let options = ConnectOptions::default();
    /// let bad = Connection::connect("http://example.com", options.clone());
    /// assert_eq!(bad.expect_err("no address").kind(), ErrorKind::Usage);
    ///
    /// let server = rcon_sim::Server::builder().start()?;
    /// let connection = Connection::connect(("127.0.0.1", server.addr().port()), options)?;
    /// assert!(connection.is_connected() && !connection.is_authenticated());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn connect<A>(address: A, options: ConnectOptions) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        now(Flow::connect(address.try_into()?, options)).map(Self)
    }

    /// Connects and logs in.
    ///
    /// # Errors
    ///
    /// Those of [`connect`](Self::connect) and
    /// [`authenticate`](Self::authenticate).
    ///
    /// ```
    /// use rcon_proto::{ConnectOptions, Connection};
    ///
    /// let server = rcon_sim::Server::builder().start()?;
    /// let connection = Connection::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
    /// assert!(connection.is_authenticated());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open<A>(address: A, password: &Password, options: ConnectOptions) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        now(Flow::open(address.try_into()?, password, options)).map(Self)
    }

    /// Closes the connection. Doing so twice is no error.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// connection.close();
    /// assert!(connection.is_closed());
    /// assert!(connection.execute("status").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn close(&mut self) {
        self.0.close();
    }

    /// Closes the connection, and waits until the server has closed it, too; at
    /// most 200 ms or two round trips, and not past a raised
    /// [`cancel`](ConnectOptions::cancel). For whoever connects again at once: a
    /// server that takes one connection at a time refuses the next one until it
    /// has noticed that this one has ended.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// connection.leave();
    /// assert!(connection.is_closed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn leave(&mut self) {
        now(self.0.leave());
    }

    /// Changes the deadline of what is waited for from now on: the login, and
    /// each reply.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// connection.set_timeout(Duration::from_secs(2));
    /// assert_eq!(connection.options().timeout, Duration::from_secs(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.0.options.timeout = timeout;
    }

    /// How it was made, with the timeout as it is now.
    pub fn options(&self) -> &ConnectOptions {
        &self.0.options
    }

    /// Where to.
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// The address that this side has on the connection: where the server can
    /// reach us, short of what translates addresses in between. `None` behind a
    /// proxy command, and once closed.
    ///
    /// ```
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// assert_eq!(connection.peer_addr(), Some(server.addr()));
    /// assert_eq!(connection.local_addr().map(|addr| addr.ip()), Some(server.addr().ip()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn local_addr(&self) -> Option<SocketAddr> {
        Some(self.0.link.as_ref()?.ends()?.0)
    }

    /// The server's address, the one of several that was connected to. `None`
    /// behind a proxy command, and once closed. [`local_addr`](Self::local_addr)
    /// has an example.
    pub fn peer_addr(&self) -> Option<SocketAddr> {
        Some(self.0.link.as_ref()?.ends()?.1)
    }

    /// What the login showed, or the game that was named says; `None` before
    /// the login.
    ///
    /// ```
    /// use rcon_proto::Shape;
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
    /// assert_eq!(connection.shape(), Some(Shape::Source));
    /// assert!(connection.round_trip().is_some());
    /// assert_eq!(connection.address().port(), server.addr().port());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shape(&self) -> Option<Shape> {
        self.0.dialogue.shape()
    }

    /// What the server has shown so far, for the next connection to it
    /// ([`ServerOptions::shown`](crate::ServerOptions::shown)). At any time, also when this one is closed.
    ///
    /// ```
    /// use rcon_proto::{HalfCloses, Shape};
    /// # use rcon_proto::{ConnectOptions, Connection, ExecuteOptions, Follows};
    /// # let server = rcon_sim::Server::builder().game(rcon_sim::Game::Cuberite).start()?;
    /// # let mut connection = Connection::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
    /// let last = ExecuteOptions::default().follows(Follows::Nothing);
    /// connection.execute_bytes(b"list", &last)?;
    /// assert!(connection.is_closed());
    /// assert_eq!(connection.shown().shape, Some(Shape::OnePacket));
    /// assert_eq!(connection.shown().half_closes, Some(HalfCloses::Closes));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shown(&self) -> &Shown {
        self.0.dialogue.shown()
    }

    /// From sending the login to its answer; `None` before it.
    pub fn round_trip(&self) -> Option<Duration> {
        self.0.round_trip
    }

    /// Whether the stream is open, as far as is known: an end that has come
    /// meanwhile is found by the next call that reads, such as
    /// [`poll_idle`](Self::poll_idle).
    pub fn is_connected(&self) -> bool {
        !self.0.is_closed()
    }

    /// Whether the password was accepted and the stream is open.
    pub fn is_authenticated(&self) -> bool {
        self.0.is_authenticated()
    }

    /// Whether the stream is closed: by [`close`](Self::close), by a login that
    /// failed, or by the server.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}
