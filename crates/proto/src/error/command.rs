//! Why a command was not sent, or has no reply.

use crate::text::TextError;

/// How a connection ended that should not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Lost {
    /// After a command was sent and before its reply was whole.
    #[error(
        "the connection died after the command was sent: whether it ran is unknown, and it is not sent again"
    )]
    AfterSend,
    /// The same with the first command of a connection, with which a probe went
    /// out: it may be what this server does not survive, and the next connection
    /// sends none.
    #[error(
        "the connection died after the command was sent: whether it ran is unknown, and it is not sent again; the probe that went with it may be why, and is left out from now on"
    )]
    AtProbe,
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
        "the command is {len} bytes long, and this server takes {limit}: nothing was sent, because some servers ban or crash past theirs"
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
    /// A line's end, of a console that reads lines: it would be two commands.
    #[error(
        "the text holds a line's end at byte {position}, which would make two commands of it: nothing was sent"
    )]
    LineBreak {
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
