//! A dialogue with a clock that a test moves.

use std::time::{Duration, Instant};

use rcon_proto::dialogue::Dialogue;
use rcon_proto::marks::{self, Mark};
use rcon_proto::session::{Event, Execute, SessionConfig, ToSend};
use rcon_proto::{Game, RequestId, Scheme};

/// See the module.
pub(crate) struct Talk {
    pub(crate) dialogue: Dialogue,
    pub(crate) now: Instant,
}

pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

impl Talk {
    pub(crate) fn with(scheme: Scheme) -> Self {
        Self::with_game(scheme, Game::Auto)
    }

    pub(crate) fn with_game(scheme: Scheme, game: Game) -> Self {
        let config = SessionConfig::default().game(game).authority("host:1");
        let now = Instant::now();
        Self {
            dialogue: Dialogue::new(scheme, config),
            now,
        }
    }

    /// One whose messages are at most so long.
    pub(crate) fn with_limit(scheme: Scheme, bytes: usize) -> Self {
        let config = SessionConfig::default().max_packet(bytes);
        let config = config.authority("host:1");
        Self {
            dialogue: Dialogue::new(scheme, config),
            now: Instant::now(),
        }
    }

    pub(crate) fn login(&mut self, password: &str) {
        let password = password.into();
        self.dialogue
            .login(&password, TIMEOUT, self.now)
            .expect("a login");
    }

    pub(crate) fn execute(&mut self, command: &str) -> RequestId {
        let how = Execute::new(TIMEOUT);
        self.dialogue
            .execute(command.as_bytes(), how, self.now)
            .expect("a command")
    }

    /// Everything that is to be sent, each segment by itself.
    pub(crate) fn sent(&mut self) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(ToSend::Bytes(bytes)) = self.dialogue.transmit() {
            all.push(bytes.to_vec());
            let count = bytes.len();
            self.dialogue.transmitted(count);
        }
        all
    }

    pub(crate) fn hear(&mut self, bytes: &[u8]) {
        self.dialogue.receive(bytes, self.now);
    }

    /// Lets time pass until this much of it has, doing what is due.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(at) = self.dialogue.poll_timeout().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.dialogue.handle_timeout(self.now);
        }
        self.now = end;
    }

    /// What it tells, in words.
    pub(crate) fn told(&mut self) -> Vec<String> {
        let mut all = Vec::new();
        while let Some(event) = self.dialogue.poll_event() {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            all.push(match event {
                Event::LoggedIn { .. } => "in".to_owned(),
                Event::Reply { bytes, .. } => format!("reply {}", text(&bytes)),
                Event::Late { bytes, .. } => format!("late {}", text(&bytes)),
                Event::Unsolicited { bytes, .. } => format!("unasked {}", text(&bytes)),
                Event::ReplyEnded { by, .. } => format!("end {}", by.as_str()),
                Event::ReplyTimedOut { begun, .. } => format!("timeout {begun}"),
                other => match other.into_error() {
                    Some(error) => format!("{:?}", error.kind()),
                    None => panic!("nothing else is told of consoles"),
                },
            });
        }
        all
    }
}

/// The branches that were made for these servers were taken since the last time.
#[track_caller]
pub(crate) fn passed(expected: &[Mark]) {
    if let Some(seen) = marks::take() {
        for mark in expected {
            assert!(seen.contains(mark), "{mark:?} was not passed");
        }
    }
}

pub(crate) fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
