//! What ends a wait without a packet: a silence, the deadline, a close, or
//! whoever waits.

use std::time::{Duration, Instant};

use super::Open;
use crate::error::Closed;
use crate::error::ProtocolError;
use crate::game::Shape;
use crate::reply::{EndedBy, Ruling};
use crate::session::effects::Effects;
use crate::session::event::{Event, Quirk};
use crate::session::exchange::{AtClose, AtDeadline, Exchange, Wake};
use crate::session::incoming::{Ended, Incoming};
use crate::shown::HalfCloses;

impl Open {
    /// When something is due, if nothing comes before.
    pub(in crate::session) fn due(&self, incoming: &Incoming) -> Option<Instant> {
        let exchange = self.exchange.as_ref()?;
        Some(exchange.due(incoming, &self.known).at)
    }

    /// Time has passed in silence.
    pub(in crate::session) fn on_time(
        &mut self,
        incoming: &mut Incoming,
        now: Instant,
    ) -> Result<Effects, ProtocolError> {
        let Some(mut exchange) = self.exchange.take() else {
            // Nothing is waited for.
            return Ok(Effects::default());
        };
        let due = exchange.due(incoming, &self.known);
        if now < due.at {
            self.exchange = Some(exchange);
            return Ok(Effects::default());
        }
        Ok(match due.what {
            Wake::Settled => {
                let mut effects = Effects::default();
                let ruling = match exchange.on_settled(now) {
                    Some(question) => {
                        effects.transmit(question);
                        Ruling::Continue
                    }
                    None => Ruling::End(EndedBy::Mark),
                };
                self.go_on(exchange, ruling, effects)
            }
            Wake::Nudge => {
                let effects = exchange.nudge(&mut self.known, now);
                self.go_on(exchange, Ruling::Continue, effects)
            }
            Wake::ShortPacket => {
                self.exchange = Some(exchange);
                self.take_short_packet(incoming)?
            }
            Wake::Silence => {
                let (step, effects) = exchange.on_silence(incoming, &mut self.known);
                self.after_silence(exchange, step, effects)
            }
            Wake::Deadline => self.on_deadline(exchange, incoming),
        })
    }

    /// Takes the packet in which the stream rests for whole.
    fn take_short_packet(&mut self, incoming: &mut Incoming) -> Result<Effects, ProtocolError> {
        let Some((part, heard)) = incoming.take_short() else {
            return Ok(Effects::default());
        };
        let body = incoming.bytes(&part);
        let effects = self.on_part(&part, body, heard);
        let mut effects = effects.map_err(|error| *error)?.with_text(body);
        effects.put_first(Event::Quirk(Quirk::ShortPacket));
        Ok(effects)
    }

    fn after_silence(
        &mut self,
        exchange: Box<Exchange>,
        step: Ruling,
        effects: Effects,
    ) -> Effects {
        if exchange.begun() {
            self.earlier.next_began();
        }
        self.go_on(exchange, step, effects)
    }

    /// Whether the deadline had passed when the newest bytes came. A server
    /// that never stops sending, but makes no progress, leaves no pause in
    /// which anybody would tell of a timeout.
    pub(super) fn on_overdue(&mut self, incoming: &Incoming) -> Option<Effects> {
        let heard = incoming.heard()?;
        let exchange = self
            .exchange
            .take_if(|exchange| !exchange.settles() && heard >= exchange.deadline().at())?;
        Some(self.on_deadline(exchange, incoming))
    }

    fn on_deadline(&mut self, mut exchange: Box<Exchange>, incoming: &Incoming) -> Effects {
        match exchange.on_deadline(incoming, &self.known) {
            AtDeadline::Ended => {
                self.known.on_half_close(HalfCloses::Ignores);
                self.go_on(exchange, Ruling::End(EndedBy::Silence), Effects::default())
            }
            AtDeadline::TimedOut { begun } => {
                if begun && exchange.is_probed() {
                    self.known.on_missing_answer();
                }
                let mut effects = Effects::default();
                effects.extend_after(exchange.take_doubtful().into_iter().collect());
                effects.push_after(Event::ReplyTimedOut {
                    request: exchange.request(),
                    begun,
                    after: exchange.deadline().timeout(),
                });
                self.leave(*exchange, begun, effects)
            }
        }
    }

