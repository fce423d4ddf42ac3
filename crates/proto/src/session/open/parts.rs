//! Whose a part is, and what it means.

use std::time::Instant;

use super::{Open, may_be_foreign};
use crate::error::ProtocolError;
use crate::game::{self, Shape};
use crate::inbound::Part;
use crate::marks::{self, Mark};
use crate::reply::{BARE_LEN, EndMarks, EndedBy, ForeignIds, ProbeTrust, Ruling, is_terminator};
use crate::request::RequestId;
use crate::session::candidates::may_be_candidate;
use crate::session::console::{is_console, is_end_mark};
use crate::session::effects::{Effects, Told};
use crate::session::event::{Event, Quirk};
use crate::session::exchange::Exchange;
use crate::session::ids::{IdOf, Ids};
use crate::session::unasked::is_unasked;
use crate::session::utf8::Utf8Asked;
use crate::shown::ReplyIds;

/// Boxed, because what comes with each part is moved several times.
pub(super) type Failure = Box<ProtocolError>;

impl Open {
    #[expect(
        clippy::inline_always,
        reason = "for each packet, whose cost is that of moving what it returns"
    )]
    #[inline(always)]
    pub(super) fn on_part(
        &mut self,
        part: &Part,
        body: &[u8],
        heard: Instant,
    ) -> Result<Effects, Failure> {
        // Some servers end a packet's reply in one of these under its own id.
        let bare;
        let (part, body) = if self.is_bare_terminator(part, body) {
            marks::hit(Mark::BareTerminator);
            bare = without_text(part);
            (&bare, &b""[..])
        } else {
            (part, body)
        };
        let mut effects = match self.exchange.take() {
            Some(exchange) => self.on_part_of_exchange(exchange, part, body, heard)?,
            None => Effects::told(self.on_idle_part(part, body)),
        };
        if let Some(Told::Reply(request)) = effects.told {
            let console = self.known.learned.marks != EndMarks::Unknown;
            // What comes under a foreign id may be cut anywhere.
            let unmarked =
                self.known.shape == Shape::OnePacket && self.known.learned.foreign.is_empty();
            let page = self.ids.what_is(part.header.id) == IdOf::Probe;
            if (console || unmarked)
                && !page
                && self.last_line.breaks_before(request, part, console)
            {
                marks::hit(Mark::LineBreak);
                effects.push_before(Event::LineBreak { request });
            }
            self.last_line.note(request, part, body);
            if console {
                self.console.note(part, body);
            }
        } else if let Some(Told::Late(_)) = effects.told {
            self.console.note(part, body);
        }
        Ok(effects)
    }

    /// As long as one may be under its id: what may be longer is not held until it is
    /// whole, and no rule may go by how it was cut.
    fn is_bare_terminator(&self, part: &Part, body: &[u8]) -> bool {
        let whole = part.first && part.last && !body.is_empty();
        let fits = || body.len() <= BARE_LEN || self.ids.what_is(part.header.id) == IdOf::Probe;
        whole && is_terminator(body) && fits()
    }

    /// A part while a reply is waited for.
    fn on_part_of_exchange(
        &mut self,
        mut exchange: Box<Exchange>,
        part: &Part,
        body: &[u8],
        heard: Instant,
    ) -> Result<Effects, Failure> {
        let id = part.header.id;
        if exchange.settles_with(&part.header, heard) {
            return Ok(self.go_on(exchange, Ruling::End(EndedBy::Mark), Effects::default()));
        }
        if is_console(&part.header) && self.repeats(body) {
            self.exchange = Some(exchange);
            return Ok(Effects::default());
        }
        if self.known.learned.marks != EndMarks::Unknown
            && is_end_mark(part, body)
            // Whoever has ids of its own is not the server that marks its ends.
            && !exchange.holds_any()
        {
            return Ok(self.on_end_mark(exchange, heard));
        }
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
            if exchange.was_answered_early() {
                marks::hit(Mark::EarlyAnswer);
                self.known.learned.probes = ProbeTrust::Early;
            }
            let (step, effects) = exchange.on_part(part, heard, &mut self.known);
            self.known.on_packets(exchange.packets());
            return Ok(self.go_on(exchange, step, effects));
        }
        let told = match self.ids.what_is(id) {
            IdOf::Probe => return self.on_probe(exchange, part, body, heard),
            IdOf::Command => {
                let told = self.earlier_output(id, part);
                if self.known.learned.probes == ProbeTrust::Early {
                    exchange.distrust_probe();
                } else if !self.known.learned.one_behind {
                    exchange.plan_nudge_of_lateness(heard, &self.known);
                }
                told
            }
            IdOf::Foreign
                if !is_unasked(part, body)
                    && may_be_foreign(&self.known, &self.ids, &self.unasked, &part.header)
                    && exchange.may_hold(&part.header) =>
            {
                if !exchange.has_room_for(&part.header) {
                    let limit = self.max_packet;
                    return Err(ProtocolError::ReplyTooLarge { limit }.into());
                }
                if self.known.shape == Shape::OnePacket {
                    exchange.hold(id, body, heard);
                } else {
                    exchange.hold_aside(id, body);
                    self.unasked.count(body.len())?;
                }
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
        if is_console(&part.header) && self.repeats(body) {
            return None;
        }
        if self.known.learned.marks != EndMarks::Unknown && is_end_mark(part, body) {
            self.console.marked(false);
            return None;
        }
        match self.ids.what_is(id) {
            IdOf::Login => unsolicited(part),
            IdOf::Probe => {
                marks::hit(Mark::ProbeAnsweredAgain);
                let news = self.earlier.answered(RequestId(Ids::command_of(id)));
                let learned = &self.known.learned;
                let early = learned.probes == ProbeTrust::Early;
                if news.is_some() && !learned.one_behind && !early {
                    self.on_slow_answer(news);
                }
                self.late_page(part, body)
            }
            IdOf::Command => self.earlier_output(id, part),
            IdOf::Foreign if self.known.learned.foreign.has(id) => match self.earlier.open() {
                Some(request) if !is_unasked(part, body) => {
                    shown(part).then_some(Told::Reply(request))
                }
                _ => unsolicited(part),
            },
            IdOf::Foreign => self.on_idle_foreign(part, body),
        }
    }

    /// A part under an id that was never given out, nor learnt, while nothing is
    /// under way.
    fn on_idle_foreign(&mut self, part: &Part, body: &[u8]) -> Option<Told> {
        let may_be_late = !is_unasked(part, body)
            && may_be_candidate(&part.header)
            && may_be_foreign(&self.known, &self.ids, &self.unasked, &part.header);
        // An answer to a probe and nothing else is an empty reply; behind it this
        // may be what was to come.
        if may_be_late && let Some(request) = self.earlier.claim() {
            return shown(part).then_some(Told::Late(request));
        }
        if !self.earlier.may_still_begin() {
            self.unasked.note_id(part.header.id);
        }
        unsolicited(part)
    }

    /// What the console prints has come under id 0: whether it was told as a
    /// reply before.
    fn repeats(&mut self, body: &[u8]) -> bool {
        let learned = &mut self.known.learned;
        if learned.marks == EndMarks::Unknown {
            learned.marks = EndMarks::Echoed;
        }
        let repeats = self.console.repeats(body);
        if repeats {
            marks::hit(Mark::ConsoleCopy);
        }
        repeats
    }

    /// The mark behind a reply, this one's or an earlier one's.
    fn on_end_mark(&mut self, mut exchange: Box<Exchange>, heard: Instant) -> Effects {
        let mut effects = Effects::default();
        let learned = &mut self.known.learned;
        let newly = learned.marks != EndMarks::Seen;
        learned.marks = EndMarks::Seen;
        if newly {
            effects.push_after(Event::Quirk(Quirk::MarkedEnds));
        }
        if !self.console.marked(exchange.begun()) {
            return self.go_on(exchange, Ruling::Continue, effects);
        }
        self.unasked.begin_again();
        self.earlier.next_began();
        effects.extend_before(exchange.disown());
        if newly && !exchange.is_last() {
            let (asked, question) = Utf8Asked::ask(self.ids.login(), heard);
            effects.transmit(question);
            exchange.settle(asked);
            return self.go_on(exchange, Ruling::Continue, effects);
        }
        self.go_on(exchange, Ruling::End(EndedBy::Mark), effects)
    }

    /// Output of a command before the present one.
    pub(super) fn earlier_output(&mut self, command: i32, part: &Part) -> Option<Told> {
        let request = RequestId(command);
        let begun = self.earlier.has_begun(request);
        if begun {
            self.known.on_packets(2);
        }
        self.earlier.came(request);
        let learned = &mut self.known.learned;
        if !shown(part) {
            // The end of a reply that was taken to have ended before.
            learned.empty_packet_ends |= begun;
            // What comes under another id is not its reply, then.
            learned.own_ids |= self.earlier.is_nothing_by_probe(request);
            return None;
        }
        learned.own_ids = true;
        learned.foreign = ForeignIds::default();
        if self.earlier.ended_by_probe(request) {
            // That came before the reply was done.
            marks::hit(Mark::EarlyAnswer);
            learned.probes = ProbeTrust::Early;
        }
        Some(if self.earlier.open() == Some(request) {
            Told::Reply(request)
        } else {
            Told::Late(request)
        })
    }
}

pub(super) fn unsolicited(part: &Part) -> Option<Told> {
    shown(part).then_some(Told::Unsolicited(part.header.id))
}

/// A part of which the text is none.
pub(super) fn without_text(part: &Part) -> Part {
    Part {
        range: part.range.start..part.range.start,
        ..part.clone()
    }
}

/// Whether a part holds anything to show.
fn shown(part: &Part) -> bool {
    !part.range.is_empty()
}
