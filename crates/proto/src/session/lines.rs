//! Pumpkin sends each line of a reply in a packet of its own, and no newline
//! with it.

use super::reading::Told;
use super::{Event, RequestId, Session};
use crate::game::Shape;
use crate::inbound::Part;

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
    /// Whether another packet of the same reply begins a line of its own.
    fn wants_break(&self) -> bool {
        self.len > 0 && self.len < LONGEST_LINE && !self.ended
    }
}

impl Session {
    /// Whether this part may begin another line of a reply.
    pub(super) fn may_break_line(&self, part: &Part) -> bool {
        self.shape == Some(Shape::OnePacket)
            && part.first
            && !part.range.is_empty()
            && part.header.id == self.last_line.packet_id
            && self.last_line.wants_break()
    }

    /// The border in front of a part, where the packet before was a line of
    /// the same reply. Asked when it is known whose the part is: the id alone
    /// does not say so on a server that has one for all replies.
    pub(super) fn line_break(&self, told: Told, part: &Part) -> Option<Event<'static>> {
        let Told::Reply(request) = told else {
            return None;
        };
        let goes_on = self.last_line.request == Some(request) && self.may_break_line(part);
        goes_on.then_some(Event::LineBreak { request })
    }

    /// Remembers how a packet of a reply ended.
    pub(super) fn note_line(&mut self, told: Told, part: &Part) {
        let Told::Reply(request) = told else {
            return;
        };
        let bytes = self.inbound.bytes(part.range.clone());
        let before = if part.first { 0 } else { self.last_line.len };
        self.last_line = LastLine {
            request: Some(request),
            packet_id: part.header.id,
            len: before + bytes.len(),
            ended: bytes.ends_with(b"\n"),
        };
    }
}
