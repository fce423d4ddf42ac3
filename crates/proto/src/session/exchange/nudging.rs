//! The probes that are sent behind a command, to move a server on that is
//! behind, or to see whether there is more.

use std::time::Instant;

use super::Exchange;
use crate::game::Shape;
use crate::pace::LARGE_PACKET;
use crate::reply::{ProbeRule, ReplyRule};
use crate::session::effects::Effects;
use crate::session::event::{Event, Quirk};
use crate::session::ids::Ids;
use crate::session::known::Known;
use crate::session::nudge::Why;
use crate::session::outbound::Transmit;

impl Exchange {
    /// Whether what came was brought out by sending this command.
    pub(in crate::session) fn brought_out(&self, heard: Instant, known: &Known) -> bool {
        heard.saturating_duration_since(self.sent) <= known.pace.prompt_answer()
    }

    /// Sending this command has brought out the answer to an earlier probe.
    /// If nothing more comes, the command itself is stuck, or its probe is.
    pub(in crate::session) fn plan_nudge(&mut self, heard: Instant, known: &Known) {
        if !self.may_send() {
            // No more can be sent.
        } else if known.learned.one_behind {
            self.nudge.plan_again(heard, Why::Behind);
        } else {
            let wait = known.pace.probe_unanswered();
            self.nudge.plan(heard + wait, Why::Behind);
        }
    }

    /// What came is of a command before this one, or answers its probe. The
    /// server was only slow, or this command waits in it behind that probe
    /// (`rcon-server` of `PyPI`): whatever a push has brought out, another one
    /// follows at once.
    pub(in crate::session) fn plan_nudge_of_lateness(&mut self, heard: Instant, known: &Known) {
        if self.may_send() && !self.begun() && self.is_probed() {
            let prompt = known.pace.prompt_answer();
            let pushed = self.nudge.sent_at().is_some_and(|at| heard <= at + prompt);
            let at = if pushed {
                heard
            } else {
                heard + known.pace.probe_unanswered()
            };
            self.nudge.plan_again(at, Why::Silent);
        }
    }

    /// A packet of the reply has come, and its end is the answer to a probe that
    /// may wait in the server, or that was not sent.
    pub(super) fn plan_nudge_of_end(&mut self, heard: Instant, known: &Known) {
        if !self.may_send() {
            // No more can be sent.
        } else if self.rule.spares_a_probe()
            && known.shape == Shape::Source
            && self.packet_len >= LARGE_PACKET
        {
            // Alone a probe does no harm to who dies of two packets in a segment,
            // and it shows whether more is to be asked for.
            let wait = known.pace.end_of_reply(self.packet_len);
            self.nudge.plan(heard + wait, Why::More);
        } else if !self.is_probed() {
            // A silence is its end.
        } else if known.learned.one_behind {
            // If the server answers by itself, it does so before this silence
            // is over.
            let wait = known.pace.end_of_reply(self.packet_len);
            self.nudge.plan_again(heard + wait, Why::Behind);
        } else if known.has_answered() && known.has_missed_answers() {
            let wait = known.pace.probe_unanswered();
            self.nudge.plan_again(heard + wait, Why::Silent);
        }
    }

    /// A probe of its own for a command that went out without one, where probes
    /// were answered over this connection. What is to be sent, if it was not
    /// sent before to move the server on.
    pub(in crate::session) fn rely_on_probe(&mut self) -> Option<Transmit> {
        let probe_id = Ids::probe_of(self.id);
        let turned = self.rule.rely_on_probe(probe_id);
        self.relies |= turned;
        let sends = turned && !self.nudge.was_sent();
        self.sent_alone |= sends;
        sends.then(|| Transmit::probe(probe_id))
    }

    /// The command goes out without a probe, because an earlier one was not
    /// answered. If nothing comes of it, it may be stuck behind that one.
    pub(in crate::session) fn plan_nudge_of_silence(&mut self, known: &Known) {
        let wait = if known.learned.one_behind {
            known.pace.prompt_answer()
        } else {
            known.pace.probe_unanswered()
        };
        self.nudge.plan(self.sent + wait, Why::Silent);
    }

    /// Moves the server on to the command.
    pub(in crate::session) fn nudge(&mut self, known: &mut Known, now: Instant) -> Effects {
        let why = self.nudge.send(now);
        let mut effects = Effects::default();
        if why == Some(Why::More) {
            let probe_id = Ids::probe_of(self.id);
            self.rule = ReplyRule::Probe(ProbeRule::for_more(probe_id));
        } else if known.has_answered() {
            // What is sent is all that has to be.
            let _ = self.rely_on_probe();
        }
        if why == Some(Why::Behind) && !known.learned.one_behind {
            known.on_one_behind();
            effects.push_after(Event::Quirk(Quirk::OneBehind));
        }
        effects.transmit(Transmit::probe(Ids::probe_of(self.id)));
        effects
    }
}
