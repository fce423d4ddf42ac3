//! What a session tells whoever drives it.

use std::borrow::Cow;
use std::time::Duration;

use crate::error::{Closed, Error, LoginFailure};
use crate::game::Shape;
use crate::reply::EndedBy;
use crate::request::RequestId;

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

impl Event<'_> {
    /// The failure that this event is, if it is one: of the login, of the
    /// command that was under way, or of the stream.
    ///
    /// ```
    /// use rcon_proto::session::{Closed, Event};
    /// use rcon_proto::{Error, Lost};
    ///
    /// let event = Event::Closed(Closed::Idle);
    /// assert!(matches!(event.into_error(), Some(Error::Lost(Lost::Idle))));
    /// ```
    pub fn into_error(self) -> Option<Error> {
        Some(match self {
            Event::LoginFailed(failure) => failure.into(),
            Event::LoginTimedOut { after, said } => Error::LoginTimeout { after, said },
            Event::ReplyTimedOut {
                begun: true, after, ..
            } => Error::Unfinished { after },
            Event::ReplyTimedOut {
                begun: false,
                after,
                ..
            } => Error::Timeout { after },
            Event::Closed(closed) => closed.into(),
            Event::LoggedIn { .. }
            | Event::Reply { .. }
            | Event::LineBreak { .. }
            | Event::ReplyEnded { .. }
            | Event::Late { .. }
            | Event::Unsolicited { .. }
            | Event::Quirk(_) => return None,
        })
    }
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
    /// Rust's older console repeats what it prints, and marks the end of each
    /// reply. From here on nothing else ends one, and probes are not sent.
    #[error("the server marks the end of each reply, as Rust's older console does")]
    MarkedEnds,
    /// Valheim's `BepInEx.rcon` cuts size, id and type of its packets to a byte
    /// each. From here on ids are short enough, and used over again; text past
    /// what such a size can say is [`ProtocolError::Text`](crate::ProtocolError::Text).
    #[error("the server cuts ids and sizes to one byte: ids are short from here on")]
    OneByte,
}

impl Quirk {
    /// All of them.
    ///
    /// ```
    /// use rcon_proto::session::Quirk;
    ///
    /// assert!(Quirk::ALL.contains(&Quirk::OneByte));
    /// ```
    pub const ALL: [Quirk; 6] = [
        Quirk::ShortPacket,
        Quirk::ForeignId,
        Quirk::UnansweredProbe,
        Quirk::OneBehind,
        Quirk::MarkedEnds,
        Quirk::OneByte,
    ];
}

/// One that is missing there does not compile.
const _: fn(Quirk) -> Quirk = |quirk| match quirk {
    Quirk::ShortPacket
    | Quirk::ForeignId
    | Quirk::UnansweredProbe
    | Quirk::OneBehind
    | Quirk::MarkedEnds
    | Quirk::OneByte => quirk,
};
