//! What can go wrong, as types that a program can match on. They say what
//! happened; which option of a program helps is for the program to add.

mod command;
mod connect;
mod ending;
mod kind;

use std::time::Duration;

use crate::address::AddressError;
use crate::text::TextError;

pub use command::{Lost, MessageError, StateError};
pub use connect::ConnectError;
pub use ending::{Closed, LoginFailure, ProtocolError};
pub use kind::ErrorKind;

use ending::it_said;

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
        "connected, but the login was not answered within {} s: wrong password on some servers, a banned address, or not an RCON port (a ban is lifted by `removeip ADDRESS` at the server's own console; Rust's ends by itself after 60 s){}",
        seconds(*.after), it_said(.said)
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
    #[error("sent, but no reply within {} s", seconds(*.after))]
    Timeout {
        /// How long was waited.
        after: Duration,
    },
    /// A reply began, and its end did not come in time.
    #[error("the reply began, but its end did not come within {} s", seconds(*.after))]
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

/// An [`Address`](crate::Address) is an address already: lets calls take both it and text.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// For people: what a clock made of a round number is that number again.
pub(crate) fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1000.0).round() / 1000.0
}

impl From<LoginFailure> for Error {
    fn from(failure: LoginFailure) -> Self {
        Error::Authentication(failure)
    }
}

impl From<ProtocolError> for Error {
    fn from(error: ProtocolError) -> Self {
        Error::Protocol(error)
    }
}

/// What the end of a stream means to a command: that its outcome is unknown,
/// or that it was not sent.
impl From<Closed> for Error {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Protocol(error) => Error::Protocol(error),
            Closed::Awaiting { .. } => Error::Lost(Lost::AfterSend),
            Closed::AtProbe { .. } => Error::Lost(Lost::AtProbe),
            Closed::Idle | Closed::IdsTellNothing => Error::Lost(Lost::Idle),
        }
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
            Error::Authentication(LoginFailure::Closed { .. }) => ErrorKind::Closed,
            Error::Authentication(_) => ErrorKind::Refused,
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
