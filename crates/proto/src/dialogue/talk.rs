//! The contract, filled for every console that is not Source RCON: what is
//! common to them is in the [`Desk`], what is a console's own behind
//! [`Console`].

use std::fmt;
use std::time::{Duration, Instant};

use super::Parting;
use super::desk::Desk;
use crate::error::{Error, MessageError, StateError};
use crate::game::Shape;
use crate::password::Password;
use crate::password::mentions_password;
use crate::request::RequestId;
use crate::session::{Ended, Event, Execute, SessionConfig, ToSend};
use crate::shown::Shown;

/// Enough for any datagram, and for what a stream has at once.
const SPACE: usize = 64 << 10;

/// One console's protocol: what is read and written, and when.
pub(super) trait Console: Send + Sync {
    /// Begins the login.
    fn login(&mut self, desk: &mut Desk, password: &Password, now: Instant) -> Result<(), Error>;

    /// Sends a command, which is short enough and holds no NUL. Its exchange, if
    /// it is waited for, has begun already.
    fn send(
        &mut self,
        desk: &mut Desk,
        request: RequestId,
        command: &[u8],
        how: Execute,
        now: Instant,
    );

    /// Bytes have come, or a whole datagram.
    fn read(&mut self, desk: &mut Desk, bytes: &[u8], now: Instant);

    /// The carrier has ended; `Desk::closed` follows.
    fn ended(&mut self, desk: &mut Desk) {
        let _ = desk;
    }

    /// When `on_time` is to be called, besides the deadline.
    fn due(&self, desk: &Desk) -> Option<Instant>;

    /// Time has passed.
    fn on_time(&mut self, desk: &mut Desk, now: Instant);

    /// Nobody waits for the reply to this command any more.
    fn given_up(&mut self, request: RequestId) {
        let _ = request;
    }

    /// Whether the login must be gone by now, without the server having said so.
    fn is_gone(&self, now: Instant) -> bool {
        let _ = now;
        false
    }

    /// Whether a command may not have come to the server although something has
    /// come from it since.
    fn is_unheard(&self) -> bool {
        false
    }

    /// Says goodbye, where there is a way to.
    fn part(&mut self, desk: &mut Desk) -> Parting;

    /// Why a command cannot be sent, where its text says so.
    fn check(&self, command: &[u8]) -> Result<(), MessageError> {
        let _ = command;
        Ok(())
    }

    /// Whether a command ends this console's link, besides those that stop the
    /// server.
    fn ends_link(&self, command: &str) -> bool {
        let _ = command;
        false
    }
}

/// A dialogue with such a console.
pub(super) struct Talk {
    console: Box<dyn Console>,
    desk: Desk,
    space: Vec<u8>,
    ended: bool,
    /// Goodbye was said.
    parted: bool,
}

impl fmt::Debug for Talk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Talk")
            .field("config", &self.desk.config)
            .field("shape", &self.desk.shape())
            .field("closed", &self.desk.is_closed())
            .finish_non_exhaustive()
    }
}

impl Talk {
    pub(super) fn new(console: Box<dyn Console>, shape: Shape, config: SessionConfig) -> Self {
        Self {
            console,
            desk: Desk::new(config, shape),
            space: Vec::new(),
            ended: false,
            parted: false,
        }
    }

    pub(super) fn login(
        &mut self,
        password: &Password,
        timeout: Duration,
        now: Instant,
    ) -> Result<(), Error> {
        if self.desk.is_closed() {
            return Err(StateError::Closed.into());
        }
        if !self.desk.is_connected() {
            return Err(StateError::AlreadyAuthenticated.into());
        }
        if let Some(position) = password.expose().iter().position(|&b| b == 0) {
            return Err(MessageError::Nul { position }.into());
        }
        self.desk.redactor.know(password);
        self.desk.begin_login(timeout, now);
        self.console.login(&mut self.desk, password, now)
    }

    pub(super) fn execute(
        &mut self,
        command: &[u8],
        how: Execute,
        now: Instant,
    ) -> Result<RequestId, Error> {
        if self.desk.is_closed() {
            return Err(StateError::Closed.into());
        }
        if !self.desk.is_open() {
            return Err(StateError::NotAuthenticated.into());
        }
        if self.console.is_gone(now) {
            self.desk.closed();
            return Err(StateError::Closed.into());
        }
        if self.is_awaiting() {
            return Err(StateError::Busy.into());
        }
        let (len, limit) = (command.len(), self.max_command());
        if len > limit {
            return Err(MessageError::TooLong { len, limit }.into());
        }
        if let Some(position) = command.iter().position(|&b| b == 0) {
            return Err(MessageError::Nul { position }.into());
        }
        self.console.check(command)?;
        let text = String::from_utf8_lossy(command);
        let game = self.desk.config.server.game;
        // A console whose password was changed may close the links that had the
        // old one.
        let ends_link = game.is_stop_command(&text, self.shape())
            || mentions_password(command)
            || self.console.ends_link(&text);
        let request = self.desk.next_request();
        self.desk.begin(request, how, ends_link, now);
        self.desk.redactor.sent(command);
        self.console
            .send(&mut self.desk, request, command, how, now);
        Ok(request)
    }

