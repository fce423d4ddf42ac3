//! One command under way: what a part of its reply, a silence, the deadline
//! or a close means to it. What follows is told to whoever asked; nothing of
//! the session is reached from here but what is known of the server.

mod nudging;
mod probing;
mod waiting;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use crate::decode::Header;
use crate::inbound::Part;
use crate::packet::HEADER_LEN;
use crate::reply::{Arrived, EndedBy, ReplyRule, Ruling};
use crate::request::RequestId;
use crate::session::candidates::{Candidates, may_be_candidate};
use crate::session::config::{Execute, HalfClosing};
use crate::session::deadline::Deadline;
use crate::session::earlier::Probed;
use crate::session::effects::{Effects, Told};
use crate::session::event::{Event, Quirk};
use crate::session::ids::Ids;
use crate::session::known::Known;
use crate::session::nudge::Nudge;
use crate::session::outbound::Transmit;
use crate::session::unasked::{MOST_TERMINATORS, may_be_unasked_body};
use crate::session::utf8::Utf8Asked;

pub(in crate::session) use waiting::{AtClose, AtDeadline, Wake};

/// See the [module](self).
#[derive(Debug)]
pub(in crate::session) struct Exchange {
    id: i32,
    rule: ReplyRule,
    progress: Arrived,
    sent: Instant,
    deadline: Deadline,
    /// Its end was marked, and is told then: until then nothing may be sent.
    settled: Option<Utf8Asked>,
    /// The command stops the server: a close is its answer.
    stops: bool,
    half_closing: HalfClosing,
    /// Packets under a foreign id, in a session that has not seen its own.
    candidates: Candidates,
    /// Bytes of the packet that is being handed on.
    packet_len: usize,
    /// When a part of the reply last came.
    last_part: Option<Instant>,
    nudge: Nudge,
    /// Its probe went out behind it, and not with it.
    relies: bool,
    /// And not to move the server on.
    sent_alone: bool,
    /// Its probe was answered with text before anything else came.
    answered_early: bool,
    /// More of the reply, which came before its first packet.
    early_page: Option<Vec<u8>>,
    /// A short text that answered its probe, not told yet: more of the reply,
    /// unless it comes again.
    doubtful: Vec<u8>,
    /// An answer to its probe was more of the reply, as far as that is known.
    paged: bool,
}

impl Exchange {
    pub(in crate::session) fn new(
        id: i32,
        rule: ReplyRule,
        how: Execute,
        stops: bool,
        candidates: Candidates,
        now: Instant,
    ) -> Self {
        Self {
            id,
            rule,
            progress: Arrived::default(),
            sent: now,
            deadline: Deadline::new(how.timeout, now),
            settled: None,
            stops,
            half_closing: how.half_closing,
            candidates,
            packet_len: 0,
            last_part: None,
            nudge: Nudge::default(),
            relies: false,
            sent_alone: false,
            answered_early: false,
            early_page: None,
            doubtful: Vec::new(),
            paged: false,
        }
    }

    pub(in crate::session) fn request(&self) -> RequestId {
        RequestId(self.id)
    }

    /// The time that its reply may take.
    pub(in crate::session) fn deadline(&self) -> &Deadline {
        &self.deadline
    }

    pub(in crate::session) fn excuse(&mut self, lost: Duration) {
        self.deadline.excuse(lost);
    }

    /// Whether a whole packet of the reply has come.
    pub(in crate::session) fn begun(&self) -> bool {
        self.progress.packets > 0
    }

    /// Whole packets of it, empty ones too.
    pub(in crate::session) fn packets(&self) -> usize {
        self.progress.packets
    }

    /// Whether the server was moved on by a further probe.
    pub(in crate::session) fn was_nudged(&self) -> bool {
        self.nudge.was_sent()
    }

    /// Whether that was the only one that went out behind the command, and has
    /// been moved on by nothing in its turn.
    pub(in crate::session) fn was_nudged_once(&self) -> bool {
        self.nudge.count() == 1 && !self.sent_alone
    }

    /// Whether the server was told that no more will come.
    pub(in crate::session) fn has_half_closed(&self) -> bool {
        self.rule.has_half_closed()
    }

    /// Whether a probe went out with the command.
    pub(in crate::session) fn is_probed(&self) -> bool {
        matches!(self.rule, ReplyRule::Probe(_))
    }

    /// How a probe has gone out for it, if one has.
    pub(in crate::session) fn probed(&self) -> Option<Probed> {
        let sent = self.is_probed() || self.was_nudged();
        let how = if self.relies {
            Probed::Alone
        } else {
            Probed::Along
        };
        sent.then_some(how)
    }

    /// Whether anything of the reply has come.
    pub(in crate::session) fn is_untouched(&self) -> bool {
        !self.begun() && self.packet_len == 0
    }

    /// Whether this end leaves the reply open for parts that come later.
    pub(in crate::session) fn stays_open(&self, by: EndedBy) -> bool {
        // Nobody waits for the rest of a reply that was only to begin.
        by.is_provisional() && !matches!(self.rule, ReplyRule::FirstPacket(_))
    }

