//! One connection, for one task at a time.

use std::time::Duration;

use super::SendObserver;
use crate::address::Address;
use crate::collector::Collector;
use crate::connection::{ConnectOptions, ExecuteOptions, Reply};
use crate::error::Error;
use crate::flow::{Flow, Holds};
use crate::game::Shape;
use crate::password::Password;
use crate::reply::EndedBy;
use crate::request::Follows;
use crate::shown::Shown;
use crate::transport::TokioLink;

/// One connection to a server, as [`crate::Connection`], for one task at a time.
/// Dropping it closes it.
///
/// ```
/// use rcon_proto::tokio::Connection;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = rcon_sim::Server::builder().start()?;
/// let mut connection =
///     Connection::open(server.addr(), &"secret".into(), Default::default()).await?;
/// let status = connection.execute("status").await?;
/// assert!(status.text_lossy().starts_with("hostname"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Connection(Flow<TokioLink>);

impl From<Flow<TokioLink>> for Connection {
    fn from(flow: Flow<TokioLink>) -> Self {
        Self(flow)
    }
}

impl Holds for Connection {
    type Link = TokioLink;

    fn flow(&self) -> &Flow<TokioLink> {
        &self.0
    }

    fn flow_mut(&mut self) -> &mut Flow<TokioLink> {
        &mut self.0
    }
}

impl Connection {
    /// Opens a connection, as [`crate::Connection::connect`]. Nothing is sent.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn connect<A>(address: A, options: ConnectOptions) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        let address = address.try_into()?;
        Flow::connect(address, options).await.map(Self)
    }

    /// Logs in, as [`crate::Connection::authenticate`]. The observer is told what
    /// else arrives; `&mut ()` takes nothing.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn authenticate(
        &mut self,
        password: &Password,
        observer: &mut SendObserver,
    ) -> Result<(), Error> {
        self.0.authenticate(password, observer).await
    }

    /// Connects and logs in.
    ///
    /// # Errors
    ///
    /// Those of [`connect`](Self::connect) and
    /// [`authenticate`](Self::authenticate).
    pub async fn open<A>(
        address: A,
        password: &Password,
        options: ConnectOptions,
    ) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        let address = address.try_into()?;
        Flow::open(address, password, options).await.map(Self)
    }

    /// Sends a command and waits for its reply, which is kept whole, as
    /// [`crate::Connection::execute`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn execute(&mut self, command: &str) -> Result<Reply, Error> {
        let how = ExecuteOptions::default();
        self.execute_bytes(command.as_bytes(), &how).await
    }

    /// As [`execute`](Self::execute), with a command in any encoding, a timeout
    /// of its own, or as the last command.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub async fn execute_bytes(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
    ) -> Result<Reply, Error> {
        let mut whole = Collector::new(self.0.options.max_reply);
        let by = self.0.execute(command, how, &mut whole).await;
        if whole.is_over() {
            // It may go on.
            self.0.close();
        }
        Reply::of(whole, by)
    }

    /// Sends a command, and hands its reply to the observer as it arrives, as
    /// [`crate::Connection::execute_with`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn execute_with(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut SendObserver,
    ) -> Result<EndedBy, Error> {
        self.0.execute(command, how, observer).await
    }

    /// Sends a command without waiting for its reply, as
    /// [`crate::Connection::send`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn send(&mut self, command: &[u8], follows: Follows) -> Result<(), Error> {
        self.0.send(command, follows).await
    }

    /// Gives a server that was sent something unawaited the time to read it, as
    /// [`crate::Connection::linger`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn linger(&mut self, at_most: Duration) -> Result<(), Error> {
        self.0.linger(at_most).await
    }

    /// Ends the connection so that the server has read all that was sent, as
    /// [`crate::Connection::see_out`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn see_out(&mut self, at_most: Duration) -> Result<(), Error> {
        self.0.see_out(at_most).await
    }

    /// Waits for what comes unasked, chat for one, and tells it to the observer,
    /// until the connection has ended. Drop it to do something else.
    ///
    /// # Errors
    ///
    /// How the connection ended; never `Ok`.
    ///
    /// ```
    /// use rcon_proto::{Observer, Packet, tokio::Connection};
    ///
    /// struct Chat(tokio::sync::mpsc::UnboundedSender<String>);
    ///
    /// impl Observer for Chat {
    ///     fn unsolicited(&mut self, bytes: &[u8]) {
    ///         let _ = self.0.send(String::from_utf8_lossy(bytes).into_owned());
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = rcon_sim::Server::builder().start()?;
    /// let mut connection =
    ///     Connection::open(server.addr(), &"secret".into(), Default::default()).await?;
    /// let (say, mut hear) = tokio::sync::mpsc::unbounded_channel();
    /// server.inject(&Packet::new(0, 1, "[chat] hello"));
    /// let mut chat = Chat(say);
    /// let said = tokio::select! {
    ///     ended = connection.listen(&mut chat) => return Ok(ended?),
    ///     said = hear.recv() => said,
    /// };
    /// assert_eq!(said.as_deref(), Some("[chat] hello"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn listen(&mut self, observer: &mut SendObserver) -> Result<(), Error> {
        self.0.listen(observer).await
    }

    /// Ends the use of the connection behind its last command, as
    /// [`crate::Connection::conclude`].
    pub async fn conclude(&mut self, observer: &mut SendObserver) {
        self.0.conclude(observer).await;
    }

    /// Closes the connection, and waits for a moment until the server has closed
    /// it, too, as [`crate::Connection::leave`].
    pub async fn leave(&mut self) {
        self.0.leave().await;
    }

    /// Closes the connection. Doing so twice is no error.
    pub fn close(&mut self) {
        self.0.close();
    }

    /// Whether the next command needs a connection of its own, as
    /// [`crate::Connection::needs_fresh_login`]; [`Client`](super::Client) makes
    /// one.
    pub fn needs_fresh_login(&self) -> bool {
        self.0.dialogue.needs_fresh_login()
    }

    /// How it was made.
    pub fn options(&self) -> &ConnectOptions {
        &self.0.options
    }

    /// Where to.
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// What the login showed; `None` before it.
    pub fn shape(&self) -> Option<Shape> {
        self.0.dialogue.shape()
    }

    /// What the server has shown so far, for the next connection to it
    /// ([`ServerOptions::shown`](crate::ServerOptions::shown)).
    pub fn shown(&self) -> &Shown {
        self.0.dialogue.shown()
    }

    /// From sending the login to its answer; `None` before it.
    pub fn round_trip(&self) -> Option<Duration> {
        self.0.round_trip
    }

    /// Whether the password was accepted and the stream is open.
    pub fn is_authenticated(&self) -> bool {
        self.0.is_authenticated()
    }

    /// Whether the stream is closed, as far as is known.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}
