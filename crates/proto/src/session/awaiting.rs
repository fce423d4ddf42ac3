//! A command whose reply is waited for: which packets are its own, and what a
//! packet means to it. What ends the wait without one is in [`ending`](super::ending).

use std::time::{Duration, Instant};

use super::{Event, Previous, RequestId, Session, State, Told, Transmit};
use crate::decode::Header;
use crate::inbound::Part;
use crate::pace::{Pace, later};
use crate::packet::SERVERDATA_RESPONSE_VALUE;
use crate::reply::{EndedBy, Learned, ProbeTrust, Progress, ReplyRule, Step};
use crate::session::ids::{IdOf, Ids};
use crate::unsolicited::{is_unsolicited_body, is_unsolicited_kind};

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
    pub(super) timeout: Duration,
    /// Text since the deadline last began, in bytes.
    text: usize,
    /// Text of a held packet that is counted already, in bytes.
    pub(super) held: usize,
    /// The command stops the server: a close is its answer.
    pub(super) stops: bool,
    /// Packets under a foreign id, in a session that has not seen its own.
    pub(super) candidates: Vec<(i32, Vec<u8>)>,
    /// Bytes of the packet that is being handed on.
    pub(super) packet_len: usize,
    /// When a part of the reply last came.
    pub(super) last_part: Option<Instant>,
    /// When a server that is one packet behind is to be moved on.
    pub(super) nudge: Option<Instant>,
    /// It was; more probes would only put it further behind.
    pub(super) nudged: bool,
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
            last_part: None,
            nudge: None,
            nudged: false,
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
        awaiting.nudge = None;
        awaiting.last_part = Some(now);
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

    pub(super) fn take(&mut self, step: Step) {
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
        let trust = match &awaiting.rule {
            ReplyRule::Probe(rule) if rule.probe_id == id => ProbeTrust::Answered,
            // It was not one behind, then, but slow. Whether it answers a
            // probe that comes together with its command is still to be seen.
            _ if awaiting.nudged && Ids::probe_of(awaiting.id) == id => ProbeTrust::Unknown,
            _ => return self.late_probe(),
        };
        self.learned.probes = trust;
        self.learned.one_behind = false;
        self.inbound.expect_stray();
        self.reply_ended(EndedBy::Probe);
    }
}
