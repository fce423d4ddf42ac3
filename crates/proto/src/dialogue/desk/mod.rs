//! What the consoles that are not Source RCON have in common: where the
//! dialogue stands, the command under way, what is to be told and to be sent.

mod ending;
mod exchange;
mod stage;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::redact::Redactor;
use crate::error::ProtocolError;
use crate::game::{Game, Shape};
use crate::pace::Pace;
use crate::request::RequestId;
use crate::session::{Event, Execute, Outbound, SessionConfig, Transmit, Wait};
use crate::shown::Shown;
use crate::unsolicited;

pub(super) use exchange::Exchange;
use stage::{Login, Stage};

/// What a message costs besides its text, in bytes: short ones are no less to wait
/// behind.
const MESSAGE: usize = 64;

/// See the [module](self).
pub(super) struct Desk {
    pub(super) config: SessionConfig,
    pub(super) pace: Pace,
    pub(super) redactor: Redactor,
    stage: Stage,
    exchange: Option<Exchange>,
    /// The command whose reply ended last, while more of it may come.
    provisional: Option<RequestId>,
    events: VecDeque<Event<'static>>,
    outbound: Outbound,
    heard: Option<Instant>,
    /// A command that nobody waits for was sent, and nothing has come since.
    unheard: bool,
    /// Bytes that nobody asked for, since there was something of a reply.
    unasked: usize,
    next: i32,
    shape: Shape,
    shown: Shown,
}

impl Desk {
    pub(super) fn new(config: SessionConfig, shape: Shape) -> Self {
        Self {
            stage: Stage::Connected,
            exchange: None,
            provisional: None,
            events: VecDeque::new(),
            outbound: Outbound::default(),
            heard: None,
            unheard: false,
            unasked: 0,
            pace: Pace::default(),
            redactor: Redactor::default(),
            next: RequestId::FIRST_OF_CONSOLES,
            shape,
            shown: config.server.shown.clone(),
            config,
        }
    }

    // Where it stands.

    pub(super) fn is_connected(&self) -> bool {
        matches!(self.stage, Stage::Connected)
    }

