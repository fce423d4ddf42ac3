//! How a login fails, and how a stream ends.

use std::time::Duration;

use crate::decode::FrameError;
use crate::request::RequestId;

/// Why a login failed. The password is not to be sent again unasked: after
/// five failures within 30 seconds a Source server bans the address
/// (`sv_rcon_minfailures`, `sv_rcon_minfailuretime`).
///
/// ```
/// use rcon_proto::LoginFailure;
///
/// fn may_be_a_ban(failure: &LoginFailure) -> bool {
///     matches!(failure, LoginFailure::Closed { .. })
/// }
/// assert!(!may_be_a_ban(&LoginFailure::Refused));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginFailure {
    /// The server said no: an id of -1, or a type of -1.
    #[error(
        "the server refused the password: it is not sent again, because servers ban for that (a ban is lifted by `removeip ADDRESS` at the server's own console; Rust's ends by itself after 60 s)"
    )]
    Refused,
    /// The server said no, of a console where a wrong password is just that
    /// (`BattlEye`, 7 Days to Die).
    #[error("the server refused the password: it is not sent again unasked")]
    WrongPassword,
    /// The server said no in a way that means either of two things: the password
    /// is wrong, or this address is banned (`WebRcon`).
    #[error(
        "the server refused the password, or takes nothing from this address: the two look alike, and five wrong passwords ban an address for {} s; the password is not sent again",
        .ban.as_secs()
    )]
    RefusedOrBanned {
        /// How long a ban lasts, as a rule.
        ban: Duration,
    },
    /// The connection was closed before the server said anything: a wrong
    /// password on some servers, a banned address on others.
    #[error("closed before it answered: wrong password, banned, not on the whitelist, or not an RCON port (a ban is lifted by `removeip ADDRESS` at the server's own console; Rust's ends by itself after 60 s){}", it_said(.said))]
    Closed {
        /// Text that came instead of an answer; empty as a rule. It is the
        /// server's: show it escaped.
        said: String,
    },
}

pub(super) fn it_said(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!(" (it said: {})", text.escape_debug())
    }
}

/// What came is not RCON, or passed a limit. Its text is one line for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtocolError {
    /// The answer to the login is another protocol's.
    #[error("not an RCON server: it answered {began}")]
    NotRcon {
        /// The beginning of what came: a line of printable ASCII, or bytes
        /// in hexadecimal.
        began: String,
    },
    /// The answer to a WebSocket's handshake is another protocol's, or a `no` that
    /// says nothing of the password.
    #[error("not a WebRcon server: it answered {began}")]
    NotWebRcon {
        /// The beginning of what came, as in [`NotRcon`](Self::NotRcon).
        began: String,
    },
    /// What came through a WebSocket is none of its frames.
    #[error("not what a WebSocket carries: {detail}")]
    WebSocket {
        /// What is wrong with it.
        detail: String,
    },
    /// The login came back as it was sent: an echo service, or a relay that
    /// loops.
    #[error("not an RCON server: it sends back what it is sent")]
    Echo,
    /// Text where a packet should begin: of a relay that has lost its server,
    /// as a rule.
    #[error("not RCON: a packet was to come, and what came is {began}")]
    Text {
        /// The beginning of what came, as in [`NotRcon`](Self::NotRcon).
        began: String,
    },
    /// A size field that no packet has.
    #[error("not RCON: {0}")]
    Frame(#[from] FrameError),
    /// A packet that has to be held whole is larger than the limit.
    #[error("a packet announces {size} bytes, and the limit is {limit}")]
    PacketTooLarge {
        /// Bytes announced.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Too much came that nobody asked for.
    #[error("more than {limit} bytes came that nobody asked for: gave up on this server")]
    TooMuchUnsolicited {
        /// Bytes allowed between two replies.
        limit: usize,
    },
    /// A reply that has to be kept whole is larger than the limit.
    #[error("the reply is longer than the limit of {limit} bytes")]
    ReplyTooLarge {
        /// Bytes allowed.
        limit: usize,
    },
}

/// How a stream ended; see [`Event::Closed`](crate::session::Event::Closed).
///
/// ```
/// use rcon_proto::session::Closed;
///
/// /// Whether the command that was on its way may be sent again.
/// fn nothing_was_sent(closed: &Closed) -> bool {
///     !matches!(closed, Closed::Awaiting { .. })
/// }
/// assert!(nothing_was_sent(&Closed::Idle));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Closed {
    /// With nothing under way, or after a reply that the close ended.
    #[error("the connection is closed")]
    Idle,
    /// After a command was sent and before its reply was whole: whether it
    /// ran is unknown.
    #[error("the connection died after the command was sent: whether it ran is unknown")]
    Awaiting {
        /// The command.
        request: RequestId,
    },
    /// The same with the first command of a connection, with which a probe went
    /// out: some servers close at two packets in a segment (V Rising). The next
    /// connection sends none, where it is told
    /// [what this one has shown](crate::session::Session::shown).
    #[error(
        "the connection died after the first command and the probe with it were sent: whether it ran is unknown"
    )]
    AtProbe {
        /// The command.
        request: RequestId,
    },
    /// What came cannot be read on.
    #[error(transparent)]
    Protocol(ProtocolError),
    /// This server's ids tell nothing, and a reply was given up, or only a
    /// silence told its end: what comes next could be anybody's. The next command
    /// goes over a new connection.
    #[error(
        "closed, because this server's ids do not tell what is left of one reply from the next one"
    )]
    IdsTellNothing,
}