    /// Nobody waits for the reply any more.
    pub(in crate::session) fn give_up(&mut self) -> Effects {
        match self.exchange.take() {
            Some(exchange) => {
                let begun = exchange.begun();
                self.leave(*exchange, begun, Effects::default())
            }
            None => Effects::default(),
        }
    }

    /// The reply is given up; what comes of it is late from here on.
    fn leave(&mut self, mut exchange: Exchange, begun: bool, mut effects: Effects) -> Effects {
        let undecided = exchange.holds_any() && self.known.shape == Shape::Source;
        effects.extend_after(exchange.disown());
        let request = exchange.request();
        self.earlier.given_up(request, begun);
        self.earlier.paged(exchange.is_paged());
        let answered = exchange.was_answered_early();
        self.earlier.probed(answered, exchange.probed());
        // Nor do they where what came may have been the reply, and the next one
        // may come under the id of this.
        if undecided || !self.known.learned.foreign.is_empty() {
            return effects.and_closed(Closed::IdsTellNothing);
        }
        effects
    }

    /// Time that does not count.
    pub(in crate::session) fn excuse(&mut self, lost: Duration) {
        if let Some(exchange) = &mut self.exchange {
            exchange.excuse(lost);
        }
    }

    /// The stream has ended, and all that came before has been read.
    pub(super) fn on_close(
        &mut self,
        incoming: &mut Incoming,
        ended: Ended,
    ) -> Result<Effects, ProtocolError> {
        let mut effects = Effects::default();
        if let Some(exchange) = self.exchange.take_if(|exchange| exchange.settles()) {
            let effects = self.go_on(exchange, Ruling::End(EndedBy::Mark), effects);
            return Ok(effects.and_closed(Closed::Idle));
        }
        // A reset may have swallowed the rest: nothing is concluded from what
        // there is.
        let concludes = |exchange: &mut Box<Exchange>| ended == Ended::Cleanly || exchange.stops();
        let short = self
            .exchange
            .as_ref()
            .is_some_and(|exchange| exchange.rests_in_short_packet(incoming, &self.known));
        if short && self.exchange.as_mut().is_some_and(concludes) {
            effects = self.take_short_packet(incoming)?.queued();
        }
        if let Some(mut exchange) = self.exchange.take_if(concludes) {
            let (step, more) = exchange.on_last_silence(incoming, &mut self.known);
            effects.append_after(more);
            let step = match step {
                Ruling::End(EndedBy::Silence) => Ruling::End(EndedBy::Close),
                step => step,
            };
            effects = self.after_silence(exchange, step, effects);
        }
        // Neither may have been its end.
        let Some(mut exchange) = self.exchange.take() else {
            return Ok(effects.and_closed(Closed::Idle));
        };
        effects.extend_after(exchange.disown());
        effects.extend_after(exchange.take_doubtful().into_iter().collect());
        let request = exchange.request();
        if exchange.has_half_closed() {
            self.known.on_half_close(if ended == Ended::WithError {
                HalfCloses::Resets
            } else {
                HalfCloses::Closes
            });
        } else if exchange.is_probed() && exchange.begun() {
            self.known.on_missing_answer();
        }
        let at_probe = exchange.is_probed()
            && exchange.is_untouched()
            && incoming.unread() == 0
            && self.first_may_die_of_probe
            // A reset is what links die of that nobody closed.
            && ended == Ended::Cleanly;
        let how = exchange.on_close(incoming, &self.known, ended);
        Ok(match how {
            AtClose::Ended => self
                .go_on(exchange, Ruling::End(EndedBy::Close), effects)
                .and_closed(Closed::Idle),
            AtClose::Lost if at_probe && self.known.on_death_by_probe() => {
                effects.and_closed(Closed::AtProbe { request })
            }
            AtClose::Lost => effects.and_closed(Closed::Awaiting { request }),
        })
    }
}
