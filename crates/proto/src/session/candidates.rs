//! Packets under ids that were never given out, while a reply is waited for:
//! on the one-packet shape they may be the reply of a server that has ids of
//! its own (Palworld, Conan Exiles).

use std::borrow::Cow;
use std::fmt;

use super::event::Event;
use crate::decode::Header;
use crate::unsolicited::is_unsolicited_kind;

/// What holding one costs besides its body, in bytes: many of nothing are
/// much, too.
const EACH: usize = 64;

/// Those that are held until it is clear whose they are.
pub(super) struct Candidates {
    held: Vec<(i32, Vec<u8>)>,
    /// What they take, in bytes.
    bytes: usize,
    /// As many bytes as one packet may have that is held whole.
    most_bytes: usize,
}

/// What they may hold is not for a log.
impl fmt::Debug for Candidates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lens = self.held.iter().map(|(id, body)| (id, body.len()));
        f.debug_map().entries(lens).finish()
    }
}

impl Candidates {
    pub(super) fn of_at_most(bytes: usize) -> Self {
        Self {
            held: Vec::new(),
            bytes: 0,
            most_bytes: bytes,
        }
    }

    /// Whether there is room for such a packet.
    pub(super) fn have_room(&self, header: &Header) -> bool {
        let tail = header.tail_len().saturating_add(EACH);
        self.bytes.saturating_add(tail) <= self.most_bytes.saturating_add(2 * EACH)
    }

    pub(super) fn hold(&mut self, id: i32, body: &[u8]) {
        self.bytes += body.len() + EACH;
        self.held.push((id, body.to_vec()));
    }

    /// Bytes of the newest one.
    pub(super) fn newest_len(&self) -> Option<usize> {
        self.held.last().map(|(_, body)| body.len())
    }

    /// None of them is the reply.
    #[expect(
        clippy::inline_always,
        reason = "for each packet, whose cost is that of moving what it returns"
    )]
    #[inline(always)]
    pub(super) fn disown(&mut self) -> Vec<Event<'static>> {
        if self.held.is_empty() {
            // As on every other part.
            return Vec::new();
        }
        self.bytes = 0;
        let held = std::mem::take(&mut self.held);
        held.into_iter().filter_map(unsolicited).collect()
    }

    /// Nothing came under the command's own id: what came under foreign ones
    /// is the reply, in the order in which it came. Where there are several ids,
    /// chat may be among it, and nothing tells which of them the reply's is:
    /// Conan's is 42 for the first one, and 0 for others. A line too many is
    /// seen for what it is, and one that is missing is not.
    pub(super) fn adopt(&mut self) -> Vec<(i32, Vec<u8>)> {
        self.bytes = 0;
        std::mem::take(&mut self.held)
    }
}

/// Whether a packet may be a reply under a foreign id, as far as its header
/// tells.
pub(super) fn may_be_candidate(header: &Header) -> bool {
    // Outside the login a reply has whatever type a server gives it; an id of
    // -1 is a refusal, or the end of a reply on Rust.
    !is_unsolicited_kind(header.kind) && header.id != -1
}

/// An empty packet is nothing to show.
pub(super) fn unsolicited((id, body): (i32, Vec<u8>)) -> Option<Event<'static>> {
    let shown = !body.is_empty();
    let bytes = Cow::Owned(body);
    shown.then_some(Event::Unsolicited { id, bytes })
}
