//! What comes although nobody asked: how it is told, and how much of it is
//! borne.

use std::collections::VecDeque;

use crate::decode::Header;
use crate::error::ProtocolError;
use crate::inbound::Part;
use crate::marks::{self, Mark};
use crate::unsolicited::{BODY_LIMIT, LIMIT, is_unsolicited_body, is_unsolicited_kind};

/// Ids of unsolicited packets that are remembered.
const IDS_KEPT: usize = 32;

/// NULs behind a body: the protocol's two, and the third of some servers.
pub(super) const MOST_TERMINATORS: usize = 3;

/// Counts it.
#[derive(Debug, Default)]
pub(super) struct Unasked {
    bytes: usize,
    /// Foreign ids that were seen while nothing was under way: not a reply's.
    ids: VecDeque<i32>,
}

impl Unasked {
    /// Bytes that somebody has to wait behind.
    pub(super) fn count(&mut self, bytes: usize) -> Result<(), ProtocolError> {
        self.bytes += bytes;
        if self.bytes > LIMIT {
            return Err(ProtocolError::TooMuchUnsolicited { limit: LIMIT });
        }
        Ok(())
    }

    /// A packet of a reply came.
    pub(super) fn begin_again(&mut self) {
        self.bytes = 0;
    }

    /// A packet came under this id while nothing was under way.
    pub(super) fn note_id(&mut self, id: i32) {
        if !self.ids.contains(&id) {
            self.ids.push_back(id);
            if self.ids.len() > IDS_KEPT {
                self.ids.pop_front();
            }
        }
    }

    pub(super) fn has_id(&self, id: i32) -> bool {
        let has = self.ids.contains(&id);
        if has {
            marks::hit(Mark::IdleId);
        }
        has
    }
}

/// Whether a part is of a kind that servers send unasked.
pub(super) fn is_unasked(part: &Part, body: &[u8]) -> bool {
    // A piece of a longer packet may look like such a body by chance.
    let whole = part.first && part.last;
    let known = is_unsolicited_kind(part.header.kind) || (whole && is_unsolicited_body(body));
    if known {
        marks::hit(Mark::Unasked);
    }
    known
}

/// Whether a packet is short enough for a body of which it is known that
/// nobody asked for it.
pub(super) fn may_be_unasked_body(header: &Header) -> bool {
    header.tail_len() <= BODY_LIMIT + MOST_TERMINATORS
}
