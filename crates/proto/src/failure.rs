//! What a server can do that ends a session. It stands beneath both the
//! session, which finds it, and the errors, which carry it.

use crate::decode::FrameError;

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
        "the server refused the password: it is not sent again, because servers ban for that (a ban is lifted by `removeip ADDRESS` at the server's own console)"
    )]
    Refused,
    /// The connection was closed before the server said anything: a wrong
    /// password on some servers, a banned address on others.
    #[error("closed before it answered: wrong password, banned, not on the whitelist, or not an RCON port (a ban is lifted by `removeip ADDRESS` at the server's own console){}", it_said(.said))]
    Closed {
        /// Text that came instead of an answer; empty as a rule. It is the
        /// server's: show it escaped.
        said: String,
    },
}

/// What a server said, as the end of a message about it.
pub(crate) fn it_said(text: &str) -> String {
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
    #[error("a packet announces {size} bytes, and the limit is {limit} (--max-reply raises it)")]
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
    #[error("the reply is longer than the limit of {limit} bytes (--max-reply raises it)")]
    ReplyTooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// Output of a command came after the next one's had begun: both replies
    /// may be incomplete.
    #[error("output of an earlier command came too late to be put in its place")]
    TooLate,
}
