//! One case: a session and the server of its choices, on a clock that only
//! moves when nothing is left to be done.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use rcon_proto::session::{Ended, Execute, HalfClosing, Session, SessionConfig, Transmit, Wait};
use rcon_proto::{Game, ServerOptions, Shown};

use crate::choices::{Choices, Delivery, Named, Run};
use crate::plan::{self, Act, Text};
use crate::record::{Asked, Record};
use crate::server::Server;

pub(crate) const PASSWORD: &str = "secret";
/// How long a login and a reply may take, in milliseconds.
pub(crate) const TIMEOUT: u64 = 10_000;
/// How long a person looks at a reply.
const THINKS: u64 = 2000;
/// How long a person looks at the last one.
const STAYS: u64 = 5000;
/// No case lasts longer: 250 packets, each behind the longest pause, four times
/// over, are 50 minutes.
const NO_END: u64 = 2 * 60 * 60 * 1000;

/// Bytes at both ends of what is sent that come one by one, where they do: what
/// is between them is text.
const SINGLE: usize = 64;

/// What is on its way, and when it arrives.
enum Arrival {
    Segment(Vec<u8>),
    ClientFin,
    Read(Vec<u8>, Vec<Text>),
    ServerEnd { reset: bool },
}

struct Play {
    choices: Choices,
    session: Session,
    server: Server,
    record: Record,
    start: Instant,
    now: u64,
    to_server: VecDeque<(u64, Arrival)>,
    to_client: VecDeque<(u64, Arrival)>,
    next_command: u64,
    leaves: Option<u64>,
}

/// Plays a case to its end.
pub(crate) fn play(choices: &Choices) -> Record {
    play_into(choices, Record::default())
}

/// The same, with a transcript.
pub(crate) fn play_with_lines(choices: &Choices) -> Record {
    play_into(choices, Record::with_lines())
}

/// What happens where connections before this one have shown that, or are said
/// to.
pub(crate) fn play_with(choices: &Choices, shown: &Shown, record: Record) -> Record {
    play_as(choices, record, shown.clone())
}

fn play_into(choices: &Choices, record: Record) -> Record {
    play_as(choices, record, Shown::default())
}

fn play_as(choices: &Choices, mut record: Record, shown: Shown) -> Record {
    record.before = shown.clone();
    let game = match choices.game {
        Named::Auto => Game::Auto,
        Named::Rightly if choices.source_login() => Game::Source,
        Named::Rightly => Game::Cs2,
        Named::Generic => Game::Generic,
        Named::Conan => Game::Conan,
        Named::Rust => Game::Rust,
    };
    let mut play = Play {
        choices: *choices,
        session: Session::new(
            SessionConfig::default().server(ServerOptions::from(game).shown(shown)),
        ),
        server: Server::new(choices),
        record,
        start: Instant::now(),
        now: 0,
        to_server: VecDeque::new(),
        to_client: VecDeque::new(),
        next_command: 0,
        leaves: None,
    };
    let timeout = Duration::from_millis(TIMEOUT);
    let now = play.start;
    play.session
        .login(&PASSWORD.into(), timeout, now)
        .expect("a fresh session");
    play.run();
    play.record.shown = play.session.shown().clone();
    play.record
}

impl Play {
    fn run(&mut self) {
        loop {
            self.turn();
            if self.record.closed.is_some() || self.leaves.is_some_and(|at| at <= self.now) {
                return;
            }
            self.ask();
            if self.record.closed.is_some() {
                return;
            }
            let Some(next) = self.next_moment() else {
                self.record.hangs = true;
                return;
            };
            self.now = self.now.max(next);
            if self.now > NO_END {
                self.record.hangs = true;
                return;
            }
            self.network();
            if self
                .session
                .poll_timeout()
                .is_some_and(|at| at <= self.instant())
            {
                self.session.handle_timeout(self.instant());
            }
        }
    }

    fn instant(&self) -> Instant {
        self.start + Duration::from_millis(self.now)
    }

