//! Why there is no connection.

use std::time::Duration;

use super::seconds;
use crate::address::Address;

/// Why there is no connection. No password went out, so trying again does no
/// harm.
///
/// ```
/// use rcon_proto::{ConnectError, ConnectOptions, Connection, Error};
///
/// let gone = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
/// let error = Connection::connect(gone, ConnectOptions::default()).expect_err("nobody listens");
/// assert!(matches!(error, Error::Connect(ConnectError::Refused(_))));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The name has no address.
    #[error("cannot find the host {:?}: {detail}", .address.host())]
    NotFound {
        /// Where to.
        address: Address,
        /// What the resolver said.
        detail: String,
    },
    /// Nobody listens there.
    #[error("connection refused by {0}: is the server up, and is this its RCON port?")]
    Refused(Address),
    /// The deadline passed.
    #[error("no connection to {address} within {} s: is the host up, and does a firewall drop the port?", seconds(*.after))]
    TimedOut {
        /// Where to.
        address: Address,
        /// How long was waited.
        after: Duration,
    },
    /// The connection was closed again before anything was sent.
    #[error("connected to {0}, but closed again at once: is the server up behind its port?")]
    Dropped(Address),
    /// The network said no in another way.
    #[error("cannot connect to {address}: {source}")]
    Io {
        /// Where to.
        address: Address,
        /// What it said.
        source: std::io::Error,
    },
    /// The proxy command did not start, or ended before it carried anything.
    #[error("the proxy command for {address} failed: {detail}")]
    Proxy {
        /// Where to.
        address: Address,
        /// How.
        detail: String,
    },
}
