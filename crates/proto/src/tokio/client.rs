//! A connection that comes back, for many tasks.

use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};

use super::{Connection, Parts, SendObserver};
use crate::address::Address;
use crate::collector::Collector;
use crate::connection::{ConnectOptions, ExecuteOptions, Reply};
use crate::error::{Error, StateError};
use crate::flow::{Executed, Lasting};
use crate::password::Password;
use crate::request::Follows;
use crate::shown::Shown;

/// A server, the password that it accepted, and a connection to it while there
/// is one, as [`crate::Client`]. Clones share it: hand one to each task.
///
/// ```
/// use rcon_proto::tokio::Client;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = rcon_sim::Server::builder().start()?;
/// let client = Client::open(server.addr(), &"secret".into(), Default::default()).await?;
/// let another = client.clone();
/// let task = tokio::spawn(async move { another.execute("echo one").await });
/// assert_eq!(task.await??.text_lossy(), "one\n");
///
/// // The link dies while nobody looks; the next command goes over a new one.
/// server.close_links();
/// assert!(server.wait_until(std::time::Duration::from_secs(9), |s| s.open_connections() == 0));
/// assert_eq!(client.execute("echo two").await?.text_lossy(), "two\n");
/// assert_eq!(server.logins(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Mutex<Lasting<Connection>>>,
    address: Arc<Address>,
    max_reply: usize,
}

impl Client {
    /// Connects and logs in. The password is kept, for logging in again.
    ///
    /// # Errors
    ///
    /// Those of [`Connection::open`].
    pub async fn open<A>(
        address: A,
        password: &Password,
        options: ConnectOptions,
    ) -> Result<Self, Error>
    where
        A: TryInto<Address>,
        Error: From<A::Error>,
    {
        let connection = Connection::open(address, password, options).await?;
        Ok(Self::from_parts(connection, password.clone()))
    }

    /// A client of a connection that is logged in with this password.
    pub fn from_parts(connection: Connection, password: Password) -> Self {
        Self {
            address: Arc::new(connection.address().clone()),
            max_reply: connection.options().max_reply,
            shared: Arc::new(Mutex::new(Lasting::new(connection, password))),
        }
    }

    /// Executes a command and keeps its reply whole, as
    /// [`crate::Client::execute`]. Commands of other tasks that were asked for
    /// before go first; the deadline begins when this one is sent.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn execute(&self, command: &str) -> Result<Reply, Error> {
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
        &self,
        command: &[u8],
        how: &ExecuteOptions,
    ) -> Result<Reply, Error> {
        let mut whole = Collector::new(self.max_reply);
        let mut lasting = self.lock().await;
        let executed = lasting.execute(command, how, &mut whole).await;
        if whole.is_over() {
            // It may go on.
            lasting.close();
        }
        Reply::of(
            whole,
            executed.and_then(|executed| match executed {
                Executed::Replied(by) => Ok(by),
                Executed::LoginForgotten => Err(StateError::LoginForgotten.into()),
            }),
        )
    }

    /// As [`execute`](Self::execute), with an observer that is handed the reply as
    /// it arrives and whatever else comes.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::execute_with`].
    pub async fn execute_with(
        &self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut SendObserver,
    ) -> Result<Executed, Error> {
        self.lock().await.execute(command, how, observer).await
    }

    /// Sends a command, whose reply is read part by part: however long it is,
    /// nothing is kept, and a task that reads slowly makes the server wait.
    /// Other commands wait until the last part was read, or [`Parts`] is dropped.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute), of what can happen so far.
    ///
    /// ```
    /// # use rcon_proto::tokio::Client;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = rcon_sim::Server::builder().start()?;
    /// # let client = Client::open(server.addr(), &"secret".into(), Default::default()).await?;
    /// let mut parts = client.parts(b"sim_bytes 100000", &Default::default()).await?;
    /// let mut count = 0;
    /// while let Some(part) = parts.next().await? {
    ///     count += part.len();
    /// }
    /// assert_eq!(count, 100_000);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn parts(&self, command: &[u8], how: &ExecuteOptions) -> Result<Parts, Error> {
        let lasting = Arc::clone(&self.shared).lock_owned().await;
        Parts::begin(lasting, command, how).await
    }

    /// Sends a command without waiting, as [`crate::Client::send`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn send(&self, command: &[u8], follows: Follows) -> Result<(), Error> {
        self.lock().await.send(command, follows, &mut ()).await
    }

    /// Makes sure that there is a connection that has not been closed, as
    /// [`crate::Client::ensure`]. Returns whether a new one had to be made.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn ensure(&self, observer: &mut SendObserver) -> Result<bool, Error> {
        self.lock().await.ensure(observer).await
    }

    /// Closes the connection, if there is one, behind the commands that were
    /// asked for before. The next command makes a new one.
    pub async fn close(&self) {
        self.lock().await.close();
    }

    /// As [`close`](Self::close), and gives the server a moment to notice.
    pub async fn leave(&self) {
        self.lock().await.leave().await;
    }

    /// What the server has shown so far, over all connections.
    pub async fn shown(&self) -> Shown {
        self.lock().await.shown().clone()
    }

    /// Where to.
    pub fn address(&self) -> &Address {
        &self.address
    }

    async fn lock(&self) -> MutexGuard<'_, Lasting<Connection>> {
        self.shared.lock().await
    }
}
