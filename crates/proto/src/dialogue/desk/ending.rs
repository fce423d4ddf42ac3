//! How a reply and a dialogue end, and when.

use std::time::{Duration, Instant};

use super::stage::Stage;
use super::{Desk, Exchange};
use crate::error::{Closed, LoginFailure, ProtocolError};
use crate::reply::EndedBy;
use crate::session::Event;

impl Desk {
    pub(in crate::dialogue) fn end_reply(&mut self, by: EndedBy) {
        if let Some(exchange) = self.exchange.take() {
            let request = exchange.request;
            self.provisional = by.is_provisional().then_some(request);
            self.events.push_back(Event::ReplyEnded { request, by });
        }
    }

    /// Nobody waits any more; what comes of it is late.
    pub(in crate::dialogue) fn give_up(&mut self) {
        self.exchange = None;
        self.provisional = None;
    }

    pub(in crate::dialogue) fn refuse(&mut self, failure: LoginFailure) {
        self.end_with(Event::LoginFailed(failure));
    }

    pub(in crate::dialogue) fn fail(&mut self, error: ProtocolError) {
        self.end_with(Event::Closed(Closed::Protocol(error)));
    }

    /// The carrier has ended.
    pub(in crate::dialogue) fn closed(&mut self) {
        let failure = match &mut self.stage {
            Stage::Closed => return,
            Stage::Connected => Event::LoginFailed(LoginFailure::Closed {
                said: String::new(),
            }),
            Stage::LoggingIn(login) => Event::LoginFailed(LoginFailure::Closed {
                said: login.take_said(),
            }),
            Stage::Open => match self.exchange.take() {
                Some(exchange) if exchange.ends_link => {
                    self.exchange = Some(exchange);
                    self.end_reply(EndedBy::Close);
                    Event::Closed(Closed::Idle)
                }
                Some(exchange) => Event::Closed(Closed::Awaiting {
                    request: exchange.request,
                }),
                None => Event::Closed(Closed::Idle),
            },
        };
        self.end_with(failure);
    }

    fn end_with(&mut self, event: Event<'static>) {
        if !self.is_closed() {
            self.stage = Stage::Closed;
            self.exchange = None;
            self.outbound.clear();
            self.events.push_back(event);
        }
    }

    pub(in crate::dialogue) fn deadline(&self) -> Option<Instant> {
        match &self.stage {
            Stage::LoggingIn(login) => Some(login.deadline()),
            Stage::Open => self.exchange.as_ref().map(Exchange::deadline),
            Stage::Connected | Stage::Closed => None,
        }
    }

    pub(in crate::dialogue) fn on_deadline(&mut self, now: Instant) {
        if self.deadline().is_none_or(|at| now < at) {
            return;
        }
        if let Stage::LoggingIn(login) = &mut self.stage {
            let (after, said) = (login.timeout, login.take_said());
            self.end_with(Event::LoginTimedOut { after, said });
        } else if let Some(exchange) = self.exchange.take() {
            self.events.push_back(Event::ReplyTimedOut {
                request: exchange.request,
                begun: exchange.begun,
                after: exchange.timeout(),
            });
        }
    }

    pub(in crate::dialogue) fn excuse(&mut self, lost: Duration) {
        if let Some(exchange) = &mut self.exchange {
            exchange.excuse(lost);
        }
    }
}
