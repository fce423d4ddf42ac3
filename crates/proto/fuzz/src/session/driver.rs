//! Drives a session as its documentation says, with a clock of its own.

use std::time::{Duration, Instant};

use rcon_proto::session::{Ended, Event, Execute, HalfClosing, Session, SessionConfig, ToSend};

use super::oracle::{Log, Oracle, PASSWORD};
use super::script::{LOGIN_ID, Op, Pieces};

/// How often a timer may go off before time has to pass: a packet that is
/// taken short may be followed by the silence that ends the reply.
const TIMERS_AT_ONCE: usize = 4;

/// How many timers may go off in one wait that nothing disturbs.
const TIMERS_IN_A_ROW: usize = 16;

pub(super) struct Driver {
    session: Session,
    oracle: Oracle,
    now: Instant,
    pieces: Pieces,
    timeout: Duration,
    /// What the server has sent and is not delivered yet: packets that follow
    /// each other in the script come together.
    wire: Vec<u8>,
    last_id: i32,
    ended: bool,
    /// Bytes arrived when a timer was due that nobody had looked at, or there
    /// was no time for them at all.
    too_late: bool,
}

impl Driver {
    pub(super) fn new(config: SessionConfig) -> Self {
        Self {
            oracle: Oracle::new(&config),
            session: Session::new(config),
            now: Instant::now(),
            pieces: Pieces::Of(0),
            timeout: Duration::from_secs(10),
            wire: Vec::new(),
            last_id: LOGIN_ID + 1,
            ended: false,
            too_late: false,
        }
    }

    /// The id of the newest command.
    pub(super) fn last_id(&self) -> i32 {
        self.last_id
    }

    pub(super) fn cut(&mut self, pieces: Pieces) {
        self.deliver();
        self.pieces = pieces;
    }

    pub(super) fn apply(&mut self, op: Op<'_>) {
        if let Op::Server(bytes) = op {
            self.wire.extend_from_slice(&bytes);
            return;
        }
        self.deliver();
        match op {
            Op::Server(_) | Op::Cut(_) => {}
            Op::Login => self.login(),
            Op::Execute {
                command,
                wait,
                last,
            } => {
                let timeout = self.timeout;
                let half_closing = if last {
                    HalfClosing::NothingFollows
                } else {
                    HalfClosing::Never
                };
                let how = Execute::new(timeout).wait(wait).half_closing(half_closing);
                self.execute(command, how);
            }
            Op::GiveUp => {
                self.oracle.given_up();
                self.session.give_up();
            }
            Op::Pass(time) => self.pass(time),
            Op::Stall(time) => self.now += time,
            Op::Excuse(time) => self.session.excuse(time),
            Op::Timer => {
                if let Some(due) = self.session.poll_timeout() {
                    self.pass(due.saturating_duration_since(self.now));
                }
            }
            Op::Timeout(timeout) => self.timeout = timeout,
            Op::Close { reset } => {
                self.ended = true;
                self.session.closed(if reset {
                    Ended::WithError
                } else {
                    Ended::Cleanly
                });
            }
        }
        self.settle();
    }

    fn login(&mut self) {
        self.too_late |= self.timeout.is_zero();
        let result = self.session.login(&PASSWORD.into(), self.timeout, self.now);
        self.oracle.login(result.is_ok());
    }

    fn execute(&mut self, command: &[u8], how: Execute) {
        if self.oracle.may_not_send_more() {
            return;
        }
        self.too_late |= how.timeout.is_zero();
        let result = self.session.execute(command, how, self.now);
        if let Ok(request) = result {
            self.last_id = request.wire_id();
        }
        self.oracle.execute(command, how, result.ok());
    }

    /// The server's bytes arrive, all at once or in pieces; no time passes.
    fn deliver(&mut self) {
        let wire = std::mem::take(&mut self.wire);
        if self.ended {
            return;
        }
        let due = self.session.poll_timeout();
        self.too_late |= !wire.is_empty() && due.is_some_and(|due| due <= self.now);
        let mut rest = &wire[..];
        while !rest.is_empty() {
            let space = self.session.space();
            let count = self.pieces.len(wire.len()).min(rest.len()).min(space.len());
            assert!(count > 0, "there is always room");
            space[..count].copy_from_slice(&rest[..count]);
            self.oracle.received(&rest[..count]);
            self.session.received(count, self.now);
            self.settle();
            rest = &rest[count..];
        }
    }

    /// Time passes in silence, and the timers go off when they are due.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        let mut fired = 0;
        while let Some(due) = self.session.poll_timeout().filter(|&due| due <= end) {
            self.now = self.now.max(due);
            self.fire();
            fired += 1;
            assert!(fired <= TIMERS_IN_A_ROW, "timers without an end");
        }
        self.now = end;
        // Too early for anything.
        let told = self.oracle.told();
        self.session.handle_timeout(self.now);
        self.settle();
        assert_eq!(self.oracle.told(), told, "a timer went off before its time");
    }

    fn fire(&mut self) {
        for _ in 0..TIMERS_AT_ONCE {
            self.session.handle_timeout(self.now);
            self.settle();
            if self.session.poll_timeout().is_none_or(|due| due > self.now) {
                return;
            }
        }
        panic!("a timer that went off stays due");
    }

    fn settle(&mut self) {
        while let Some(event) = self.session.poll_event() {
            self.oracle.event(&event);
            let over = matches!(
                event,
                Event::Closed(_) | Event::LoginFailed(_) | Event::LoginTimedOut { .. }
            );
            assert_eq!(over, self.oracle.is_over());
        }
        self.flush();
        self.oracle.settled(&self.session);
    }

    /// Writes what there is to write, cut as what is read.
    fn flush(&mut self) {
        let mut segment = Vec::new();
        while let Some(to_send) = self.session.transmit() {
            let count = match to_send {
                ToSend::Bytes(bytes) => {
                    let count = self.pieces.len(bytes.len()).min(bytes.len());
                    segment.extend_from_slice(&bytes[..count]);
                    if count == bytes.len() {
                        self.oracle.segment(&std::mem::take(&mut segment));
                    }
                    count
                }
                ToSend::HalfClose => {
                    self.oracle.half_close();
                    0
                }
            };
            self.session.transmitted(count);
        }
        assert!(segment.is_empty(), "a segment without its end");
    }

    /// Whatever is waited for comes to its end; then the stream's.
    ///
    /// What was told, unless it depends on which bytes came together.
    pub(super) fn finish(mut self) -> Option<Log> {
        self.deliver();
        self.settle();
        let mut fired = 0;
        while let Some(due) = self.session.poll_timeout() {
            self.now = self.now.max(due);
            self.fire();
            fired += 1;
            assert!(fired <= TIMERS_IN_A_ROW, "timers without an end");
        }
        assert!(!self.session.is_awaiting());
        self.session.closed(Ended::Cleanly);
        self.settle();
        assert!(self.session.is_closed());
        (!self.too_late).then(|| self.oracle.into_log())
    }
}
