//! Packets under ids that were never given out, while a reply is waited for:
//! on the one-packet shape they may be the reply of a server that has ids of
//! its own (Palworld, Conan Exiles).

use std::borrow::Cow;
use std::time::Instant;

use super::ids::IdOf;
use super::reading::{MOST_TERMINATORS, Told, may_be_unsolicited_body};
use super::{Event, Quirk, RequestId, Session, State};
use crate::decode::Header;
use crate::game::Shape;
use crate::inbound::Part;
use crate::packet::{HEADER_LEN, SERVERDATA_RESPONSE_VALUE};
use crate::reply::{EndedBy, ReplyRule};

/// Packets under a foreign id that are held until it is clear whose they are;
/// together they may have as many bytes as one packet that is held whole.
const CANDIDATES: usize = 16;

impl Session {
    /// A packet under an id that was never given out. On the one-packet shape
    /// it may be the reply of a server that has ids of its own.
    pub(super) fn on_foreign_part(&mut self, part: &Part) -> Option<Told> {
        if self.is_known_unsolicited(part) || !self.may_be_candidate(&part.header) {
            return self.unsolicited(part);
        }
        let heard = self.heard;
        let bytes = self.inbound.bytes(part.range.clone()).to_vec();
        let awaiting = self.awaiting()?;
        let now = heard.unwrap_or(awaiting.sent);
        awaiting.count_held(bytes.len(), now);
        awaiting.held = 0;
        awaiting.candidates.push((part.header.id, bytes));
        None
    }

    /// Whether a packet under an id that was never given out is held, as far
    /// as its header tells.
    fn may_be_candidate(&self, header: &Header) -> bool {
        let State::Awaiting(awaiting) = &self.state else {
            return false;
        };
        self.shape == Some(Shape::OnePacket)
            && header.kind == SERVERDATA_RESPONSE_VALUE
            && header.id != -1
            && !self.idle_ids.contains(&header.id)
            && !awaiting.begun()
            && awaiting.candidates.len() < CANDIDATES
            && awaiting.candidate_bytes() + header.tail_len() <= self.config.max_packet
    }

    /// Bytes arrived. Those of a packet that may be the reply and is held
    /// until it is whole are progress as those of a reply are.
    pub(super) fn count_unfinished(&mut self, now: Instant) {
        if !self.is_awaiting() {
            return;
        }
        let Some(header) = self.inbound.unfinished() else {
            return;
        };
        // What is late, or an answer to a probe, is nobody's progress; and a
        // short packet may turn out to be one that nobody asked for.
        if self.ids.what_is(header.id) != IdOf::Foreign
            || !self.may_be_candidate(&header)
            || may_be_unsolicited_body(&header)
        {
            return;
        }
        let tail = self.inbound.unread().len().saturating_sub(HEADER_LEN);
        if let Some(awaiting) = self.awaiting() {
            awaiting.count_held(tail.saturating_sub(MOST_TERMINATORS), now);
        }
    }

    /// Whether this is the first sign that what was held is not the reply: it
    /// is told before the reply then, as it came.
    pub(super) fn disowns_candidates(&self, part: &Part) -> bool {
        matches!(&self.state, State::Awaiting(awaiting)
            if awaiting.id == part.header.id && !awaiting.candidates.is_empty())
    }

    pub(super) fn candidates_were_unsolicited(&mut self) {
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        let candidates = std::mem::take(&mut awaiting.candidates);
        for (id, bytes) in candidates {
            self.tell_unsolicited(id, bytes);
        }
    }

    fn tell_unsolicited(&mut self, id: i32, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            let bytes = Cow::Owned(bytes);
            self.events.push_back(Event::Unsolicited { id, bytes });
        }
    }

    /// Nothing came under our own id: what came under a foreign one is the
    /// reply, and the id is this server's way. Where there were several, 0 is
    /// what such servers use, else the newest.
    pub(super) fn adopt_candidates(&mut self) {
        let heard = self.heard;
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        let candidates = std::mem::take(&mut awaiting.candidates);
        let zero = candidates.iter().any(|&(id, _)| id == 0);
        let Some(adopted) = candidates.last().map(|&(id, _)| if zero { 0 } else { id }) else {
            return;
        };
        let (sent, request) = (awaiting.sent, RequestId(awaiting.id));
        for (id, bytes) in candidates {
            if id != adopted {
                self.tell_unsolicited(id, bytes);
                continue;
            }
            if let Some(awaiting) = self.awaiting() {
                awaiting.progress.packets += 1;
                awaiting.progress.last_len = bytes.len();
                awaiting.progress.text |= !bytes.is_empty();
            }
            if !bytes.is_empty() {
                let bytes = Cow::Owned(bytes);
                self.events.push_back(Event::Reply { request, bytes });
            }
        }
        if let Some(previous) = &mut self.previous {
            previous.open = false;
        }
        self.given_up_silent = false;
        if self.learned.foreign_id != Some(adopted) {
            self.learned.foreign_id = Some(adopted);
            self.events.push_back(Event::Quirk(Quirk::ForeignId));
        }
        if let Some(heard) = heard {
            self.pace.observe(heard.saturating_duration_since(sent));
        }
        self.step_after_adoption();
    }

    /// The silence that told whose the packets are is the silence that ends
    /// the reply, except that a link may still be half-closed to be sure.
    fn step_after_adoption(&mut self) {
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        match awaiting.rule {
            ReplyRule::HalfClose(_) => self.step_on_packet(),
            _ => self.reply_ended(EndedBy::Silence),
        }
    }
}
