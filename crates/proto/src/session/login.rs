//! Before the password was sent, and until it is answered.

use std::time::{Duration, Instant};

use super::config::SessionConfig;
use super::effects::{Effects, NextState, Reading, Told};
use super::event::{Event, Quirk};
use super::incoming::Incoming;
use super::known::Known;
use super::unasked::Unasked;
use super::utf8::Utf8Asked;
use crate::auth::{LoginRule, Said, Verdict};
use crate::error::{LoginFailure, ProtocolError};
use crate::game::Shape;
use crate::inbound::{Handling, Part};
use crate::pace::{Pace, later};
use crate::reply::{EndMarks, ProbeTrust};

/// What came before the login was answered.
#[derive(Default)]
struct Welcome {
    said: Said,
    unasked: Unasked,
}

impl Welcome {
    /// A packet that is no answer.
    fn on_part(&mut self, part: &Part, body: &[u8]) -> Result<Effects, ProtocolError> {
        self.said.note(part.header.kind, body);
        self.unasked.count(body.len())?;
        let told = (!body.is_empty()).then_some(Told::Unsolicited(part.header.id));
        Ok(Effects::told(told))
    }

    fn on_close(&self) -> Reading {
        let said = self.said.text();
        let failed = Event::LoginFailed(LoginFailure::Closed { said });
        Reading::Rest(Effects::over(failed))
    }
}

/// The stream is open, and nothing was sent.
pub(super) struct Connected {
    login_id: i32,
    welcome: Welcome,
}

impl Connected {
    pub(super) fn new(login_id: i32) -> Self {
        Self {
            login_id,
            welcome: Welcome::default(),
        }
    }

    /// The password goes out, under this id.
    pub(super) fn login(
        &mut self,
        password: &[u8],
        timeout: Duration,
        now: Instant,
    ) -> (Login, i32) {
        let id = self.login_id;
        let login = Login {
            rule: LoginRule::new(id, password),
            sent: now,
            timeout,
            accepted: None,
            welcome: std::mem::take(&mut self.welcome),
        };
        (login, id)
    }

    pub(super) fn read(
        &mut self,
        incoming: &mut Incoming,
        config: &SessionConfig,
    ) -> Result<Reading, ProtocolError> {
        let Some((part, _)) = next_whole(incoming, config)? else {
            let ended = incoming.take_end();
            return Ok(ended.map_or(Reading::Nothing, |_| self.welcome.on_close()));
        };
        if part.header.id != self.login_id {
            self.welcome.unasked.note_id(part.header.id);
        }
        let effects = self.welcome.on_part(&part, incoming.bytes(&part))?;
        Ok(Reading::Part(part, effects))
    }
}

/// The password was sent.
pub(super) struct Login {
    rule: LoginRule,
    sent: Instant,
    timeout: Duration,
    welcome: Welcome,
    /// It was accepted, and that is told when the server has heard what it was
    /// asked for: until then nothing may be sent.
    accepted: Option<(Utf8Asked, Effects)>,
}

impl Login {
    pub(super) fn deadline(&self) -> Instant {
        if let Some((asked, _)) = &self.accepted {
            return asked.due();
        }
        later(self.sent, self.timeout)
    }

    pub(super) fn on_deadline(&mut self, now: Instant) -> Effects {
        if let Some((asked, _)) = &mut self.accepted
            && let Some(question) = asked.on_due(now)
        {
            let mut effects = Effects::default();
            effects.transmit(question);
            return effects;
        }
        if let Some((_, accepted)) = self.accepted.take() {
            return accepted;
        }
        Effects::over(Event::LoginTimedOut {
            after: self.timeout,
            said: self.welcome.said.text(),
        })
    }

    pub(super) fn read(
        &mut self,
        incoming: &mut Incoming,
        config: &SessionConfig,
    ) -> Result<Reading, ProtocolError> {
        let Some((part, heard)) = next_whole(incoming, config)? else {
            if incoming.has_ended()
                && let Some((_, accepted)) = self.accepted.take()
            {
                // The end is dealt with by what follows.
                return Ok(Reading::Rest(accepted));
            }
            if incoming.take_end().is_some() {
                return Ok(self.welcome.on_close());
            }
            // A server that never stops sending leaves no pause in which
            // anybody would tell of a timeout.
            let overdue = incoming.heard().filter(|&heard| heard >= self.deadline());
            return Ok(overdue.map_or(Reading::Nothing, |now| Reading::Rest(self.on_deadline(now))));
        };
        let body = incoming.bytes(&part);
        if let Some((_, accepted)) = self
            .accepted
            .take_if(|(asked, _)| asked.on_answer(&part.header, heard))
        {
            return Ok(Reading::Part(part, accepted));
        }
        if self.accepted.is_some() {
            let effects = self.welcome.on_part(&part, body)?;
            return Ok(Reading::Part(part, effects));
        }
        let effects = match self.rule.on_packet(part.header.id, part.header.kind, body) {
            Verdict::Pending => Effects::default(),
            Verdict::Unsolicited => self.welcome.on_part(&part, body)?,
            Verdict::Refused => Effects::over(Event::LoginFailed(LoginFailure::Refused)),
            Verdict::Echo => return Err(ProtocolError::Echo),
            Verdict::Accepted {
                shape: seen,
                cut_id,
            } => {
                let shape = config.server.game.shape().unwrap_or(seen);
                let accepted = self.accepted(shape, seen, cut_id, config, heard);
                if config.server.game.facts().marks_ends {
                    let (asked, question) = Utf8Asked::ask(self.rule.id(), heard);
                    self.accepted = Some((asked, accepted));
                    let mut effects = Effects::default();
                    effects.transmit(question);
                    effects
                } else {
                    accepted
                }
            }
        };
        Ok(Reading::Part(part, effects))
    }

    fn accepted(
        &mut self,
        shape: Shape,
        seen: Shape,
        cut_id: bool,
        config: &SessionConfig,
        heard: Instant,
    ) -> Effects {
        let said = config.server.game.facts();
        let round_trip = heard.saturating_duration_since(self.sent);
        let mut pace = Pace::default();
        pace.observe(round_trip);
        let unasked = std::mem::take(&mut self.welcome.unasked);
        let mut known = Known::new(shape, seen, pace, &config.server.shown);
        let mut effects = Effects::default();
        effects.push_after(Event::LoggedIn { shape, round_trip });
        if said.marks_ends {
            known.learned.marks = EndMarks::Seen;
        }
        if said.shape == Some(Shape::Source) {
            // Only a probe's answer ends a reply there.
            known.learned.probes = ProbeTrust::Answered;
        }
        if cut_id {
            known.learned.one_byte = true;
            effects.push_after(Event::Quirk(Quirk::OneByte));
        }
        effects.turn_to(NextState::LoggedIn(Box::new((known, unasked))));
        effects
    }
}

/// The next packet, when it is whole.
fn next_whole(
    incoming: &mut Incoming,
    config: &SessionConfig,
) -> Result<Option<(Part, Instant)>, ProtocolError> {
    let limit = config.max_packet;
    let next = incoming.next(|_| Handling::Whole { limit });
    next.map_err(|_| incoming.not_rcon())
}
