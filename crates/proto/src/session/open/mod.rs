//! Logged in: what a packet means, with a command under way or without one.

mod parts;
mod probes;
mod waiting;

use std::time::Instant;

use crate::decode::Header;
use crate::error::ProtocolError;
use crate::game::Shape;
use crate::inbound::Handling;
use crate::packet::{SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE, encode_into};
use crate::reply::{
    BARE_LEN, Backstop, EndMarks, EndedBy, FirstPacketRule, HalfClose, HalfCloseRule, MarkRule,
    OwnPacketsRule, Patience, ProbeRule, ProbeTrust, ReplyRule, Ruling, SilenceRule,
};
use crate::request::RequestId;
use crate::session::candidates::Candidates;
use crate::session::config::{Execute, HalfClosing, Wait};
use crate::session::console::Console;
use crate::session::earlier::Earlier;
use crate::session::effects::{Effects, Reading};
use crate::session::event::Event;
use crate::session::exchange::Exchange;
use crate::session::ids::{IdOf, Ids};
use crate::session::incoming::Incoming;
use crate::session::known::Known;
use crate::session::lines::LastLine;
use crate::session::outbound::Transmit;
use crate::session::unasked::{MOST_TERMINATORS, Unasked, may_be_unasked_body};
use crate::shown::HalfCloses;

/// See the [module](self).
pub(in crate::session) struct Open {
    known: Known,
    ids: Ids,
    unasked: Unasked,
    earlier: Earlier,
    last_line: LastLine,
    console: Console,
    /// The command under way. Boxed, because whoever ends it takes it out.
    exchange: Option<Box<Exchange>>,
    /// The command under way is the first of the connection, and none that
    /// closes links by what it does.
    first_may_die_of_probe: bool,
    /// The largest packet that is held whole, in bytes.
    max_packet: usize,
}

impl Open {
    pub(in crate::session) fn new(
        login_id: i32,
        known: Known,
        unasked: Unasked,
        max_packet: usize,
    ) -> Self {
        let ids = if known.learned.one_byte {
            Ids::in_a_byte(login_id)
        } else {
            Ids::behind(login_id)
        };
        Self {
            known,
            ids,
            unasked,
            earlier: Earlier::default(),
            last_line: LastLine::default(),
            console: Console::default(),
            exchange: None,
            first_may_die_of_probe: false,
            max_packet,
        }
    }

    pub(in crate::session) fn known(&self) -> &Known {
        &self.known
    }

    /// What became of a half-close behind the last reply.
    pub(in crate::session) fn on_half_close(&mut self, how: HalfCloses) {
        self.known.on_half_close(how);
    }

    /// The newest command is one that nobody waits for, and nothing has come of
    /// it, although whatever this kind of server does is answered.
    pub(in crate::session) fn is_unheard(&self) -> bool {
        self.known.shape == Shape::Source && !self.is_busy() && self.earlier.unheard().is_some()
    }

    /// A probe behind that command: what waits in the server for a packet
    /// behind it is done then.
    pub(in crate::session) fn push(&self) -> Option<Transmit> {
        let request = self.earlier.unheard().filter(|_| !self.is_busy())?;
        let probe = Transmit::probe(Ids::probe_of(request.wire_id()));
        self.known.takes_probes().then_some(probe)
    }

    pub(in crate::session) fn is_busy(&self) -> bool {
        self.exchange.is_some()
    }