    /// Reads the end behind all that came before it.
    pub(super) fn poll_event(&mut self) -> Option<Event<'_>> {
        if let Some(event) = self.desk.next_event() {
            return Some(event);
        }
        if std::mem::take(&mut self.ended) {
            self.console.ended(&mut self.desk);
            self.desk.closed();
        }
        self.desk.next_event()
    }

    pub(super) fn transmit(&self) -> Option<ToSend<'_>> {
        self.desk.outbound().first()
    }

    pub(super) fn transmitted(&mut self, bytes: usize) {
        self.desk.outbound_mut().done(bytes);
    }

    pub(super) fn space(&mut self) -> &mut [u8] {
        if self.space.is_empty() {
            self.space = vec![0; SPACE];
        }
        &mut self.space
    }

    pub(super) fn received(&mut self, count: usize, now: Instant) {
        if self.desk.is_closed() {
            return;
        }
        // What a server may say after the password is as short lived as that is
        // secret: the buffer is its only copy.
        let space = std::mem::take(&mut self.space);
        let bytes = space.get(..count).unwrap_or(&space);
        self.desk.hear(now);
        if !self.console.is_unheard() {
            self.desk.arrived();
        }
        self.console.read(&mut self.desk, bytes, now);
        self.space = space;
        // A server that never stops sending leaves no pause in which anybody
        // would tell of a timeout.
        if self.desk.deadline().is_some_and(|at| at <= now) {
            self.handle_timeout(now);
        }
    }

    pub(super) fn closed(&mut self, _ended: Ended) {
        self.ended = true;
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        if self.desk.is_closed() {
            return None;
        }
        let own = self.console.due(&self.desk);
        own.into_iter().chain(self.desk.deadline()).min()
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        if !self.desk.is_closed() {
            self.console.on_time(&mut self.desk, now);
            self.desk.on_deadline(now);
        }
    }

    pub(super) fn excuse(&mut self, lost: Duration) {
        self.desk.excuse(lost);
    }

    pub(super) fn give_up(&mut self) {
        if let Some(request) = self.desk.exchange().map(|it| it.request) {
            self.console.given_up(request);
        }
        self.desk.give_up();
    }

    pub(super) fn shape(&self) -> Option<Shape> {
        self.desk.shape()
    }

    pub(super) fn shown(&self) -> &Shown {
        self.desk.shown()
    }

    pub(super) fn max_command(&self) -> usize {
        let config = &self.desk.config;
        let known = || config.server.game.max_command(self.desk.shape());
        config.server.max_command.unwrap_or_else(known)
    }

    pub(super) fn is_authenticated(&self) -> bool {
        self.desk.is_open()
    }

    pub(super) fn is_awaiting(&self) -> bool {
        self.desk.exchange().is_some()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.desk.is_closed()
    }

    /// Each of them says no in words of its own.
    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn refuses_by_closing(&self) -> bool {
        false
    }

    /// A datagram may be lost, and a console of lines is asked one thing at a time.
    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn takes_more_at_once(&self) -> bool {
        false
    }

    /// Each answer says whose it is, or nothing does: another login would help
    /// neither.
    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn needs_fresh_login(&self) -> bool {
        false
    }

    pub(super) fn is_unheard(&self) -> bool {
        self.desk.is_unheard()
    }

    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn push(&mut self) -> bool {
        false
    }

    pub(super) fn part(&mut self) -> Parting {
        if self.parted || !self.desk.is_open() {
            return Parting::Nothing;
        }
        self.parted = true;
        self.console.part(&mut self.desk)
    }

    pub(super) fn heard(&self) -> Option<Instant> {
        self.desk.heard()
    }

    pub(super) fn more_may_come(&self) -> bool {
        self.desk.more_may_come()
    }

    pub(super) fn concluding_silence(&self) -> Duration {
        self.desk.pace.half_close_ignored()
    }

    /// None of them is known to answer what comes before a half-close.
    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn may_half_close(&self) -> bool {
        false
    }

    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn half_close_was_ignored(&mut self) {}

    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn half_close_was_answered(&mut self) {}
}