    /// When anything happens next.
    fn next_moment(&self) -> Option<u64> {
        let timeout = self.session.poll_timeout().map(|at| {
            // Up to the next whole millisecond: a timer is never early.
            let after = at.saturating_duration_since(self.start);
            after.as_micros().div_ceil(1000) as u64
        });
        let idle = self.session.is_authenticated() && !self.session.is_awaiting();
        let ask =
            (idle && self.record.asked.len() < self.choices.count()).then_some(self.next_command);
        let arrives = |queue: &VecDeque<(u64, Arrival)>| queue.front().map(|(at, _)| *at);
        [
            timeout,
            ask,
            self.leaves,
            self.server.due(),
            arrives(&self.to_server),
            arrives(&self.to_client),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// What arrives by now, on either side.
    fn network(&mut self) {
        let half = self.choices.round_trip_ms() / 2;
        while let Some((_, arrival)) = self.to_server.pop_front_if(|(at, _)| *at <= self.now) {
            match arrival {
                Arrival::Segment(bytes) => self.server.arrive(&bytes, self.now),
                _ => self.server.half_closed(self.now),
            }
        }
        if self.server.due().is_some_and(|at| at <= self.now) {
            let acts = self.server.step(self.now);
            self.send(acts, self.now + half);
        }
        while let Some((_, arrival)) = self.to_client.pop_front_if(|(at, _)| *at <= self.now) {
            match arrival {
                Arrival::Read(bytes, texts) => self.deliver(&bytes, &texts),
                Arrival::ServerEnd { reset } => {
                    self.record.server_ended(self.now, reset);
                    self.session.closed(if reset {
                        Ended::WithError
                    } else {
                        Ended::Cleanly
                    });
                    self.turn();
                }
                _ => {}
            }
        }
    }

    fn send(&mut self, acts: Vec<Act>, at: u64) {
        for act in acts {
            let together = self.choices.delivery == Delivery::Together;
            match act {
                Act::Piece(bytes) => {
                    let read = Arrival::Read(bytes, Vec::new());
                    self.to_client.push_back((at, read));
                }
                Act::Send(bytes, text) => match self.to_client.back_mut() {
                    Some((last, Arrival::Read(read, texts))) if together && *last == at => {
                        read.extend(bytes);
                        texts.extend(text);
                    }
                    _ => {
                        let read = Arrival::Read(bytes, text.into_iter().collect());
                        self.to_client.push_back((at, read));
                    }
                },
                Act::Fin => {
                    let end = Arrival::ServerEnd { reset: false };
                    self.to_client.push_back((at, end));
                }
                Act::Reset => {
                    let end = Arrival::ServerEnd { reset: true };
                    self.to_client.push_back((at, end));
                }
                Act::Stall | Act::Pause => {}
            }
        }
    }

    fn deliver(&mut self, bytes: &[u8], texts: &[Text]) {
        if self.record.closed.is_some() {
            return;
        }
        self.record.heard(self.now, bytes);
        self.record.arrived(self.now, texts);
        let single = match self.choices.delivery {
            Delivery::Bytes => SINGLE,
            Delivery::Apart | Delivery::Together => 0,
        };
        let (head, rest) = bytes.split_at(bytes.len().min(single));
        let (middle, tail) = rest.split_at(rest.len().saturating_sub(single));
        let middle = (!middle.is_empty()).then_some(middle);
        for read in head.chunks(1).chain(middle).chain(tail.chunks(1)) {
            self.session.receive(read, self.instant());
            self.turn();
        }
        if self.record.closed.is_none() {
            self.record.arrived = self.record.view.arrived;
        }
    }

    /// The next command, if it is time for one.
    fn ask(&mut self) {
        let idle = self.session.is_authenticated() && !self.session.is_awaiting();
        let at = self.record.asked.len();
        if !idle || at >= self.choices.count() || self.next_command > self.now {
            return;
        }
        let last = at + 1 == self.choices.count() && self.choices.run != Run::Prompt;
        let wait = match self.choices.run {
            Run::NoWait if !last => Wait::Begun,
            _ => Wait::Reply,
        };
        let half_closing = if last {
            HalfClosing::NothingFollows
        } else {
            HalfClosing::Never
        };
        let how = Execute::new(Duration::from_millis(TIMEOUT))
            .wait(wait)
            .half_closing(half_closing);
        let command = plan::command_text(at);
        match self
            .session
            .execute(command.as_bytes(), how, self.instant())
        {
            Ok(request) => {
                let asked = Asked::new(request, self.now, how, &self.record);
                self.record.asked.push(asked);
            }
            Err(error) => {
                self.record
                    .note(self.now, || format!("   the command is not taken: {error}"));
                // The session says that it is closed.
                self.turn();
                self.record
                    .closed
                    .get_or_insert((self.now, "not taken".to_owned()));
            }
        }
        self.turn();
    }

    /// A command is done with.
    fn done(&mut self) {
        let pause = match self.choices.run {
            Run::Prompt => THINKS,
            Run::Script | Run::NoWait => 0,
        };
        self.next_command = self.now + pause;
        if self.record.asked.len() == self.choices.count() {
            let stays = match self.choices.run {
                Run::Prompt => STAYS,
                Run::Script | Run::NoWait => 0,
            };
            self.leaves = Some(self.now + stays);
        }
    }

    /// Events until there is none, then what is to be sent.
    fn turn(&mut self) {
        let mut done = false;
        while let Some(event) = self.session.poll_event() {
            done |= self.record.event(self.now, &event);
        }
        if done {
            self.done();
        }
        let half = self.choices.round_trip_ms() / 2;
        while let Some(transmit) = self.session.poll_transmit() {
            let arrival = match transmit {
                Transmit::Segment(bytes) => {
                    self.record.sent(self.now, &bytes);
                    Arrival::Segment(bytes.to_vec())
                }
                Transmit::HalfClose => {
                    self.record.half_closed(self.now);
                    Arrival::ClientFin
                }
            };
            self.to_server.push_back((self.now + half, arrival));
        }
    }
}
