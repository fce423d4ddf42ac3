//! What can go wrong, as types that a program can match on.

use std::fmt;
use std::time::Duration;

use crate::address::{Address, AddressError};
use crate::failure::{LoginFailure, ProtocolError, it_said};
use crate::text::TextError;

/// A short name for each way of failing: what a program decides by, and what
/// the exit codes of `rcon-shell` stand for.
///
/// ```
/// use rcon_proto::{Error, ErrorKind};
///
/// /// Whether it makes sense to try the same again in a while.
/// fn may_pass(error: &Error) -> bool {
///     // Never after a refusal: servers ban for that. Never after a lost link:
///     // the command may have run.
///     matches!(error.kind(), ErrorKind::Connect)
/// }
/// assert!(!may_pass(&Error::Interrupted));
/// assert_eq!(ErrorKind::Lost.to_string(), "lost");
/// ```
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
    /// The connection died after a login, as a rule after a command was sent,
    /// whose outcome is unknown then; [`Lost`](crate::Lost) tells.
    Lost,
    /// What came is not RCON, passed a limit, or came too late.
    Protocol,
    /// Connected, but no answer within the deadline.
    Timeout,
    /// Given up from outside, by Ctrl-C as a rule.
    Interrupted,
}

impl ErrorKind {
    /// The word for it, as it stands in `rcon-shell`'s JSON.
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

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Everything that a call of this crate can fail with. Its text is one line
/// for people, in lower case and without a full stop; whoever shows it says
/// which server it is about. [`kind`](Self::kind) is what a program decides by.
///
/// ```
/// use rcon_proto::{ConnectOptions, Connection, Error, Lost};
///
/// fn backup(server: &mut Connection) -> Result<(), Error> {
///     server.execute("save-off")?;
///     server.execute("save-all").map(drop)
/// }
///
/// # let server = rcon_sim::Server::builder().start()?;
/// # let password = "secret".into();
/// # let mut connection = Connection::open(server.addr(), &password, ConnectOptions::default())?;
/// connection.close();
/// match backup(&mut connection) {
///     Err(Error::Lost(Lost::Idle)) => println!("nothing was sent"),
///     Err(Error::Lost(Lost::AfterSend)) => println!("it may have run"),
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// A text that the chosen encoding does not have, or a reply that is none in
/// it: so that `?` serves for both.
impl From<TextError> for Error {
    fn from(error: TextError) -> Self {
        Error::Message(error.into())
    }
}

/// An [`Address`] is an address already: lets calls take both it and text.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl Error {
    /// The short name for it.
    ///
    /// ```
    /// let error = rcon_proto::execute("::1::", "secret", "status").expect_err("no address");
    /// assert_eq!(error.kind(), rcon_proto::ErrorKind::Usage);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        match self {
            Error::Address(_) | Error::Message(_) => ErrorKind::Usage,
            Error::Connect(_) => ErrorKind::Connect,
            Error::Authentication(LoginFailure::Refused) => ErrorKind::Refused,
            Error::Authentication(_) => ErrorKind::Closed,
            Error::LoginTimeout { .. } | Error::Timeout { .. } | Error::Unfinished { .. } => {
                ErrorKind::Timeout
            }
            // Of a server that closes at once behind each login, which of the
            // two it is depends on who is faster.
            Error::Lost(_) => ErrorKind::Lost,
            Error::Protocol(_) => ErrorKind::Protocol,
            Error::State(_) => ErrorKind::Other,
            Error::Interrupted => ErrorKind::Interrupted,
        }
    }
}

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
    /// With nothing under way: the command was not sent, and may be over a new
    /// connection.
    #[error("the server closed the connection before the command was sent")]
    Idle,
}

/// Why a command cannot be sent, or a text not be had.
///
/// ```
/// # let server = rcon_sim::Server::builder().start()?;
/// # let mut connection = rcon_proto::Connection::open(server.addr(), &"secret".into(), Default::default())?;
/// use rcon_proto::{Error, MessageError};
///
/// let error = connection.execute(&"x".repeat(1015)).expect_err("servers ban for that");
/// assert!(matches!(error, Error::Message(MessageError::TooLong { len: 1015, limit: 1014 })));
/// assert!(server.commands().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// Some servers crash at, or ban for, a longer one: Cuberite and CS:S.
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
    #[error("not logged in: nothing was sent")]
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
    /// The reply was empty where there had been output, right after a change
    /// of the map: some servers forget their logins then. A new one was made.
    /// See [`Executed::LoginForgotten`](crate::Executed::LoginForgotten).
    #[error(
        "the server forgot the login when the map changed: logged in again, the command should be repeated"
    )]
    LoginForgotten,
}
