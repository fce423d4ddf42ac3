//! What ends a wait without a packet: a silence, the deadline, a close.

use std::borrow::Cow;
use std::time::Instant;

use super::Exchange;
use crate::game::Shape;
use crate::marks::{self, Mark};
use crate::reply::{Backstop, EndedBy, HalfCloseRule, ReplyRule, Ruling};
use crate::session::candidates::may_be_candidate;
use crate::session::config::HalfClosing;
use crate::session::effects::Effects;
use crate::session::event::{Event, Quirk};
use crate::session::incoming::{Ended, Incoming};
use crate::session::known::Known;
use crate::shown::{HalfCloses, ReplyIds};

/// Chat and keep-alives may fill the link, so they put the end of a silence
/// off, but not for ever: to at most so many times its length.
const CHATTER: u32 = 4;

/// What a wait ends in, if nothing comes before.
#[derive(Debug, Clone, Copy)]
pub(in crate::session) struct Due {
    pub(in crate::session) at: Instant,
    pub(in crate::session) what: Wake,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::session) enum Wake {
    /// The end has come, and may be told, or the server is asked once more.
    Settled,
    /// A server that is one packet behind is to be moved on.
    Nudge,
    /// A packet that stopped short of its size is whole.
    ShortPacket,
    /// The silence means something to the reply.
    Silence,
    Deadline,
}

/// What the deadline is to a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::session) enum AtDeadline {
    /// Its end.
    Ended,
    /// Its loss.
    TimedOut { begun: bool },
}

/// What a close is to a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::session) enum AtClose {
    Ended,
    Lost,
}

impl Exchange {
    /// What ends the wait, if nothing comes before.
    pub(in crate::session) fn due(&self, incoming: &Incoming, known: &Known) -> Due {
        if let Some(asked) = &self.settled {
            let (at, what) = (asked.due(), Wake::Settled);
            return Due { at, what };
        }
        let silence = self.silence(incoming, known);
        let deadline = self.deadline.at();
        let first = silence.filter(|silence| silence.at <= deadline);
        first.unwrap_or(Due {
            at: deadline,
            what: Wake::Deadline,
        })
    }

    /// When the silence since the last byte means something.
    fn silence(&self, incoming: &Incoming, known: &Known) -> Option<Due> {
        if let Some(at) = self.nudge.due() {
            let what = Wake::Nudge;
            return Some(Due { at, what });
        }
        let since = incoming.quiet_since(self.sent);
        if self.rests_in_short_packet(incoming, known) {
            return Some(Due {
                at: since + known.pace.short_packet(),
                what: Wake::ShortPacket,
            });
        }
        if !incoming.at_border() {
            return None;
        }
        let wait = if self.begun() {
            let Known { learned, pace, .. } = known;
            self.rule.silence(self.progress, learned, *pace)?
        } else {
            // On the Source shape a reply under its own id may still come, and
            // the answer to its probe says whether it does.
            let newest = self.candidates.newest_len()?;
            let unmarked = known.shape == Shape::OnePacket;
            unmarked.then(|| known.pace.end_of_reply(newest))?
        };
        let silent = since + wait;
        let at = match self.last_part {
            Some(last) => silent.min(last + wait * CHATTER),
            None => silent,
        };
        // What was sent to move the server on has its time, too.
        let nudged = self.nudge.sent_at().filter(|_| self.is_probed());
        let at = nudged.map_or(at, |sent| at.max(sent + known.pace.prompt_answer()));
        let what = Wake::Silence;
        Some(Due { at, what })
    }

    /// Whether the stream rests in a packet of this reply, perhaps, that
    /// announced more than was sent.
    pub(in crate::session) fn rests_in_short_packet(
        &self,
        incoming: &Incoming,
        known: &Known,
    ) -> bool {
        known.shape == Shape::OnePacket
            && incoming.short_packet().is_some_and(|header| {
                header.id == self.id
                    || known.learned.foreign.has(header.id)
                    || (!self.begun() && !known.learned.own_ids && may_be_candidate(&header))
            })
    }