    pub(super) fn is_logging_in(&self) -> bool {
        matches!(self.stage, Stage::LoggingIn(_))
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Open)
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.stage, Stage::Closed)
    }

    pub(super) fn shape(&self) -> Option<Shape> {
        self.is_open().then_some(self.shape)
    }

    /// What the server says shows that it is of this game.
    pub(super) fn shows(&mut self, game: Game) {
        self.shown.game = Some(game);
    }

    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }

    pub(super) fn exchange(&self) -> Option<&Exchange> {
        self.exchange.as_ref()
    }

    /// Whether this command's reply is waited for.
    pub(super) fn awaits(&self, request: RequestId) -> bool {
        self.exchange
            .as_ref()
            .is_some_and(|it| it.request == request)
    }

    pub(super) fn heard(&self) -> Option<Instant> {
        self.heard
    }

    pub(super) fn is_unheard(&self) -> bool {
        self.unheard
    }

    pub(super) fn more_may_come(&self) -> bool {
        self.provisional.is_some()
    }

    // What comes.

    pub(super) fn hear(&mut self, now: Instant) {
        self.heard = Some(now);
    }

    /// Text that is no answer to the login, for whom it concerns.
    pub(super) fn say(&mut self, text: &str) {
        if let Stage::LoggingIn(login) = &mut self.stage {
            login.say(text);
        }
    }

    pub(super) fn logged_in(&mut self, now: Instant) {
        if let Stage::LoggingIn(login) = &self.stage {
            let round_trip = now.saturating_duration_since(login.begun);
            self.pace.observe(round_trip);
            self.logged_in_after(round_trip);
        }
    }

    /// The same, where it is known otherwise how long the answer took.
    pub(super) fn logged_in_after(&mut self, round_trip: Duration) {
        let shape = self.shape;
        self.stage = Stage::Open;
        self.shown = self.config.server.shown.with(shape);
        self.events.push_back(Event::LoggedIn { shape, round_trip });
    }

    /// Text of a reply: of the one that is waited for, of the one before it
    /// whose end was inferred, or of an older one.
    pub(super) fn reply(&mut self, request: RequestId, text: &[u8], now: Instant) {
        if let Some(exchange) = self.exchange.as_mut().filter(|it| it.request == request) {
            exchange.part(text.len(), now);
            self.unasked = 0;
        }
        if text.is_empty() || self.is_closed() {
            return;
        }
        let bytes = Cow::Owned(text.to_vec());
        if self.awaits(request) || self.provisional == Some(request) {
            self.events.push_back(Event::Reply { request, bytes });
        } else {
            self.events.push_back(Event::Late { request, bytes });
            self.count_unasked(text.len());
        }
    }

    /// Bytes that somebody has to wait behind: not for ever.
    fn count_unasked(&mut self, bytes: usize) {
        if self.exchange.is_some() {
            self.unasked += bytes + MESSAGE;
            if self.unasked > unsolicited::LIMIT {
                let limit = unsolicited::LIMIT;
                self.fail(ProtocolError::TooMuchUnsolicited { limit });
            }
        }
    }

    /// A sign of the reply that has no text.
    pub(super) fn begun(&mut self, now: Instant) {
        if let Some(exchange) = &mut self.exchange {
            exchange.begin(now);
        }
    }

    /// The newest command that nobody waits for has come to the server.
    pub(super) fn arrived(&mut self) {
        self.unheard = false;
    }

    /// So much has come of a part that is not whole yet.
    pub(super) fn progress(&mut self, unfinished: usize, now: Instant) {
        if let Some(exchange) = &mut self.exchange {
            exchange.progress(unfinished, now);
        }
    }

    pub(super) fn unsolicited(&mut self, id: i32, text: &[u8]) {
        if !text.is_empty() && !self.is_closed() {
            let bytes = Cow::Owned(text.to_vec());
            self.events.push_back(Event::Unsolicited { id, bytes });
            self.count_unasked(text.len());
        }
    }

    // What is sent.

    pub(super) fn send(&mut self, bytes: Vec<u8>) {
        self.send_secret(Zeroizing::new(bytes));
    }

    pub(super) fn send_secret(&mut self, bytes: Zeroizing<Vec<u8>>) {
        self.outbound.push(Transmit::Segment(bytes));
    }

    pub(super) fn outbound(&self) -> &Outbound {
        &self.outbound
    }

    pub(super) fn outbound_mut(&mut self) -> &mut Outbound {
        &mut self.outbound
    }

    pub(super) fn begin_login(&mut self, timeout: Duration, now: Instant) {
        self.stage = Stage::LoggingIn(Login::new(timeout, now));
    }

    /// An id for a command. The one behind it is its mark's.
    pub(super) fn next_request(&mut self) -> RequestId {
        let request = RequestId(self.next);
        // Behind the last they begin again: nothing is left of those by then.
        let last = self.next > i32::MAX - 4;
        self.next = if last {
            RequestId::FIRST_OF_CONSOLES
        } else {
            self.next + 2
        };
        request
    }

    /// Whether a command has this id.
    pub(super) fn was_given(&self, request: RequestId) -> bool {
        (RequestId::FIRST_OF_CONSOLES..self.next).contains(&request.0)
    }

    pub(super) fn begin(
        &mut self,
        request: RequestId,
        how: Execute,
        ends_link: bool,
        now: Instant,
    ) {
        self.provisional = None;
        if how.wait == Wait::Nothing {
            self.unheard = true;
            return;
        }
        self.exchange = Some(Exchange::new(request, how, ends_link, now));
        self.unasked = 0;
    }

    pub(super) fn next_event(&mut self) -> Option<Event<'static>> {
        self.events.pop_front()
    }
}