    /// A part of the reply itself.
    #[expect(
        clippy::inline_always,
        reason = "for each packet, whose cost is that of moving what it returns"
    )]
    #[inline(always)]
    pub(in crate::session) fn on_part(
        &mut self,
        part: &Part,
        heard: Instant,
        known: &mut Known,
    ) -> (Ruling, Effects) {
        // It is the first sign that what was held is not the reply, which is
        // told before the reply then, as it came.
        let mut effects = Effects::default();
        effects.extend_before(self.candidates.disown());
        let len = part.range.len();
        if part.first && !self.begun() {
            let round_trip = heard.saturating_duration_since(self.sent);
            known.pace.observe(round_trip);
            let nudged = self.nudge.sent_in_hope();
            if nudged.is_some_and(|at| heard <= at + known.pace.prompt_answer())
                && !known.learned.one_behind
            {
                known.on_one_behind();
                effects.push_before(Event::Quirk(Quirk::OneBehind));
            }
        }
        self.nudge.cancel();
        if part.first && !self.begun() && known.has_answered() {
            effects.transmit_if(self.rely_on_probe());
        }
        self.last_part = Some(heard);
        self.deadline.count(len, heard);
        self.packet_len = len + if part.first { 0 } else { self.packet_len };
        let mut step = Ruling::Continue;
        if part.last {
            self.count_packet(self.packet_len);
            step = self.rule.on_packet(self.progress, &mut known.learned);
            self.plan_nudge_of_end(heard, known);
        }
        if part.last
            && let Some(page) = self.early_page.take()
        {
            let request = self.request();
            let bytes = Cow::Owned(page);
            effects.push_after(Event::Reply { request, bytes });
            effects.transmit(Transmit::probe(Ids::probe_of(self.id)));
        }
        effects.told = (len > 0).then_some(Told::Reply(self.request()));
        (step, effects)
    }

    fn count_packet(&mut self, len: usize) {
        self.progress.packets += 1;
        self.progress.last_len = len;
        self.progress.text |= len > 0;
    }

    /// Whether a packet under a foreign id may turn out to be the reply, as
    /// far as its header tells.
    pub(in crate::session) fn may_hold(&self, header: &Header) -> bool {
        !self.begun() && may_be_candidate(header)
    }

    /// Whether there is room for it.
    pub(in crate::session) fn has_room_for(&self, header: &Header) -> bool {
        self.candidates.have_room(header)
    }

    /// Whether any is held.
    pub(in crate::session) fn holds_any(&self) -> bool {
        self.candidates.newest_len().is_some()
    }

    /// Holds such a packet until that is clear.
    pub(in crate::session) fn hold(&mut self, id: i32, body: &[u8], heard: Instant) {
        self.deadline.count_finished(body.len(), heard);
        // From here on chatter puts the silence off, but not for ever.
        self.last_part = Some(heard);
        self.candidates.hold(id, body);
    }

    /// Holds one that may be chatter as well, as far as only the answer to a
    /// probe can tell: nothing is put off by it.
    pub(in crate::session) fn hold_aside(&mut self, id: i32, body: &[u8]) {
        self.candidates.hold(id, body);
    }

    /// A beginning of such a packet has come, and that is so much of it.
    /// Its text is progress as that of a reply is.
    pub(in crate::session) fn on_beginning(
        &mut self,
        header: &Header,
        unread: usize,
        now: Instant,
    ) {
        // A short packet may turn out to be one that nobody asked for.
        if self.may_hold(header) && !may_be_unasked_body(header) {
            let tail = unread.saturating_sub(HEADER_LEN);
            let text = tail.saturating_sub(MOST_TERMINATORS);
            self.deadline.count_unfinished(text, now);
        }
    }

    /// What was held is not the reply, which was given up.
    pub(in crate::session) fn disown(&mut self) -> Vec<Event<'static>> {
        self.candidates.disown()
    }

    /// The server is told that no more will come.
    pub(in crate::session) fn on_half_close(&mut self) {
        self.nudge.cancel();
    }

    /// Whether the link is still open for more.
    pub(in crate::session) fn may_send(&self) -> bool {
        !self.has_half_closed()
    }

    pub(in crate::session) fn is_last(&self) -> bool {
        self.half_closing == HalfClosing::NothingFollows
    }

    /// Its end has come, and is told when the server has heard this.
    pub(in crate::session) fn settle(&mut self, asked: Utf8Asked) {
        self.settled = Some(asked);
    }

    /// Whether the server has, as this packet shows.
    pub(in crate::session) fn settles_with(&mut self, header: &Header, heard: Instant) -> bool {
        let asked = self.settled.as_mut();
        asked.is_some_and(|asked| asked.on_answer(header, heard))
    }

    /// The wait for that is over: what is to be sent, if it goes on.
    pub(in crate::session) fn on_settled(&mut self, now: Instant) -> Option<Transmit> {
        self.settled.as_mut()?.on_due(now)
    }

    pub(in crate::session) fn settles(&self) -> bool {
        self.settled.is_some()
    }

    /// Whether a close is its answer.
    pub(in crate::session) fn stops(&self) -> bool {
        self.stops
    }
}
