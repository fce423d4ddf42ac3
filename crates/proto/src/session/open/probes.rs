//! What the answer to a probe means.

use std::time::Instant;

use super::Open;
use super::parts::{Failure, unsolicited, without_text};
use crate::error::Closed;
use crate::inbound::Part;
use crate::marks::{self, Mark};
use crate::packet::MIN_SIZE;
use crate::reply::{
    EndedBy, ProbeAnswer, ProbeTrust, Ruling, is_page, is_terminator, may_complain,
};
use crate::request::RequestId;
use crate::session::earlier::Probed;
use crate::session::effects::{Effects, Told};
use crate::session::exchange::Exchange;
use crate::session::ids::Ids;
use crate::session::outbound::Transmit;

impl Open {
    /// An answer to a probe: this command's, or an earlier one's, of which
    /// some servers send two.
    pub(super) fn on_probe(
        &mut self,
        mut exchange: Box<Exchange>,
        part: &Part,
        body: &[u8],
        heard: Instant,
    ) -> Result<Effects, Failure> {
        let id = part.header.id;
        let answer = exchange.on_probe(id, body, self.known.is_complaint(body));
        match answer {
            Some(ProbeAnswer::End | ProbeAnswer::Complaint) => {
                if answer == Some(ProbeAnswer::Complaint) {
                    marks::hit(Mark::Complaint);
                    self.known.on_complaint(body);
                }
                // Whether a server that was moved on answers a probe which
                // comes together with its command is still to be seen.
                let alone = exchange.probed() == Some(Probed::Alone);
                if !exchange.is_probed() || alone && exchange.was_nudged_once() {
                    self.known.on_lone_answer();
                } else if exchange.was_nudged() {
                    self.known.on_pushed_answer();
                } else if alone {
                    self.known.on_later_answer();
                } else {
                    self.known.on_answer(ProbeTrust::Answered);
                }
                if exchange.holds_any() && self.earlier.was_nothing_by_probe() {
                    // It may as well be the reply before, of which nothing came
                    // in time.
                    return Ok(lost(&mut exchange));
                }
                // What has come before it, whatever its ids, is the reply.
                let effects = exchange.take_held(&mut self.known);
                return Ok(self.go_on(exchange, Ruling::End(EndedBy::Probe), effects));
            }
            Some(ProbeAnswer::Early) => {
                if exchange.begun() {
                    self.known.learned.probes = ProbeTrust::Early;
                }
                // Else nothing may come of this command at all: what comes tells.
                return Ok(self.go_on(exchange, Ruling::Continue, Effects::default()));
            }
            Some(ProbeAnswer::EarlyPage) => {
                marks::hit(Mark::Page);
                self.known.on_answer(ProbeTrust::Answered);
                exchange.keep_page(body);
                return Ok(self.go_on(exchange, Ruling::Continue, Effects::default()));
            }
            Some(ProbeAnswer::Page) => {
                marks::hit(Mark::Page);
                if exchange.was_nudged() {
                    self.known.on_pushed_answer();
                } else {
                    self.known.on_answer(ProbeTrust::Answered);
                }
                exchange.on_page();
                let before = exchange.take_doubtful();
                let may_send = exchange.may_send();
                let doubtful = may_send && may_complain(body);
                if doubtful {
                    exchange.keep_doubtful(body);
                }
                let bare = doubtful.then(|| without_text(part));
                let told = bare.as_ref().unwrap_or(part);
                let (step, mut effects) = exchange.on_part(told, heard, &mut self.known);
                if let Some(before) = before {
                    effects.put_first(before);
                }
                if may_send {
                    effects.transmit(Transmit::probe(id));
                }
                return Ok(self.go_on(exchange, step, effects));
            }
            None => marks::hit(Mark::ProbeAnsweredAgain),
        }
        let mut effects = Effects::default();
        let news = self.earlier.answered(RequestId(Ids::command_of(id)));
        let learned = &self.known.learned;
        // The second packet of an answer is no sign of another packet handled: a
        // push for each of them would put the server further behind each time.
        let second = news.is_none() && part.header.size > MIN_SIZE && is_terminator(body);
        let behind = learned.one_behind && !second;
        if learned.probes != ProbeTrust::Early && (news.is_some() || behind) {
            // Either the server is slow, or it is one that reads the second
            // packet of a segment only when more bytes come: then probes would
            // cost a wait each time.
            let brought_out = !exchange.begun() && exchange.brought_out(heard, &self.known);
            if learned.one_behind || brought_out {
                self.known.on_some_answer();
                exchange.plan_nudge(heard, &self.known);
            } else {
                // What was sent to move the server on may have brought it out.
                let alone = exchange.was_nudged().then_some(Probed::Alone);
                self.on_slow_answer(alone.or(news));
                effects.transmit_if(exchange.rely_on_probe());
                exchange.plan_nudge_of_lateness(heard, &self.known);
            }
        }
        let told = if Ids::command_of(id) == exchange.request().wire_id() {
            // No such probe was sent, or a complaint comes twice.
            is_page(body).then(|| unsolicited(part)).flatten()
        } else {
            self.late_page(part, body)
        };
        if told.is_some() {
            self.unasked.count(body.len())?;
        }
        effects.told = told;
        Ok(self.go_on(exchange, Ruling::Continue, effects))
    }

    /// A probe that went out like this was answered, when nobody waited for it
    /// any more: the server is only slow.
    pub(super) fn on_slow_answer(&mut self, probed: Option<Probed>) {
        match probed {
            Some(Probed::Alone) => self.known.on_later_answer(),
            Some(Probed::Along) | None => self.known.on_answer(ProbeTrust::Answered),
        }
    }

    /// More of an earlier command's reply, in the answer to its probe.
    pub(super) fn late_page(&mut self, part: &Part, body: &[u8]) -> Option<Told> {
        // Where answers come before their replies, their text is none.
        let told = is_page(body)
            && self.known.learned.probes != ProbeTrust::Early
            && !self.known.is_complaint(body);
        let command = Ids::command_of(part.header.id);
        let told = told.then(|| self.earlier_output(command, part)).flatten()?;
        Some(match told {
            Told::Reply(request) | Told::Late(request) if may_complain(body) => {
                // Nobody asks again: whether it is a complaint stays open.
                if self.earlier.may_be_page_of(request) {
                    Told::Late(request)
                } else {
                    return unsolicited(part);
                }
            }
            told => told,
        })
    }
}

/// Nothing tells whose the packets are that were held.
fn lost(exchange: &mut Exchange) -> Effects {
    let request = exchange.request();
    let mut effects = Effects::default();
    effects.extend_after(exchange.disown());
    effects.and_closed(Closed::Awaiting { request })
}
