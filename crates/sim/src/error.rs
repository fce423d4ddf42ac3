//! Why a server does not start.

use std::io;

/// Why a server does not start. Its text is one line for people.
///
/// ```
/// use rcon_sim::{Error, Server};
///
/// let first = Server::builder().start()?;
/// let second = Server::builder().listen(first.addr().to_string()).start();
/// assert!(matches!(second, Err(Error::Listen { .. })));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// As it was given, or the one of several ports that failed.
        address: String,
        /// What the system says.
        source: io::Error,
    },
    /// The open-file limit does not allow so many ports.
    #[error(
        "the open-file limit is reached after {served} of {wanted} ports; raise it with \
         'ulimit -n', or serve fewer (each port takes one file, each connection another)"
    )]
    OpenFiles {
        /// Ports that could be listened on.
        served: usize,
        /// Ports that were asked for.
        wanted: usize,
    },
    /// A row of ports would go beyond 65535.
    #[error("{count} ports in a row from {first} go beyond 65535; use port 0 to pick free ones")]
    Ports {
        /// The first port.
        first: u16,
        /// How many were asked for.
        count: usize,
    },
    /// The system does not let us wait for connections.
    #[error("cannot set up the event loop: {0}")]
    Engine(io::Error),
}
