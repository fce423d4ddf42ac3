//! What a session tells whoever drives it.

use std::borrow::Cow;
use std::time::Duration;

use crate::decode::FrameError;
use crate::game::Shape;
use crate::reply::EndedBy;

/// A command that was sent. Equal to the id that its packet carries, and to no
/// other of the same session.
///
/// Made by [`Session::execute`](super::Session::execute).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub(crate) i32);

impl RequestId {
    /// The id on the wire; never 0 or -1, which some servers give a meaning.
    pub fn wire_id(self) -> i32 {
        self.0
    }
}

/// Something happened. Texts are borrowed from the session's buffer wherever
/// that is possible, so an event is dealt with before the next is asked for.
///
/// ```
/// use rcon_proto::session::{Closed, Event};
///
/// /// Whether to go on, and what to show.
/// fn deal_with(event: Event<'_>, out: &mut Vec<u8>) -> bool {
///     match event {
///         Event::Reply { bytes, .. } => out.extend_from_slice(&bytes),
///         Event::LoginFailed(_) | Event::LoginTimedOut { .. } | Event::Closed(_) => return false,
///         _ => {}
///     }
///     true
/// }
/// assert!(!deal_with(Event::Closed(Closed::Idle), &mut Vec::new()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The password was accepted.
    LoggedIn {
        /// What the answer looked like.
        shape: Shape,
        /// From sending the login to its answer.
        round_trip: Duration,
    },
    /// The login failed, and the session is over.
    LoginFailed(LoginFailure),
    /// The login was not answered in time, and the session is over.
    LoginTimedOut {
        /// How long was waited.
        after: Duration,
        /// Text that came instead of an answer, as in
        /// [`LoginFailure::Closed`].
        said: String,
    },
    /// A part of a reply. After a provisional
    /// [`ReplyEnded`](Event::ReplyEnded) parts of the same reply may still
    /// come, until the next reply begins.
    Reply {
        /// Whose.
        request: RequestId,
        /// Text, cut anywhere, without the packet's terminators.
        bytes: Cow<'a, [u8]>,
    },
    /// The packet before and the one that comes look like a line of the reply
    /// each, and there is no newline between them (Pumpkin). Nothing of it is
    /// in the reply's bytes.
    LineBreak {
        /// Whose.
        request: RequestId,
    },
    /// The reply is whole, as far as can be told.
    ReplyEnded {
        /// Whose.
        request: RequestId,
        /// How that was found.
        by: EndedBy,
    },
    /// The deadline passed. The session goes on, and what still comes of the
    /// reply is [`Late`](Event::Late) — unless this server's ids tell nothing,
    /// in which case [`Closed`](Event::Closed) follows.
    ReplyTimedOut {
        /// Whose.
        request: RequestId,
        /// Whether some of it had come.
        begun: bool,
        /// How long was waited since the last sign of progress.
        after: Duration,
    },
    /// Output of a command whose reply is no longer waited for.
    Late {
        /// Whose.
        request: RequestId,
        /// Text, cut anywhere.
        bytes: Cow<'a, [u8]>,
    },
    /// Nobody asked for it: chat, a console's echo, a keep-alive, a welcome.
    Unsolicited {
        /// The id that it came under.
        id: i32,
        /// The body.
        bytes: Cow<'a, [u8]>,
    },
    /// The server showed one of the faults that are known and dealt with.
    Quirk(Quirk),
    /// The stream is over: nothing more can be sent or will come.
    Closed(Closed),
}

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

/// How a stream ended; see [`Event::Closed`].
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Closed {
    /// With nothing under way, or after a reply that the close ended.
    Idle,
    /// After a command was sent and before its reply was whole: whether it
    /// ran is unknown.
    Awaiting {
        /// The command.
        request: RequestId,
    },
    /// What came cannot be read on.
    Protocol(ProtocolError),
    /// This server's ids tell nothing, and a reply was given up: what comes
    /// next could be anybody's.
    IdsTellNothing,
}

/// A fault of a server that is known by name and dealt with. Nothing has to
/// be done about it; its text is for a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Quirk {
    /// Palworld counts characters where the protocol counts bytes: a reply
    /// that is not ASCII announces more bytes than are sent.
    #[error("the server announced a longer packet than it sent: what came was taken as whole")]
    ShortPacket,
    /// Palworld and Conan Exiles answer under an id of their own. From here on
    /// a reply that is given up ends the session.
    #[error("the server answers under an id of its own")]
    ForeignId,
    /// The login looked like Source's, but a probe was not answered.
    #[error("the server does not answer probes: replies are ended by silence from here on")]
    UnansweredProbe,
    /// One packet is handled for each read, so that a command waits in the
    /// server behind the probe of the one before.
    #[error(
        "the server handles a packet only when the next one comes: probes are sent to move it on"
    )]
    OneBehind,
}
