//! Transcripts as text, in `tests/session/*.txt`, and how they are read.
//!
//! ```text
//! case NAME                            one test; `mark MARK`: this branch is taken in it
//!      source 5                        logged in on this shape, round trip 5 ms; `new`: not logged in
//!    0 C: status + probe               at 0 ms the client sends a command, with its probe;
//!      C: last status                  … as the last one; `begun`: only the first packet is waited for
//!      C: probe status / half-close / login
//!      C: utf8 / probe utf8            Rust is asked for UTF-8; whether it has heard that
//!   10 S: status "text" | status+ ""   the server's packets, together: of the command's id, of its probe's;
//!      S: 5:1 "text" | login:2 ""      … of another id and type
//!      S: 0 "text" ~2                  … that announces 2 bytes more
//!      S: raw "text" / close / reset
//!      S~: …                           cut in two, at each byte in turn
//!      shown source probes=ignored     before the login: what connections before have shown
//!      =: shown "…"                    what is handed to the next one
//!   50 quiet                        nothing was told and nothing sent
//!   60 =: reply status "text"          all that was told since the last of these lines
//! ```
//!
//! What stands in quotes is in `quoted`.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rcon_proto::marks;
use rcon_proto::session::{Ended, HalfClosing, SessionConfig, Wait};
use rcon_proto::{Game, ServerOptions, Shape, Shown};

use super::quoted::bytes;
use super::{LOGIN, Play, Told, ms, packet};

struct Case<'a> {
    name: String,
    lines: Vec<(usize, &'a str)>,
}

/// Plays every case of the file, and returns how many there are.
pub(crate) fn play(topic: &str) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/session/{topic}.txt"));
    let text = fs::read_to_string(&path).expect("a file of transcripts");
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix("case ") {
            let (name, lines) = (format!("{topic}: {name}"), Vec::new());
            cases.push(Case { name, lines });
        } else if !line.is_empty() && !line.starts_with('#') {
            let case = cases.last_mut().expect("a case before its lines");
            case.lines.push((number + 1, line));
        }
    }
    for case in &cases {
        marks::take();
        let longest = Player::new(0).play(case);
        for cut in 1..longest {
            Player::new(cut).play(case);
        }
    }
    cases.len()
}

/// What each file marks, for the test that all marks are in one.
pub(crate) fn marked(topic: &str) -> Vec<String> {
    said(topic, "mark ")
}

/// The quirks that are told in each file.
pub(crate) fn quirks(topic: &str) -> Vec<String> {
    said(topic, "quirk ")
}

/// The words behind this one, wherever a line has it.
fn said(topic: &str, what: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/session/{topic}.txt"));
    let text = fs::read_to_string(&path).expect("a file of transcripts");
    let lines = text.lines().map(str::trim);
    let words = lines.filter(|line| !line.starts_with('#') && !line.starts_with("case "));
    let words = words.filter_map(|line| line.split_once(what).map(|(_, word)| word));
    words.map(str::to_owned).collect()
}

struct Player {
    play: Play,
    ids: HashMap<String, i32>,
    start: std::time::Instant,
    cut: usize,
    longest: usize,
    /// What was written on `=:` lines and is to be compared with what was told.
    expected: Vec<Told>,
    marks: Vec<String>,
    /// What connections before are said to have shown.
    shown: Shown,
}

impl Player {
    fn new(cut: usize) -> Self {
        let play = Play::new(Game::Auto);
        Self {
            start: play.now,
            play,
            ids: HashMap::from([("login".to_owned(), LOGIN)]),
            cut,
            longest: 0,
            expected: Vec::new(),
            marks: Vec::new(),
            shown: Shown::default(),
        }
    }

