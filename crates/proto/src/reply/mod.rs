//! What ends a reply.
//!
//! A reply is one or more packets, and nothing in them says which is the
//! last. Which rule is right depends on the server, so the session chooses
//! one per command from what the connection has shown.

mod half_close;
mod own_packets;
mod probe;
mod rule;
mod silence;

pub(crate) use half_close::{Backstop, HalfCloseRule};
pub(crate) use own_packets::OwnPacketsRule;
pub(crate) use probe::{
    BARE_LEN, HalfClose, ProbeAnswer, ProbeRule, is_page, is_terminator, may_complain,
};
pub(crate) use rule::{FirstPacketRule, MarkRule, ReplyRule};
pub(crate) use silence::{Patience, SilenceRule};

/// How the end of a reply was found.
///
/// ```
/// use rcon_proto::EndedBy;
///
/// assert!(EndedBy::Silence.is_provisional());
/// assert!(!EndedBy::Probe.is_provisional());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndedBy {
    /// The server answered the probe that was sent behind the command.
    Probe,
    /// The server said so, in a packet that it ends each reply with (Rust).
    Mark,
    /// Nothing came for a while. Parts that come later still belong to this
    /// reply until the next one begins.
    Silence,
    /// An empty packet, on a server that ends its replies so; or an empty
    /// first packet, which is an empty reply.
    EmptyPacket,
    /// Its first packet, where nobody waits for more.
    FirstPacket,
    /// The server closed the connection, as it was asked to or because the
    /// command stops it.
    Close,
}

impl EndedBy {
    /// Whether more of this reply may still come: nothing in the protocol marks
    /// a last packet, and this end was inferred.
    pub fn is_provisional(self) -> bool {
        match self {
            EndedBy::Silence | EndedBy::EmptyPacket | EndedBy::FirstPacket => true,
            EndedBy::Probe | EndedBy::Mark | EndedBy::Close => false,
        }
    }

    /// The word for it, as it stands in `rcon-shell`'s JSON: what told the
    /// end. `mark`, something that the server sent for it; `closed`, the
    /// connection's own end; `silence`.
    ///
    /// ```
    /// assert_eq!(rcon_proto::EndedBy::Probe.as_str(), "mark");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            EndedBy::Probe | EndedBy::Mark | EndedBy::EmptyPacket => "mark",
            EndedBy::Close => "closed",
            // Nobody waited for more, which is the shortest of silences.
            EndedBy::Silence | EndedBy::FirstPacket => "silence",
        }
    }
}

/// What follows from a packet or from a silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ruling {
    Continue,
    /// Tell the server that nothing more will be sent.
    HalfClose,
    End(EndedBy),
}

/// What one connection has shown about its server's ways.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Learned {
    /// Whether a probe is worth sending.
    pub(crate) probes: ProbeTrust,
    /// Output has been followed by an empty packet (Cuberite).
    pub(crate) empty_packet_ends: bool,
    /// Replies come under these ids, whatever was asked (Palworld, Conan).
    pub(crate) foreign: ForeignIds,
    /// A reply has come under the id of its command.
    pub(crate) own_ids: bool,
    /// The server handles a packet only when the next one comes.
    pub(crate) one_behind: bool,
    /// Ids and sizes are cut to one byte: a packet that looks empty may be the
    /// beginning of one that is too long for its size.
    pub(crate) one_byte: bool,
    /// Whether a packet of its own ends each reply.
    pub(crate) marks: EndMarks,
}

/// What is known of the packet `(-1, 0, "")` that ends each reply of Rust's
/// older console, and of the type 4 in which it repeats all it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum EndMarks {
    /// No type 4 under id 0 has come.
    #[default]
    Unknown,
    /// One has: the mark is believed, and no probe is sent any more.
    Echoed,
    /// The mark has come too: nothing else ends a reply.
    Seen,
}

impl Learned {
    /// Whether a probe may go out with a command.
    pub(crate) fn may_be_probed(&self) -> bool {
        match self.probes {
            ProbeTrust::Answered => self.marks != EndMarks::Seen,
            ProbeTrust::Unknown => self.marks == EndMarks::Unknown,
            ProbeTrust::Unanswered | ProbeTrust::Early => false,
        }
    }
}

/// Ids under which a server answers, and which were never given out: one, as
/// a rule.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ForeignIds {
    ids: [Option<i32>; 4],
}

impl ForeignIds {
    pub(crate) fn has(self, id: i32) -> bool {
        self.ids.contains(&Some(id))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.ids == [None; 4]
    }

    /// Of more than there is room for, the newest counts.
    pub(crate) fn learn(&mut self, id: i32) {
        if !self.has(id) {
            let free = self.ids.iter().position(Option::is_none);
            self.ids[free.unwrap_or(self.ids.len() - 1)] = Some(id);
        }
    }
}

/// What is known about a server's answers to probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ProbeTrust {
    /// None was answered yet, none was given up.
    #[default]
    Unknown,
    /// One was answered while its reply was waited for: every wait for one
    /// may last to the deadline.
    Answered,
    /// One was not answered: an imitator. No more are sent.
    Unanswered,
    /// One was answered with text, before its reply: the command runs
    /// elsewhere (Velocity's tensa module), and the answer tells nothing of
    /// it. No more are sent.
    Early,
}

/// How a reply has come along so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Arrived {
    /// Whole packets, empty ones too.
    pub(crate) packets: usize,
    /// Whether any of them held text.
    pub(crate) text: bool,
    /// Bytes of the last packet's body.
    pub(crate) last_len: usize,
}
