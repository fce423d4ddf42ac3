//! Pumpkin sends each line of a reply in a packet of its own, and no newline
//! with it.

use super::reading::Told;
use super::{Event, Previous, RequestId, Session, State};
use crate::dialect::Shape;
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
    /// Tells of the border between two packets of a reply that are a line
    /// each; whether there is one in front of this part.
    pub(super) fn breaks_line(&mut self, part: &Part) -> bool {
        let last = &self.last_line;
        let same = last.packet_id == part.header.id && part.first && !part.range.is_empty();
        let Some(request) = last.request.filter(|_| same && last.wants_break()) else {
            return false;
        };
        let goes_on = match (&self.state, self.previous) {
            (State::Awaiting(awaiting), _) if awaiting.id == request.0 => true,
            (_, Some(Previous { id, open })) => open && id == request.0,
            _ => false,
        };
        if goes_on && self.shape == Some(Shape::OnePacket) {
            self.events.push_back(Event::LineBreak { request });
            return true;
        }
        false
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
