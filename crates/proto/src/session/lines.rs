//! Pumpkin sends each line of a reply in a packet of its own, and no newline
//! with it.

use crate::inbound::Part;
use crate::request::RequestId;

/// A packet of this many bytes or more is not taken for a line: whoever cuts a
/// text by its length cuts it longer than that.
const LONGEST_LINE: usize = 256;

/// The newest packet of a reply.
#[derive(Debug, Default)]
pub(super) struct LastLine {
    request: Option<RequestId>,
    packet_id: i32,
    len: usize,
    ended: bool,
}

impl LastLine {
    /// Whether a part of this reply begins a line of its own, behind one that
    /// has no newline. `lines`: its packets are known to be lines, of any length.
    /// The packet's id alone does not say whose it is on a
    /// server that has one for all replies.
    pub(super) fn breaks_before(&self, request: RequestId, part: &Part, lines: bool) -> bool {
        self.request == Some(request)
            && part.first
            && !part.range.is_empty()
            && part.header.id == self.packet_id
            && self.len > 0
            && (lines || self.len < LONGEST_LINE)
            && !self.ended
    }

    /// Remembers how a packet of a reply ended.
    pub(super) fn note(&mut self, request: RequestId, part: &Part, body: &[u8]) {
        let before = if part.first { 0 } else { self.len };
        *self = Self {
            request: Some(request),
            packet_id: part.header.id,
            len: before + body.len(),
            ended: body.ends_with(b"\n"),
        };
    }
}
