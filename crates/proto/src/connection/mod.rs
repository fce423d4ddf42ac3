//! A blocking connection: drives a dialogue over its carrier, with deadlines and
//! a way to be interrupted.

mod call;
mod drive;
mod encoded;
mod execute;
mod idle;
mod login;
mod options;
mod whole;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::address::Address;
use crate::dialogue::Dialogue;
use crate::error::{ConnectError, Error, LoginFailure};
use crate::game::Shape;
use crate::password::Password;
use crate::request::RequestId;
use crate::scheme::Scheme;
use crate::session::SessionConfig;
use crate::shown::Shown;
use crate::transport::{Route, Transport};

use encoded::Encoded;

pub use call::execute;
pub use options::{ConnectOptions, ExecuteOptions};
pub use whole::Reply;

/// How long a server may take to notice that it was left.
const LEAVING: Duration = Duration::from_millis(200);

/// The carrier of such a dialogue.
fn open(
    address: &Address,
    options: &ConnectOptions,
    scheme: Scheme,
    timeout: Duration,
) -> Result<Transport, Error> {
    let started = Instant::now();
    let transport = Transport::open(&Route {
        address,
        carrier: scheme.carrier(),
        proxy_command: options.proxy_command.as_deref(),
        proxy_without: &options.proxy_without,
        timeout,
        cancel: &options.cancel,
    })?;
    let took = started.elapsed().as_secs_f64() * 1000.0;
    log::debug!("connected to {address} in {took:.1} ms");
    Ok(transport)
}

/// A dialogue with a server that nothing was said to yet.
fn dialogue(address: &Address, options: &ConnectOptions, scheme: Scheme) -> Dialogue {
    let config = SessionConfig {
        game: options.game,
        max_command: options.max_command,
        max_packet: options.max_reply,
        shown: options.shown.clone(),
        base64: options.base64,
        authority: address.authority(),
        ..SessionConfig::default()
    };
    Dialogue::new(scheme, config)
}

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
pub struct Connection {
    address: Address,
    options: ConnectOptions,
    /// `None` once closed.
    transport: Option<Transport>,
    dialogue: Dialogue,
    /// The console that it may be if it is not the one that was tried first.
    instead: Option<Scheme>,
    /// How long the connection took, which its login's deadline is less by.
    connecting: Duration,
    round_trip: Option<Duration>,
    sent: VecDeque<(RequestId, String)>,
    /// The command whose reply is waited for: parts of another one's are more
    /// of that.
    under_way: Option<RequestId>,
    /// Whether the newest command's reply had any text.
    replied: bool,
    /// What has come of a reply that is to be decoded when it is whole.
    encoded: Encoded,
    /// Whether anything has come over this connection.
    heard: bool,
    /// The newest command that nobody waits for stops the server.
    unawaited_stop: bool,
    /// The server was told that nothing more will be sent, behind all replies.
    concluding: bool,
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
    /// [`Error::Authentication`] with [`LoginFailure::Closed`] when it is reset
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
        let address = address.try_into()?;
        let (scheme, instead) = options.consoles(&address);
        let started = Instant::now();
        let transport =
            open(&address, &options, scheme, options.timeout).map_err(|error| match error {
                Error::Authentication(LoginFailure::Closed { .. }) if options.settle.is_some() => {
                    Error::Connect(ConnectError::Dropped(address.clone()))
                }
                error => error,
            })?;
        let opened = Instant::now();
        let dialogue = dialogue(&address, &options, scheme);
        let mut connection = Self {
            address,
            options,
            transport: Some(transport),
            dialogue,
            instead,
            connecting: opened - started,
            round_trip: None,
            sent: VecDeque::new(),
            under_way: None,
            replied: false,
            encoded: Encoded::default(),
            heard: false,
            unawaited_stop: false,
            concluding: false,
        };
        connection.settle()?;
        Ok(connection)
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
        let mut connection = Self::connect(address, options)?;
        connection.authenticate(password)?;
        Ok(connection)
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
        self.transport = None;
        // It is not the server that ends this.
        self.dialogue.give_up();
        self.dialogue.closed(false);
        while self.dialogue.poll_event().is_some() {}
        self.under_way = None;
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
        if let Some(transport) = &mut self.transport {
            let at_most = LEAVING.max(self.round_trip.unwrap_or_default() * 2);
            transport.leave(at_most, &self.options.cancel);
        }
        self.close();
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
        self.options.timeout = timeout;
    }

    /// How it was made, with the timeout as it is now.
    pub fn options(&self) -> &ConnectOptions {
        &self.options
    }

    /// Where to.
    pub fn address(&self) -> &Address {
        &self.address
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
        self.dialogue.shape()
    }

    /// What the server has shown so far, for the next connection to it
    /// ([`ConnectOptions::shown`]). At any time, also when this one is closed.
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
        self.dialogue.shown()
    }

    /// From sending the login to its answer; `None` before it.
    pub fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    /// Whether the stream is open, as far as is known: an end that has come
    /// meanwhile is found by the next call that reads, such as
    /// [`poll_idle`](Self::poll_idle).
    pub fn is_connected(&self) -> bool {
        self.transport.is_some() && !self.dialogue.is_closed()
    }

    /// Whether the password was accepted and the stream is open.
    pub fn is_authenticated(&self) -> bool {
        self.transport.is_some() && self.dialogue.is_authenticated()
    }

    /// Whether the stream is closed: by [`close`](Self::close), by a login that
    /// failed, or by the server.
    pub fn is_closed(&self) -> bool {
        !self.is_connected()
    }
}
