//! A session with a clock of its own, and a server that is a script.
#![allow(dead_code, reason = "each test binary uses a part of it")]

mod quoted;
pub(crate) mod text;

use std::time::{Duration, Instant};

use rcon_proto::session::{
    Closed, Ended, Event, Execute, HalfClosing, Session, SessionConfig, Transmit, Wait,
};
use rcon_proto::{EndedBy, Game, Packet, Shape};

pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);
pub(crate) const LOGIN: i32 = 100;

pub(crate) fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

pub(crate) fn packet(id: i32, kind: i32, body: impl AsRef<[u8]>) -> Vec<u8> {
    Packet::new(id, kind, body.as_ref()).encode()
}

/// What an event was, owned, the parts of a text joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    LoggedIn(Shape),
    LoginFailed(String),
    LoginTimedOut(String),
    Reply(i32, String),
    Ended(i32, EndedBy),
    TimedOut { id: i32, begun: bool },
    Late(i32, String),
    Unsolicited(i32, String),
    Quirk(String),
    Closed(String),
}

pub(crate) struct Play {
    pub(crate) session: Session,
    pub(crate) now: Instant,
    pub(crate) told: Vec<Told>,
    /// Segments and half-closes, in order.
    pub(crate) sent: Vec<Option<Vec<u8>>>,
}

impl Play {
    pub(crate) fn new(game: Game) -> Self {
        Self::with(SessionConfig::default().game(game).first_id(LOGIN))
    }

    pub(crate) fn with(config: SessionConfig) -> Self {
        Self {
            session: Session::new(config),
            now: Instant::now(),
            told: Vec::new(),
            sent: Vec::new(),
        }
    }

    /// Logged in, over a link of this round trip.
    pub(crate) fn logged_in(shape: Shape, round_trip: Duration) -> Self {
        let any = SessionConfig::default().max_packet;
        Self::logged_in_with(shape, round_trip, any)
    }

    /// The same, with packets of at most so many bytes held whole.
    pub(crate) fn logged_in_with(shape: Shape, round_trip: Duration, max_packet: usize) -> Self {
        let config = SessionConfig::default().max_packet(max_packet);
        Self::logged_in_as(shape, round_trip, config)
    }

    /// The same, with a configuration.
    pub(crate) fn logged_in_as(shape: Shape, round_trip: Duration, config: SessionConfig) -> Self {
        let mut play = Self::with(config.first_id(LOGIN));
        play.login();
        play.pass(round_trip);
        if shape == Shape::Source {
            play.server(&packet(LOGIN, 0, ""));
        }
        play.server(&packet(LOGIN, 2, ""));
        assert_eq!(play.take(), [Told::LoggedIn(shape)]);
        play.sent.clear();
        play
    }

    pub(crate) fn login(&mut self) {
        self.session
            .login(&"secret".into(), TIMEOUT, self.now)
            .expect("a fresh session");
        self.turn();
    }

    pub(crate) fn execute(&mut self, command: &str) -> i32 {
        self.execute_as(command, Wait::Reply, HalfClosing::Never)
    }

    pub(crate) fn execute_last(&mut self, command: &str) -> i32 {
        self.execute_as(command, Wait::Reply, HalfClosing::NothingFollows)
    }

    pub(crate) fn execute_as(
        &mut self,
        command: &str,
        wait: Wait,
        half_closing: HalfClosing,
    ) -> i32 {
        let how = Execute::new(TIMEOUT).wait(wait).half_closing(half_closing);
        let id = self
            .session
            .execute(command.as_bytes(), how, self.now)
            .expect("a session that is ready");
        self.turn();
        id.wire_id()
    }

    /// A command that is not taken: the connection is over.
    pub(crate) fn refuse(&mut self, command: &str) {
        let how = Execute::new(TIMEOUT);
        let refused = self.session.execute(command.as_bytes(), how, self.now);
        assert!(refused.is_err(), "{command} was taken");
        self.turn();
    }

    /// The server sends bytes.
    pub(crate) fn server(&mut self, bytes: &[u8]) {
        self.session.receive(bytes, self.now);
        self.turn();
    }

    /// The server sends bytes, cut into single ones.
    pub(crate) fn server_in_bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.server(&[*byte]);
        }
    }

    pub(crate) fn server_closes(&mut self, how: Ended) {
        self.session.closed(how);
        self.turn();
    }

    /// Time passes in silence; the timers that are due go off in their order.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(due) = self.session.poll_timeout().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.session.handle_timeout(self.now);
            self.turn();
            let next = self.session.poll_timeout();
            assert_ne!(next, Some(due), "a timer that went off is still set");
        }
        self.now = end;
    }

    fn turn(&mut self) {
        while let Some(event) = self.session.poll_event() {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let told = match event {
                Event::LoggedIn { shape, .. } => Told::LoggedIn(shape),
                Event::LoginFailed(failure) => Told::LoginFailed(failure.to_string()),
                Event::LoginTimedOut { said, .. } => Told::LoginTimedOut(said),
                Event::Reply { request, bytes } => Told::Reply(request.wire_id(), text(&bytes)),
                Event::LineBreak { request } => Told::Reply(request.wire_id(), "⏎".into()),
                Event::ReplyEnded { request, by } => Told::Ended(request.wire_id(), by),
                Event::ReplyTimedOut { request, begun, .. } => Told::TimedOut {
                    id: request.wire_id(),
                    begun,
                },
                Event::Late { request, bytes } => Told::Late(request.wire_id(), text(&bytes)),
                Event::Unsolicited { id, bytes } => Told::Unsolicited(id, text(&bytes)),
                Event::Quirk(quirk) => Told::Quirk(format!("{quirk:?}")),
                Event::Closed(Closed::Protocol(error)) => Told::Closed(error.to_string()),
                Event::Closed(closed) => Told::Closed(format!("{closed:?}")),
                other => panic!("an event that the tests do not know: {other:?}"),
            };
            match (self.told.last_mut(), told) {
                (Some(Told::Reply(a, so_far)), Told::Reply(b, more)) if *a == b => {
                    so_far.push_str(&more);
                }
                (Some(Told::Late(a, so_far)), Told::Late(b, more)) if *a == b => {
                    so_far.push_str(&more);
                }
                (_, told) => self.told.push(told),
            }
        }
        while let Some(transmit) = self.session.poll_transmit() {
            self.sent.push(match transmit {
                Transmit::Segment(bytes) => Some(bytes.to_vec()),
                Transmit::HalfClose => None,
            });
        }
    }

    pub(crate) fn take(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    pub(crate) fn half_closed(&self) -> bool {
        self.sent.contains(&None)
    }
}