    /// Sends a command, where none is under way. It is known to have this
    /// effect on the link.
    pub(in crate::session) fn execute(
        &mut self,
        command: &[u8],
        how: Execute,
        effect: Effect,
        now: Instant,
    ) -> (RequestId, Transmit) {
        self.first_may_die_of_probe = self.ids.is_unused() && effect == Effect::None;
        let id = self.ids.command();
        let probe_id = Ids::probe_of(id);
        let probed = how.wait == Wait::Reply
            && self.known.shape == Shape::Source
            && self.known.learned.may_be_probed();
        let segment = Transmit::segment(|out| {
            encode_into(out, id, SERVERDATA_EXECCOMMAND, command);
            if probed {
                encode_into(out, probe_id, SERVERDATA_RESPONSE_VALUE, b"");
            }
        });
        self.console.sent();
        let request = RequestId(id);
        if how.wait == Wait::Nothing {
            self.earlier.given_up(request, false);
            return (request, segment);
        }
        let rule = rule(how, probed.then_some(probe_id), &self.known);
        let candidates = Candidates::of_at_most(self.max_packet);
        let stops = effect == Effect::StopsServer;
        let mut exchange = Exchange::new(id, rule, how, stops, candidates, now);
        if how.wait == Wait::Reply && !probed && self.known.may_be_pushed() {
            exchange.plan_nudge_of_silence(&self.known);
        }
        self.exchange = Some(Box::new(exchange));
        (request, segment)
    }

    /// Whether the next reply could not be told from what may still come of
    /// the one before: that was given up, or the ids of this server tell nothing
    /// and only a silence told its end.
    pub(in crate::session) fn might_mistake_a_reply(&self) -> bool {
        let learned = &self.known.learned;
        let unmarked = self.known.shape == Shape::OnePacket || !learned.foreign.is_empty();
        unmarked && self.earlier.might_be_mistaken(learned)
    }

    pub(in crate::session) fn more_may_come(&self) -> bool {
        self.earlier.open().is_some()
    }

    /// Bytes arrived, which nobody has read yet.
    pub(in crate::session) fn on_bytes(&mut self, incoming: &Incoming, now: Instant) {
        let Some(exchange) = &mut self.exchange else {
            return;
        };
        if self.known.shape == Shape::OnePacket
            && let Some(header) = incoming.unfinished()
            // What is late, or an answer to a probe, is nobody's progress.
            && may_be_foreign(&self.known, &self.ids, &self.unasked, &header)
        {
            exchange.on_beginning(&header, incoming.unread(), now);
        }
    }

    pub(in crate::session) fn read(
        &mut self,
        incoming: &mut Incoming,
    ) -> Result<Reading, ProtocolError> {
        let next = incoming.next(|header| self.handling(header));
        let Some((part, heard)) = next.map_err(|bad| incoming.fault(bad))? else {
            if let Some(ended) = incoming.take_end() {
                return self.on_close(incoming, ended).map(Reading::Rest);
            }
            return Ok(self
                .on_overdue(incoming)
                .map_or(Reading::Nothing, Reading::Rest));
        };
        let effects = self.on_part(&part, incoming.bytes(&part), heard);
        let effects = effects.map_err(|error| *error)?;
        if matches!(self.ids.what_is(part.header.id), IdOf::Probe | IdOf::Login) {
            incoming.expect_stray();
        }
        Ok(Reading::Part(part, effects))
    }

    fn handling(&self, header: &Header) -> Handling {
        let own = self.own_id();
        let stream = if own == Some(header.id) {
            true
        } else if own.is_some() && self.known.learned.foreign.has(header.id) {
            // A short packet may be one that nobody asked for, which only its
            // body tells.
            !may_be_unasked_body(header)
        } else {
            self.ids.what_is(header.id) == IdOf::Command
        };
        // A bare terminator is only known as a whole.
        if stream && header.tail_len() > MOST_TERMINATORS + BARE_LEN {
            Handling::Stream
        } else {
            let limit = self.max_packet;
            Handling::Whole { limit }
        }
    }

    /// The id of the command under way.
    fn own_id(&self) -> Option<i32> {
        let exchange = self.exchange.as_deref();
        exchange.map(|exchange| exchange.request().wire_id())
    }

