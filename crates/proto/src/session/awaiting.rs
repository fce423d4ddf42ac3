//! A command whose reply is waited for: which packets are its own, and what
//! a packet, a silence, the deadline or a close means to it.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::{
    Closed, Ended, EndedBy, Event, Learned, Part, Previous, ProbeTrust, Quirk, ReplyRule,
    RequestId, Session, State, Step, Told, Transmit, is_unsolicited_body, is_unsolicited_kind,
};
use crate::decode::Header;
use crate::pace::{Pace, later};
use crate::packet::SERVERDATA_RESPONSE_VALUE;
use crate::reply::Progress;
use crate::session::ids::IdOf;

/// Text after which a deadline begins again, in bytes.
const PROGRESS: usize = 1024;

/// A command under way.
#[derive(Debug)]
pub(super) struct Awaiting {
    pub(super) id: i32,
    pub(super) rule: ReplyRule,
    pub(super) progress: Progress,
    pub(super) sent: Instant,
    pub(super) deadline: Instant,
    timeout: Duration,
    /// Text since the deadline last began, in bytes.
    text: usize,
    /// Text of a held packet that is counted already, in bytes.
    pub(super) held: usize,
    /// The command stops the server: a close is its answer.
    stops: bool,
    /// Packets under a foreign id, in a session that has not seen its own.
    pub(super) candidates: Vec<(i32, Vec<u8>)>,
    /// Bytes of the packet that is being handed on.
    packet_len: usize,
}

impl Awaiting {
    pub(super) fn new(
        id: i32,
        rule: ReplyRule,
        timeout: Duration,
        stops: bool,
        now: Instant,
    ) -> Self {
        Self {
            id,
            rule,
            progress: Progress::default(),
            sent: now,
            deadline: later(now, timeout),
            timeout,
            text: 0,
            held: 0,
            stops,
            candidates: Vec::new(),
            packet_len: 0,
        }
    }

    /// Whether packets of this id are this reply's.
    pub(super) fn owns(&self, id: i32, learned: &Learned) -> bool {
        id == self.id || Some(id) == learned.foreign_id
    }

    /// Whether a packet may turn out to be this reply's.
    pub(super) fn may_be_reply(&self, header: &Header, learned: &Learned) -> bool {
        self.owns(header.id, learned)
            || (self.progress.packets == 0 && header.kind == SERVERDATA_RESPONSE_VALUE)
    }

    pub(super) fn begun(&self) -> bool {
        self.progress.packets > 0
    }

    pub(super) fn candidate_bytes(&self) -> usize {
        self.candidates.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// Counts text, which puts the deadline off.
    pub(super) fn count_text(&mut self, bytes: usize, now: Instant) {
        self.text += bytes;
        if self.text >= PROGRESS {
            self.text %= PROGRESS;
            self.deadline = later(now, self.timeout);
        }
    }

    /// Counts the text so far of a packet that is held until it is whole.
    pub(super) fn count_held(&mut self, bytes: usize, now: Instant) {
        let more = bytes.saturating_sub(self.held);
        self.held += more;
        self.count_text(more, now);
    }

    /// How long a silence has to last, where one means something.
    pub(super) fn silence(&self, learned: &Learned, pace: Pace) -> Option<Duration> {
        if self.begun() {
            self.rule.silence(self.progress, learned, pace)
        } else {
            let (_, newest) = self.candidates.last()?;
            Some(pace.end_of_reply(newest.len()))
        }
    }
}

impl Session {
    pub(super) fn awaiting(&mut self) -> Option<&mut Awaiting> {
        match &mut self.state {
            State::Awaiting(awaiting) => Some(awaiting),
            _ => None,
        }
    }

    pub(super) fn on_awaiting_part(&mut self, part: &Part) -> Option<Told> {
        let id = part.header.id;
        let learned = self.learned;
        let awaiting = self.awaiting()?;
        if awaiting.id == id {
            self.learned.foreign_id = None;
            self.learned.own_ids = true;
            return self.on_own_part(part);
        }
        if awaiting.owns(id, &learned) && !self.is_known_unsolicited(part) {
            return self.on_own_part(part);
        }
        match self.ids.what_is(id) {
            IdOf::Login => self.unsolicited(part),
            IdOf::Probe => {
                self.on_probe(id);
                None
            }
            IdOf::Command => self.earlier_output(part),
            IdOf::Foreign => self.on_foreign_part(part),
        }
    }

    pub(super) fn is_known_unsolicited(&self, part: &Part) -> bool {
        // A piece of a longer packet may look like such a body by chance.
        let whole = part.first && part.last;
        is_unsolicited_kind(part.header.kind)
            || (whole && is_unsolicited_body(self.inbound.bytes(part.range.clone())))
    }

    /// A part of the reply itself.
    fn on_own_part(&mut self, part: &Part) -> Option<Told> {
        let heard = self.heard;
        self.unsolicited_bytes = 0;
        self.given_up_silent = false;
        // The reply has begun: what comes of the one before it is late now.
        if let Some(previous) = &mut self.previous {
            previous.open = false;
        }
        let len = part.range.len();
        let awaiting = self.awaiting()?;
        let now = heard.unwrap_or(awaiting.sent);
        let round_trip = now.saturating_duration_since(awaiting.sent);
        let first = part.first && !awaiting.begun();
        awaiting.count_text(len, now);
        awaiting.packet_len = len + if part.first { 0 } else { awaiting.packet_len };
        let told = (len > 0).then_some(Told::Reply(RequestId(awaiting.id)));
        if part.last {
            awaiting.progress.packets += 1;
            awaiting.progress.last_len = awaiting.packet_len;
            awaiting.progress.text |= awaiting.packet_len > 0;
        }
        if first {
            self.pace.observe(round_trip);
        }
        if part.last {
            self.step_on_packet();
        }
        told
    }

    pub(super) fn step_on_packet(&mut self) {
        let mut learned = self.learned;
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        let step = awaiting.rule.on_packet(awaiting.progress, &mut learned);
        self.learned = learned;
        self.take(step);
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Continue => {}
            Step::HalfClose => self.outbound.push_back(Transmit::HalfClose),
            Step::End(by) => self.reply_ended(by),
        }
    }

    pub(super) fn reply_ended(&mut self, by: EndedBy) {
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        // Nobody waits for the rest of a reply that was only to begin.
        let open = by.is_provisional() && !matches!(awaiting.rule, ReplyRule::FirstPacket(_));
        let id = awaiting.id;
        self.previous = Some(Previous { id, open });
        self.state = State::Ready;
        self.events.push_back(Event::ReplyEnded {
            request: RequestId(id),
            by,
        });
    }

    /// An answer to a probe: this command's, or an earlier one's, of which
    /// some servers send two.
    fn on_probe(&mut self, id: i32) {
        let Some(awaiting) = self.awaiting() else {
            return;
        };
        match &awaiting.rule {
            ReplyRule::Probe(rule) if rule.probe_id == id => {
                self.learned.probes = ProbeTrust::Answered;
                self.inbound.expect_stray();
                self.reply_ended(EndedBy::Probe);
            }
            _ => self.late_probe(),
        }
    }

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
