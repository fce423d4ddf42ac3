//! Packets under ids that were never given out, while a reply is waited for:
//! on the one-packet shape they may be the reply of a server that has ids of
//! its own (Palworld, Conan Exiles).

use std::borrow::Cow;

use super::reading::Told;
use super::{Event, Quirk, RequestId, Session, State};
use crate::dialect::Shape;
use crate::inbound::Part;
use crate::packet::SERVERDATA_RESPONSE_VALUE;
use crate::reply::{EndedBy, ReplyRule};

/// Packets under a foreign id that are held until it is clear whose they are;
/// together they may have as many bytes as one packet that is held whole.
const CANDIDATES: usize = 16;

impl Session {
    /// A packet under an id that was never given out. On the one-packet shape
    /// it may be the reply of a server that has ids of its own.
    pub(super) fn on_foreign_part(&mut self, part: &Part) -> Option<Told> {
        let id = part.header.id;
        let shape = self.shape;
        let known = self.is_known_unsolicited(part)
            || self.idle_ids.contains(&id)
            || part.header.kind != SERVERDATA_RESPONSE_VALUE
            || id == -1;
        let limit = self.config.max_packet;
        let now = self.heard;
        let awaiting = self.awaiting()?;
        if known
            || shape != Some(Shape::OnePacket)
            || awaiting.begun()
            || awaiting.candidates.len() == CANDIDATES
            || awaiting.candidate_bytes() + part.range.len() > limit
        {
            return self.unsolicited(part);
        }
        let now = now.unwrap_or(awaiting.sent);
        awaiting.count_text(part.range.len(), now);
        let bytes = self.inbound.bytes(part.range.clone()).to_vec();
        self.awaiting()?.candidates.push((id, bytes));
        None
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