    /// The silence lasted as long as [`due`](Self::due) said.
    pub(in crate::session) fn on_silence(
        &mut self,
        incoming: &Incoming,
        known: &mut Known,
    ) -> (Ruling, Effects) {
        if !self.begun() {
            return self.adopt(incoming, known);
        }
        let mut effects = Effects::default();
        if self.rule.gives_up_a_probe() {
            if self.was_nudged() {
                // Whatever holds it up, it is not that.
                known.on_idle_push();
            }
            if known.on_unanswered() {
                effects.push_after(Event::Quirk(Quirk::UnansweredProbe));
            }
        }
        if self.rule.spares_a_probe() {
            known.on_spared_silence(self.packets());
        }
        let told = self.has_half_closed();
        let step = self.rule.on_silence();
        if told {
            known.on_half_close(HalfCloses::Ignores);
        }
        (step, effects)
    }

    /// Nothing came under our own id: what was held is the reply, where
    /// anything was, and its ids are this server's way.
    pub(in crate::session) fn take_held(&mut self, known: &mut Known) -> Effects {
        let mut effects = Effects::default();
        let packets = self.candidates.adopt();
        if packets.is_empty() {
            return effects;
        }
        let request = self.request();
        let news = known.learned.foreign.is_empty();
        for (id, body) in packets {
            known.learned.foreign.learn(id);
            self.count_packet(body.len());
            if !body.is_empty() {
                let bytes = Cow::Owned(body);
                effects.push_after(Event::Reply { request, bytes });
            }
        }
        if news {
            known.on_ids(ReplyIds::Foreign);
            effects.push_after(Event::Quirk(Quirk::ForeignId));
        }
        effects
    }

    /// Takes it where a silence has told.
    fn adopt(&mut self, incoming: &Incoming, known: &mut Known) -> (Ruling, Effects) {
        let effects = self.take_held(known);
        if !self.begun() {
            return (Ruling::Continue, effects);
        }
        let round_trip = incoming.quiet_since(self.sent) - self.sent;
        known.pace.observe(round_trip);
        // The silence that told whose the packets are is the silence that ends
        // the reply, except that a link may still be half-closed to be sure: one
        // on which nothing else could be told apart is of no use any more.
        let backstop = match known.half_closes() {
            Some(HalfCloses::Resets) => None,
            Some(HalfCloses::Ignores) => Some(Backstop::ShortSilence),
            Some(HalfCloses::Closes) | None => Some(Backstop::LongSilence),
        };
        if let Some(backstop) = backstop
            && self.half_closing != HalfClosing::Never
            && matches!(self.rule, ReplyRule::Silence(_))
        {
            self.rule = ReplyRule::HalfClose(HalfCloseRule::new(backstop));
        }
        let step = match self.rule {
            ReplyRule::HalfClose(_) => self.rule.on_packet(self.progress, &mut known.learned),
            _ => Ruling::End(EndedBy::Silence),
        };
        (step, effects)
    }

    pub(in crate::session) fn on_deadline(&self, incoming: &Incoming, known: &Known) -> AtDeadline {
        // Less chatter, which puts no end off for ever.
        let since = |from| self.deadline.at().saturating_duration_since(from);
        let enough = known.pace.probe_unanswered();
        let silent = since(incoming.quiet_since(self.sent)) >= enough
            || self
                .last_part
                .is_some_and(|last| since(last) >= enough * CHATTER);
        if incoming.at_border() && silent && self.rule.ends_at_deadline(&known.learned) {
            return AtDeadline::Ended;
        }
        AtDeadline::TimedOut {
            begun: self.begun() || self.packet_len > 0,
        }
    }

    /// The stream has ended: what was held may be the reply.
    pub(in crate::session) fn on_last_silence(
        &mut self,
        incoming: &Incoming,
        known: &mut Known,
    ) -> (Ruling, Effects) {
        if incoming.at_border() && !self.begun() && known.shape == Shape::OnePacket {
            // What ends it is the close.
            let (_, effects) = self.adopt(incoming, known);
            return (Ruling::Continue, effects);
        }
        (Ruling::Continue, Effects::default())
    }

    /// The same, when that did not end it. `ended`: whether it came as an
    /// error, which may have swallowed data.
    pub(in crate::session) fn on_close(
        &self,
        incoming: &Incoming,
        known: &Known,
        ended: Ended,
    ) -> AtClose {
        // A probe that is under way says that its answer is the end.
        let asks = self.was_nudged() && !self.has_half_closed();
        let ends = || !asks && self.rule.ends_at_close(self.progress, &known.learned);
        let whole = ended == Ended::Cleanly && incoming.at_border() && ends();
        if whole {
            AtClose::Ended
        } else if self.stops {
            marks::hit(Mark::StoppedByCommand);
            AtClose::Ended
        } else {
            AtClose::Lost
        }
    }
}
