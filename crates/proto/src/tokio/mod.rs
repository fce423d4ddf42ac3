//! For programs that run on tokio (feature `tokio`): a client and a connection
//! that wait without holding a thread.
//!
//! They do what [`Client`](crate::Client) and [`Connection`](crate::Connection)
//! do, by the very same code: what is said there of deadlines, of how a reply
//! ends, of commands that are never sent twice and of passwords that are not
//! sent again, holds here. What differs:
//!
//! - A wait ends early when its future is dropped, by `tokio::time::timeout` or
//!   `select!`. A command that was dropped counts as sent: it is not sent again,
//!   and what comes of its reply later is told as late output, or nowhere, but
//!   never as the reply of another command. [`ConnectOptions::cancel`] is looked
//!   at seldom; drop the future instead.
//! - [`Client`] is a handle that many tasks hold. Their commands go one after the
//!   other, in the order in which they were asked for.
//! - A proxy command costs two threads, which hand its bytes on: the pipes of a process
//!   are not waited for by every system.
//!
//! A runtime with its I/O and its time enabled has to be there, as
//! `#[tokio::main]` makes it.
//!
//! ```
//! use rcon_proto::tokio::Client;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = rcon_sim::Server::builder().start()?;
//! let client = Client::open(server.addr(), &"secret".into(), Default::default()).await?;
//! let (one, two) = tokio::join!(client.execute("echo one"), client.execute("echo two"));
//! assert_eq!(one?.text_lossy(), "one\n");
//! assert_eq!(two?.text_lossy(), "two\n");
//! # Ok(())
//! # }
//! ```

mod client;
mod connection;
mod parts;

use crate::address::Address;
use crate::connection::{ConnectOptions, ExecuteOptions};
use crate::error::Error;
use crate::observer::Observer;
use crate::request::Follows;

pub use client::Client;
pub use connection::Connection;
pub use parts::Parts;

/// An observer that may move from thread to thread with the task that waits.
pub type SendObserver = dyn Observer + Send;

/// One command in a connection of its own, as [`crate::execute`].
///
/// # Errors
///
/// Those of [`Connection::open`] and [`Connection::execute`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = rcon_sim::Server::builder().start()?;
/// let reply = rcon_proto::tokio::execute(server.addr(), "secret", "echo Hello").await?;
/// assert_eq!(reply, "Hello\n");
/// # Ok(())
/// # }
/// ```
pub async fn execute<A>(address: A, password: &str, command: &str) -> Result<String, Error>
where
    A: TryInto<Address>,
    Error: From<A::Error>,
{
    let options = ConnectOptions::default();
    let mut connection = Connection::open(address, &password.into(), options).await?;
    let how = ExecuteOptions::default().follows(Follows::Nothing);
    let reply = connection.execute_bytes(command.as_bytes(), &how).await?;
    Ok(reply.text_lossy().into_owned())
}
