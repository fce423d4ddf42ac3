//! Whose a part is, and what it means.

use std::time::Instant;

use super::{Open, may_be_foreign};
use crate::error::ProtocolError;
use crate::game::{self, Shape};
use crate::inbound::Part;
use crate::marks::{self, Mark};
use crate::reply::{EndedBy, ForeignIds, ProbeTrust, Step};
use crate::request::RequestId;
use crate::session::effects::{Effects, Told};
use crate::session::event::Event;
use crate::session::exchange::Exchange;
use crate::session::ids::IdOf;
use crate::session::unasked::is_unasked;
use crate::shown::ReplyIds;

impl Open {
    pub(super) fn on_part(
        &mut self,
        part: &Part,
        body: &[u8],
        heard: Instant,
    ) -> Result<Effects, ProtocolError> {
        let mut effects = match self.exchange.take() {
            Some(exchange) => self.on_part_of_exchange(exchange, part, body, heard)?,
            None => Effects::told(self.on_idle_part(part, body)),
        };
        if let Some(Told::Reply(request)) = effects.told {
            if self.known.shape == Shape::OnePacket && self.last_line.breaks_before(request, part) {
                marks::hit(Mark::LineBreak);
                effects.before.push(Event::LineBreak { request });
            }
            self.last_line.note(request, part, body);
        }
        Ok(effects)
    }

    /// A part while a reply is waited for.
    fn on_part_of_exchange(
        &mut self,
        mut exchange: Box<Exchange>,
        part: &Part,
        body: &[u8],
        heard: Instant,
    ) -> Result<Effects, ProtocolError> {
        let id = part.header.id;
        let learned = &mut self.known.learned;
        if exchange.request() == RequestId(id) {
            learned.foreign = ForeignIds::default();
            learned.own_ids = true;
            self.known.on_ids(ReplyIds::Own);
        }
        let learned = &self.known.learned;
        let own = exchange.request() == RequestId(id)
            || (learned.foreign.has(id) && !is_unasked(part, body));
        if own {
            self.unasked.begin_again();
            self.earlier.next_began();
            if part.first
                && !exchange.begun()
                && let Some(game) = game::shown_by(body)
            {
                self.known.on_game(game);
            }
            let (step, effects) = exchange.on_part(part, heard, &mut self.known);
            self.known.on_packets(exchange.packets());
            return Ok(self.go_on(exchange, step, effects));
        }
        let told = match self.ids.what_is(id) {
            IdOf::Probe => return Ok(self.on_probe(exchange, id, heard)),
            IdOf::Command => self.earlier_output(part),
            IdOf::Foreign
                if !is_unasked(part, body)
                    && may_be_foreign(&self.known, &self.ids, &self.unasked, &part.header)
                    && exchange.may_hold(&part.header) =>
            {
                if !exchange.has_room_for(&part.header) {
                    let limit = self.max_packet;
                    return Err(ProtocolError::ReplyTooLarge { limit });
                }
                exchange.hold(id, body, heard);
                None
            }
            IdOf::Login | IdOf::Foreign => unsolicited(part),
        };
        self.exchange = Some(exchange);
        if let Some(Told::Late(_) | Told::Unsolicited(_)) = told {
            self.unasked.count(body.len())?;
        }
        Ok(Effects::told(told))
    }

    /// A part while nothing is under way. It is not counted: nobody is held
    /// up by it.
    fn on_idle_part(&mut self, part: &Part, body: &[u8]) -> Option<Told> {
        let id = part.header.id;
        match self.ids.what_is(id) {
            IdOf::Login => unsolicited(part),
            IdOf::Probe => {
                marks::hit(Mark::ProbeAnsweredAgain);
                let learned = &self.known.learned;
                if learned.probes == ProbeTrust::Unanswered && !learned.one_behind {
                    // The server is only slow.
                    self.known.on_answer(ProbeTrust::Unknown);
                }
                None
            }
            IdOf::Command => self.earlier_output(part),
            IdOf::Foreign if self.known.learned.foreign.has(id) => match self.earlier.open() {
                Some(request) if !is_unasked(part, body) => {
                    shown(part).then_some(Told::Reply(request))
                }
                _ => unsolicited(part),
            },
            IdOf::Foreign => {
                if !self.earlier.may_still_begin() {
                    self.unasked.note_id(id);
                }
                unsolicited(part)
            }
        }
    }

    /// Output of a command before the present one.
    fn earlier_output(&mut self, part: &Part) -> Option<Told> {
        if !shown(part) {
            return None;
        }
        let request = RequestId(part.header.id);
        self.known.learned.own_ids = true;
        self.known.learned.foreign = ForeignIds::default();
        Some(if self.earlier.open() == Some(request) {
            Told::Reply(request)
        } else {
            Told::Late(request)
        })
    }

    /// An answer to a probe: this command's, or an earlier one's, of which
    /// some servers send two.
    fn on_probe(&mut self, mut exchange: Box<Exchange>, id: i32, heard: Instant) -> Effects {
        if let Some(trust) = exchange.on_probe(id) {
            if trust == ProbeTrust::Answered && exchange.was_nudged() {
                self.known.on_pushed_answer();
            } else {
                self.known.on_answer(trust);
            }
            return self.go_on(exchange, Step::End(EndedBy::Probe), Effects::default());
        }
        marks::hit(Mark::ProbeAnsweredAgain);
        if self.known.learned.probes == ProbeTrust::Unanswered {
            // Either the server is slow, or it is one that reads the second
            // packet of a segment only when more bytes come: then probes would
            // cost a wait each time.
            if self.known.learned.one_behind || exchange.brought_out(heard, &self.known) {
                exchange.plan_nudge(heard, &self.known);
            } else {
                self.known.on_answer(ProbeTrust::Unknown);
            }
        }
        self.go_on(exchange, Step::Continue, Effects::default())
    }
}

fn unsolicited(part: &Part) -> Option<Told> {
    shown(part).then_some(Told::Unsolicited(part.header.id))
}

/// Whether a part holds anything to show.
fn shown(part: &Part) -> bool {
    !part.range.is_empty()
}
