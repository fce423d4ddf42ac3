//! What ends a wait without a packet: a silence, the deadline, a close.

use std::borrow::Cow;
use std::time::Instant;

use super::{Closed, Ended, Event, Previous, Quirk, RequestId, Session, State};
use crate::inbound::Part;
use crate::reply::{EndedBy, ProbeTrust};

impl Session {
    pub(super) fn handle_reply_timeout(&mut self, now: Instant) {
        let State::Awaiting(awaiting) = &self.state else {
            return;
        };
        let deadline = awaiting.deadline;
        match self.silence_ends(awaiting) {
            Some(at) if now >= at && at <= deadline => self.on_silence(),
            _ if now >= deadline => self.on_deadline(),
            _ => {}
        }
    }

    fn on_silence(&mut self) {
        if let Some(part) = self.take_short_packet() {
            self.queue_part(&part);
            return;
        }
        if self.nudge() {
            return;
        }
        let mut learned = self.learned;
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        if !awaiting.begun() {
            self.adopt_candidates();
            return;
        }
        let step = awaiting.rule.on_silence(&mut learned);
        if learned.probes == ProbeTrust::Unanswered && self.learned.probes != ProbeTrust::Unanswered
        {
            self.events.push_back(Event::Quirk(Quirk::UnansweredProbe));
        }
        self.learned = learned;
        self.take(step);
    }

    fn take_short_packet(&mut self) -> Option<Part> {
        let State::Awaiting(awaiting) = &self.state else {
            return None;
        };
        if !self.is_short_packet(awaiting) {
            return None;
        }
        let part = self.inbound.take_short()?;
        self.events.push_back(Event::Quirk(Quirk::ShortPacket));
        Some(self.without_third_nul(part))
    }

    /// As what `poll_event` does with a part, its bytes copied because there
    /// is nobody to lend them to.
    pub(super) fn queue_part(&mut self, part: &Part) {
        let bytes = self.inbound.bytes(part.range.clone()).to_vec();
        // The events that a part gives rise to come behind its text.
        let before = std::mem::take(&mut self.events);
        let told = self.on_part(part);
        let after = std::mem::replace(&mut self.events, before);
        if let Some(told) = told {
            let line_break = self.line_break(told, part);
            self.events.extend(line_break);
            self.note_line(told, part);
            self.events.push_back(told.with(Cow::Owned(bytes)));
        }
        self.events.extend(after);
    }

    pub(super) fn on_deadline(&mut self) {
        let border = self.inbound.at_border();
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        if border && awaiting.rule.ends_at_deadline() {
            self.reply_ended(EndedBy::Silence);
            return;
        }
        let (id, after) = (awaiting.id, awaiting.timeout);
        let begun = awaiting.begun() || awaiting.packet_len > 0;
        self.events.push_back(Event::ReplyTimedOut {
            request: RequestId(id),
            begun,
            after,
        });
        self.leave_awaiting(id, begun);
    }

    /// The reply is given up; what comes of it is late from here on.
    pub(super) fn leave_awaiting(&mut self, id: i32, begun: bool) {
        self.candidates_were_unsolicited();
        self.previous = Some(Previous { id, open: false });
        self.given_up_silent = !begun;
        self.state = State::Ready;
        if self.learned.foreign_id.is_some() {
            self.end_with(Event::Closed(Closed::IdsTellNothing));
        }
    }

    pub(super) fn on_end_of_awaiting(&mut self, ended: Ended) {
        if let Some(part) = self.take_short_packet() {
            self.queue_part(&part);
        }
        let border = self.inbound.at_border();
        if border && self.awaiting().is_some_and(|awaiting| !awaiting.begun()) {
            self.adopt_candidates();
        }
        let Some(awaiting) = self.awaiting() else {
            self.end_with(Event::Closed(Closed::Idle));
            return;
        };
        let whole = border && awaiting.rule.ends_at_close(awaiting.progress, ended.reset);
        let request = RequestId(awaiting.id);
        if whole || awaiting.stops {
            self.reply_ended(EndedBy::Close);
            self.end_with(Event::Closed(Closed::Idle));
        } else {
            self.end_with(Event::Closed(Closed::Awaiting { request }));
        }
    }
}
