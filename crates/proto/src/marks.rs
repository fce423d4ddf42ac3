//! Marks on the branches that are there for one kind of server, so that a test
//! of such a rule fails when it passes without it. Where there is a
//! [`Quirk`](crate::Quirk), its event is the mark.
//!
//! For this crate's own tests: counted by thread, in builds with debug
//! assertions, and nothing in others.

use std::cell::RefCell;

/// A rule that was made for a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A third NUL behind a body is none of its text.
    ThirdNul,
    /// Squad's seven bytes outside of any packet.
    Stray,
    /// ARK's keep-alive, and whatever else is known by its body or type to be
    /// no reply (Squad's chat, the echo of Rust's console).
    Unasked,
    /// Cuberite ends each reply in an empty packet.
    EmptyPacketEnds,
    /// An answer to a probe that ends no reply: the second of a Source server,
    /// or a late one.
    ProbeAnsweredAgain,
    /// An answer to a probe, with text, before its reply (Velocity).
    EarlyAnswer,
    /// An answer to a probe that is more of the reply (Vintage Story).
    Page,
    /// An answer to a probe that is the same whatever it is asked, and none of
    /// the reply's text.
    Complaint,
    /// What Rust's console says a second time.
    ConsoleCopy,
    /// Source's second answer to a probe, under the id of a reply.
    BareTerminator,
    /// A close is the answer to a command that stops the server.
    StoppedByCommand,
    /// A packet is no reply, because its id was seen while nothing was asked.
    IdleId,
    /// Pumpkin's lines without their ends.
    LineBreak,
    /// Text of a relay, read as a size.
    RelaysText,
    /// Reforger's bytes behind the answer that says that a command has come.
    StrayAnswer,
    /// An empty answer, of which it is not known yet whether it is all of one
    /// (`BattlEye`) or what comes before it (Reforger).
    HeldAnswer,
    /// Reforger says a reply in several messages, whose newlines it leaves out.
    MessagesJoined,
    /// 7 Days to Die's log tells that a command runs.
    LogTells,
    /// Of a command that it does not know, that log tells nothing.
    UnknownToLog,
    /// The empty line in which 7 Days to Die's banner ends, behind a command.
    BannerEnds,
    /// Telnet's negotiations, of what stands in front of the game.
    Negotiation,
    /// Rust says a reply in several messages.
    AnswersJoined,
    /// Rust answers a command that prints nothing by nothing: another one tells
    /// that it has run.
    SilentCommand,
    /// Rust servers that refuse a password behind the handshake.
    RefusedInside,
}

impl Mark {
    /// All of them.
    pub const ALL: [Mark; 24] = [
        Mark::ThirdNul,
        Mark::Stray,
        Mark::Unasked,
        Mark::EmptyPacketEnds,
        Mark::ProbeAnsweredAgain,
        Mark::EarlyAnswer,
        Mark::Page,
        Mark::Complaint,
        Mark::ConsoleCopy,
        Mark::BareTerminator,
        Mark::StoppedByCommand,
        Mark::IdleId,
        Mark::LineBreak,
        Mark::RelaysText,
        Mark::StrayAnswer,
        Mark::HeldAnswer,
        Mark::MessagesJoined,
        Mark::LogTells,
        Mark::UnknownToLog,
        Mark::BannerEnds,
        Mark::Negotiation,
        Mark::AnswersJoined,
        Mark::SilentCommand,
        Mark::RefusedInside,
    ];
}

thread_local! {
    static SEEN: RefCell<Vec<Mark>> = const { RefCell::new(Vec::new()) };
}

/// The marked branch was taken.
pub(crate) fn hit(mark: Mark) {
    if cfg!(debug_assertions) {
        SEEN.with_borrow_mut(|seen| {
            if !seen.contains(&mark) {
                seen.push(mark);
            }
        });
    }
}

/// The marks that this thread has come by since it was last asked; `None`
/// where they are not counted.
pub fn take() -> Option<Vec<Mark>> {
    cfg!(debug_assertions).then(|| SEEN.take())
}