    /// Does what a rule says, behind all that follows already.
    #[expect(
        clippy::inline_always,
        reason = "for each packet, whose cost is that of moving what it returns"
    )]
    #[inline(always)]
    fn go_on(
        &mut self,
        mut exchange: Box<Exchange>,
        step: Ruling,
        mut effects: Effects,
    ) -> Effects {
        match step {
            Ruling::Continue => self.exchange = Some(exchange),
            Ruling::HalfClose => {
                exchange.on_half_close();
                self.exchange = Some(exchange);
                effects.transmit(Transmit::HalfClose);
            }
            Ruling::End(by) => {
                let request = exchange.request();
                if let Some(rest) = exchange.take_doubtful() {
                    effects.push_after(rest);
                }
                self.earlier.ended(request, exchange.stays_open(by));
                self.earlier.paged(exchange.is_paged());
                let by_probe = by == EndedBy::Probe;
                let unanswered = exchange.probed().filter(|_| !by_probe);
                self.earlier.probed(by_probe, unanswered);
                if by_probe && !exchange.begun() {
                    self.earlier.nothing_came();
                }
                effects.push_after(Event::ReplyEnded { request, by });
            }
        }
        effects
    }
}

/// What a command does to its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::session) enum Effect {
    None,
    /// It may close it: a new password, another map.
    MayClose,
    /// A close is its answer.
    StopsServer,
}

/// The rule for a reply that is waited for; the probe's id, where one goes out
/// with the command.
fn rule(how: Execute, probe_id: Option<i32>, known: &Known) -> ReplyRule {
    match (how.wait, probe_id) {
        (Wait::Begun, _) => ReplyRule::FirstPacket(FirstPacketRule),
        _ if known.learned.marks == EndMarks::Seen => ReplyRule::Mark(MarkRule),
        (_, Some(probe_id)) if known.has_answered() => {
            ReplyRule::Probe(ProbeRule::certain(probe_id))
        }
        (_, Some(probe_id)) => {
            let half_close = if how.half_closing == HalfClosing::NothingFollows {
                half_close(known)
            } else {
                HalfClose::No
            };
            let rule = ProbeRule::new(probe_id, half_close);
            ReplyRule::Probe(if known.closes_and_ignores_probes() {
                rule.believed_ignored()
            } else {
                rule
            })
        }
        _ if known.learned.probes == ProbeTrust::Early => ReplyRule::OwnPackets(OwnPacketsRule),
        (_, None) if how.half_closing == HalfClosing::NothingFollows => last_rule(known),
        (_, None) if known.spares_probes() => ReplyRule::Silence(SilenceRule::new(known.spared())),
        (_, None) => ReplyRule::Silence(SilenceRule::new(Patience::Short)),
    }
}

/// Whether the last command's link is half-closed while its probe is
/// unanswered. A server that does not close keeps its silence.
fn half_close(known: &Known) -> HalfClose {
    match known.half_closes() {
        Some(HalfCloses::Ignores | HalfCloses::Resets) => HalfClose::No,
        Some(HalfCloses::Closes) if known.closes_and_ignores_probes() => HalfClose::Soon,
        Some(HalfCloses::Closes) | None => HalfClose::Late,
    }
}

/// The rule for the last reply of a run, where no probe goes out.
fn last_rule(known: &Known) -> ReplyRule {
    let backstop = match (known.shape, known.half_closes()) {
        (_, Some(HalfCloses::Resets)) => None,
        (Shape::Source, _) if known.spares_probes() => None,
        (Shape::Source, Some(HalfCloses::Closes) | None) => Some(Backstop::Deadline),
        (Shape::Source, Some(HalfCloses::Ignores)) => None,
        (_, Some(HalfCloses::Ignores)) => Some(Backstop::ShortSilence),
        (_, _) => Some(Backstop::LongSilence),
    };
    match backstop {
        Some(backstop) => ReplyRule::HalfClose(HalfCloseRule::new(backstop)),
        None if known.shape == Shape::Source => {
            ReplyRule::Silence(SilenceRule::new(known.spared()))
        }
        None => ReplyRule::Silence(SilenceRule::new(Patience::Long)),
    }
}

/// Whether a packet is under an id that was never given out, and may be a
/// reply all the same. Not where one has come under its own.
fn may_be_foreign(known: &Known, ids: &Ids, unasked: &Unasked, header: &Header) -> bool {
    !known.learned.own_ids && ids.what_is(header.id) == IdOf::Foreign && !unasked.has_id(header.id)
}