    fn play(mut self, case: &Case<'_>) -> usize {
        for &(number, line) in &case.lines {
            let at = format!("{}, line {number} (cut at {}): {line}", case.name, self.cut);
            self.line(line, &at);
        }
        self.compare(&case.name);
        assert!(
            self.play.told.is_empty(),
            "{}: {:?}",
            case.name,
            self.play.told
        );
        assert!(
            self.play.sent.is_empty(),
            "{}: {:?}",
            case.name,
            self.play.sent
        );
        if let Some(seen) = marks::take() {
            let seen: Vec<String> = seen.iter().map(|mark| format!("{mark:?}")).collect();
            for mark in &self.marks {
                assert!(seen.contains(mark), "{}: {mark} was not passed", case.name);
            }
        }
        self.longest
    }

    fn line(&mut self, line: &str, at: &str) {
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
        let (time, line) = line.split_at(digits);
        let line = line.trim();
        if !line.starts_with("=:") {
            self.compare(at);
        }
        if let Ok(time) = time.parse() {
            let due = self.start + ms(time);
            self.play
                .pass(due.checked_duration_since(self.play.now).expect(at));
        }
        let (who, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match who {
            "C:" => self.client(rest, at),
            "refused" => self.play.refuse(rest),
            "S:" | "S~:" => self.server(rest, who == "S~:", at),
            "=:" if rest.starts_with("shown ") => {
                self.compare(at);
                let shown = rest.trim_start_matches("shown ").trim_matches('"');
                assert_eq!(self.play.session.shown().to_string(), shown, "{at}");
            }
            "=:" => self.expected.push(self.told(rest, at)),
            "mark" => self.marks.push(rest.to_owned()),
            "new" if rest.is_empty() => {}
            "new" => self.first_id(rest.parse().expect(at)),
            "shown" => {
                let Ok(shown) = rest.parse();
                self.shown = shown;
            }
            "quiet" => assert!(
                self.play.told.is_empty() && self.play.sent.is_empty(),
                "{at}"
            ),
            "source" => self.logged_in(Shape::Source, rest),
            "one" => self.logged_in(Shape::OnePacket, rest),
            _ => panic!("{at}"),
        }
    }

    /// Another id for the login.
    fn first_id(&mut self, id: i32) {
        self.play = Play::with(SessionConfig::default().first_id(id));
        self.start = self.play.now;
        self.ids.insert("login".to_owned(), id);
    }

    fn logged_in(&mut self, shape: Shape, round_trip: &str) {
        let round_trip = round_trip.parse().expect("milliseconds");
        let config =
            SessionConfig::default().server(ServerOptions::default().shown(self.shown.clone()));
        self.play = Play::logged_in_as(shape, ms(round_trip), config);
        self.start = self.play.now;
    }

    /// Compares what was told since the last time.
    fn compare(&mut self, at: &str) {
        if !self.expected.is_empty() {
            let expected = std::mem::take(&mut self.expected);
            assert_eq!(self.play.take(), expected, "{at}");
        }
    }

    fn client(&mut self, what: &str, at: &str) {
        let sent = if what == "half-close" {
            None
        } else if what == "login" {
            self.play.login();
            Some(packet(self.ids["login"], 3, "secret"))
        } else if what == "utf8" {
            Some(packet(LOGIN, 5, ""))
        } else if what == "probe utf8" {
            Some(packet(LOGIN, 0, ""))
        } else if let Some(name) = what.strip_prefix("probe ") {
            Some(packet(self.ids[name] + 1, 0, ""))
        } else {
            assert!(self.play.sent.is_empty(), "{at}: sent {:?}", self.play.sent);
            let (what, probe) = match what.strip_suffix(" + probe") {
                Some(what) => (what, true),
                None => (what, false),
            };
            let (wait, half_closing, command) = match what.split_once(' ') {
                Some(("last", command)) => (Wait::Reply, HalfClosing::NothingFollows, command),
                Some(("begun", command)) => (Wait::Begun, HalfClosing::Never, command),
                _ => (Wait::Reply, HalfClosing::Never, what),
            };
            let command = command.trim_matches('"');
            let id = self.play.execute_as(command, wait, half_closing);
            let name = command.split(' ').next().unwrap_or_default();
            self.ids.insert(name.to_owned(), id);
            let probe = if probe {
                packet(id + 1, 0, "")
            } else {
                Vec::new()
            };
            Some([packet(id, 2, command), probe].concat())
        };
        assert!(!self.play.sent.is_empty(), "{at}: nothing was sent");
        assert_eq!(self.play.sent.remove(0), sent, "{at}");
    }

    fn server(&mut self, what: &str, cut: bool, at: &str) {
        assert!(self.play.sent.is_empty(), "{at}: sent {:?}", self.play.sent);
        match what {
            "close" => return self.play.server_closes(Ended::Cleanly),
            "reset" => return self.play.server_closes(Ended::WithError),
            _ => {}
        }
        let parts = what.split(" | ");
        let wire: Vec<u8> = parts
            .flat_map(|part| self.packet(part.trim(), at))
            .collect();
        if cut {
            self.longest = self.longest.max(wire.len());
            let cut = self.cut.min(wire.len());
            self.play.server(&wire[..cut]);
            self.play.server(&wire[cut..]);
        } else {
            self.play.server(&wire);
        }
    }

    fn packet(&self, text: &str, at: &str) -> Vec<u8> {
        let (head, body) = text.split_once(' ').expect(at);
        let (body, longer) = body.split_once(" ~").unwrap_or((body, "0"));
        let body = bytes(body, at);
        if head == "raw" {
            return body;
        }
        let (id, kind) = head.split_once(':').unwrap_or((head, "0"));
        let mut wire = packet(self.id(id, at), kind.parse().expect(at), body);
        wire[0] += longer.trim().parse::<u8>().expect(at);
        wire
    }

    fn id(&self, name: &str, at: &str) -> i32 {
        if let Ok(id) = name.parse() {
            return id;
        }
        let of_probe = name.ends_with('+');
        let id = self.ids.get(name.trim_end_matches('+')).expect(at);
        id + i32::from(of_probe)
    }

    fn told(&self, text: &str, at: &str) -> Told {
        let (what, rest) = text.split_once(' ').unwrap_or((text, ""));
        let (name, last) = rest.split_once(' ').unwrap_or((rest, ""));
        let text = || String::from_utf8(bytes(last, at)).expect(at);
        match what {
            "logged-in" if name == "Source" => Told::LoggedIn(Shape::Source),
            "logged-in" => Told::LoggedIn(Shape::OnePacket),
            "login-timed-out" => Told::LoginTimedOut(String::from_utf8(bytes(rest, at)).expect(at)),
            "reply" => Told::Reply(self.id(name, at), text()),
            "late" => Told::Late(self.id(name, at), text()),
            "unsolicited" => Told::Unsolicited(self.id(name, at), text()),
            "ended" => Told::Ended(self.id(name, at), ended_by(last, at)),
            "timed-out" => Told::TimedOut {
                id: self.id(name, at),
                begun: last == "begun",
            },
            "quirk" => Told::Quirk(name.to_owned()),
            "lost" => {
                let id = self.id(name, at);
                Told::Closed(format!("Awaiting {{ request: RequestId({id}) }}"))
            }
            "lost-at-probe" => {
                let id = self.id(name, at);
                Told::Closed(format!("AtProbe {{ request: RequestId({id}) }}"))
            }
            "closed" => Told::Closed(rest.to_owned()),
            _ => panic!("{at}"),
        }
    }
}

fn ended_by(name: &str, at: &str) -> rcon_proto::EndedBy {
    use rcon_proto::EndedBy::{Close, EmptyPacket, FirstPacket, Mark, Probe, Silence};
    let all = [Close, EmptyPacket, FirstPacket, Mark, Probe, Silence];
    let found = all.into_iter().find(|by| format!("{by:?}") == name);
    found.expect(at)
}
