//! Packets under ids that were never given out, while a reply is waited for:
//! on the one-packet shape they may be the reply of a server that has ids of
//! its own (Palworld, Conan Exiles).

use std::borrow::Cow;
use std::fmt;

use super::event::Event;
use crate::decode::Header;
use crate::packet::SERVERDATA_RESPONSE_VALUE;

/// How many are held.
const MOST: usize = 16;

/// Those that are held until it is clear whose they are.
pub(super) struct Candidates {
    held: Vec<(i32, Vec<u8>)>,
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
            most_bytes: bytes,
        }
    }

    /// Whether such a packet may be one, and there is room for it.
    pub(super) fn may_take(&self, header: &Header) -> bool {
        let bytes: usize = self.held.iter().map(|(_, body)| body.len()).sum();
        header.kind == SERVERDATA_RESPONSE_VALUE
            && header.id != -1
            && self.held.len() < MOST
            && bytes + header.tail_len() <= self.most_bytes
    }

    pub(super) fn hold(&mut self, id: i32, body: &[u8]) {
        self.held.push((id, body.to_vec()));
    }

    /// Bytes of the newest one.
    pub(super) fn newest_len(&self) -> Option<usize> {
        self.held.last().map(|(_, body)| body.len())
    }

    /// None of them is the reply.
    pub(super) fn disown(&mut self) -> Vec<Event<'static>> {
        let held = std::mem::take(&mut self.held);
        held.into_iter().filter_map(unsolicited).collect()
    }

    /// Nothing came under the command's own id: what came under a foreign one
    /// is the reply. Where there were several, 0 is what such servers use,
    /// else the newest.
    pub(super) fn adopt(&mut self) -> Option<Adopted> {
        let &(newest, _) = self.held.last()?;
        let zero = self.held.iter().any(|&(id, _)| id == 0);
        let packets = std::mem::take(&mut self.held);
        let id = if zero { 0 } else { newest };
        Some(Adopted { id, packets })
    }
}

/// A reply that was found, with what came between its packets.
pub(super) struct Adopted {
    pub(super) id: i32,
    /// In the order in which they came, of any id.
    pub(super) packets: Vec<(i32, Vec<u8>)>,
}

/// An empty packet is nothing to show.
pub(super) fn unsolicited((id, body): (i32, Vec<u8>)) -> Option<Event<'static>> {
    let shown = !body.is_empty();
    let bytes = Cow::Owned(body);
    shown.then_some(Event::Unsolicited { id, bytes })
}
