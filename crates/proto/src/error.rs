//! What can go wrong, as types that a program can match on.

use std::time::Duration;

use crate::address::{Address, AddressError};
use crate::session::{LoginFailure, ProtocolError, it_said};
use crate::text::TextError;

/// A short name for each way of failing; a script's exit code hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Anything not below.
    Other,
    /// The call was wrong: an address, a command too long for the server.
    Usage,
    /// No TCP connection.
    Connect,
    /// The server refused the password.
    Refused,
    /// Closed before the login was answered.
    Closed,
    /// The connection died after a command was sent; its outcome is unknown.
    Lost,
    /// What came is not RCON, passed a limit, or came too late.
    Protocol,
    /// Connected, but no answer within the deadline.
    Timeout,
    /// Given up from outside, by Ctrl-C as a rule.
    Interrupted,
}

impl ErrorKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Other => "other",
            ErrorKind::Usage => "usage",
            ErrorKind::Connect => "connect",
            ErrorKind::Refused => "refused",
            ErrorKind::Closed => "closed",
            ErrorKind::Lost => "lost",
            ErrorKind::Protocol => "protocol",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Interrupted => "interrupted",
        }
    }
}

/// Everything that a call of this crate can fail with. Its text is one line
/// for people; whoever shows it says which server it is about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is no address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// There is no connection to be had.
    #[error("{0}")]
    Connect(ConnectError),
    /// The login did not succeed. [`LoginFailure::Refused`] and
    /// [`LoginFailure::Closed`] are not the same thing.
    #[error("{0}")]
    Authentication(LoginFailure),
    /// The login was not answered in time.
    #[error(
        "connected, but the login was not answered within {} s: wrong password on some servers, a banned address, or not an RCON port (a ban is lifted by `removeip ADDRESS` at the server's own console){}",
        .after.as_secs_f64(), it_said(.said)
    )]
    LoginTimeout {
        /// How long was waited.
        after: Duration,
        /// Text that came instead of an answer; empty as a rule. It is the
        /// server's: show it escaped.
        said: String,
    },
    /// A command was not answered in time. Its reply is lost, the connection
    /// is not.
    #[error("sent, but no reply within {} s", .after.as_secs_f64())]
    Timeout {
        /// How long was waited.
        after: Duration,
    },
    /// A reply began, and its end did not come in time.
    #[error("the reply began, but its end did not come within {} s", .after.as_secs_f64())]
    Unfinished {
        /// How long was waited.
        after: Duration,
    },
    /// The connection ended.
    #[error("{0}")]
    Lost(Lost),
    /// What came is not RCON, or passed a limit.
    #[error("{0}")]
    Protocol(ProtocolError),
    /// A command that cannot be sent as it is.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The call does not fit the state of the connection.
    #[error(transparent)]
    State(#[from] StateError),
    /// Given up from outside.
    #[error("interrupted")]
    Interrupted,
}

/// An [`Address`] is an address already: lets calls take both it and text.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl Error {
    /// The short name for it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Error::Address(_) | Error::Message(_) => ErrorKind::Usage,
            Error::Connect(_) => ErrorKind::Connect,
            Error::Authentication(LoginFailure::Refused) => ErrorKind::Refused,
            Error::Authentication(_) => ErrorKind::Closed,
            Error::LoginTimeout { .. } | Error::Timeout { .. } | Error::Unfinished { .. } => {
                ErrorKind::Timeout
            }
            Error::Lost(_) => ErrorKind::Lost,
            Error::Protocol(_) => ErrorKind::Protocol,
            Error::State(_) => ErrorKind::Other,
            Error::Interrupted => ErrorKind::Interrupted,
        }
    }
}

/// Why there is no connection.
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
    #[error("no connection to {address} within {} s: is the host up, and does a firewall drop the port?", .after.as_secs_f64())]
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

/// How a connection ended that should not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Lost {
    /// After a command was sent and before its reply was whole.
    #[error(
        "the connection died after the command was sent: whether it ran is unknown, and it is not sent again"
    )]
    AfterSend,
    /// With nothing under way.
    #[error("the server closed the connection before the command was sent")]
    Idle,
}

/// Why a command cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// Some servers crash at, or ban for, a longer one.
    #[error(
        "the command is {len} bytes long, and this server takes {limit}: nothing was sent (--max-command raises the limit; some servers ban or crash past theirs)"
    )]
    TooLong {
        /// Bytes of the command.
        len: usize,
        /// Bytes that may be sent.
        limit: usize,
    },
    /// A NUL ends a command on the server's side.
    #[error("the command holds a NUL at byte {position}: nothing was sent")]
    Nul {
        /// Offset in bytes.
        position: usize,
    },
    /// The text is not to be had in the chosen encoding.
    #[error(transparent)]
    Text(#[from] TextError),
}

/// A call that does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// A command before the login.
    #[error("not logged in")]
    NotAuthenticated,
    /// A second login.
    #[error("already logged in")]
    AlreadyAuthenticated,
    /// A command while another one's reply is awaited.
    #[error("another command is under way")]
    Busy,
    /// The connection is closed.
    #[error("the connection is closed")]
    Closed,
}
