//! A `BattlEye` server, or Reforger's own console, as those of `BERConProtocol.txt` and
//! of the clients that are named in the dialogue.

use std::collections::VecDeque;
use std::time::Duration;

use rcon_proto::sums::crc32;

use crate::choices::{Choices, Dimension};
use crate::link::ms;
use crate::play::{Act, COMMANDS, PASSWORD, Server, lines_of, numbered};

pub(crate) const DIMENSIONS: &[Dimension] = &[
    ("loses", &["0", "10 % of datagrams", "35 %", "60 %"]),
    ("doubles", &["none", "each"]),
    ("late by up to", &["0 ms", "40 ms", "600 ms", "4000 ms"]),
    ("lines", &["1", "0", "3", "20", "200"]),
    ("parts", &["whole", "a line each", "two", "255"]),
    ("parts come", &["in order", "backwards", "the last first"]),
    (
        "thinks",
        &["0 ms", "150 ms", "900 ms", "4000 ms", "12000 ms"],
    ),
    ("of one that runs", &["says nothing", "answers again later"]),
    ("greets", &["at once", "never", "late"]),
    ("console", &["BattlEye's", "Reforger's"]),
    (
        "says",
        &[
            "nothing",
            "something before the answer",
            "much",
            "the same again",
        ],
    ),
    (
        "idle for",
        &["0 ms", "3000 ms", "40000 ms", "200000 ms", "7300000 ms"],
    ),
    (
        "login",
        &[
            "accepted",
            "refused",
            "never answered",
            "accepted, then refused",
        ],
    ),
    ("dies", &["never", "2 commands in"]),
    ("numbers", &["right", "one far ahead, too"]),
];

/// A login without a command is forgotten after this.
const FORGOTTEN: Duration = Duration::from_secs(45);

pub(crate) struct Model<'a> {
    choices: &'a Choices,
    logged_in: bool,
    dead: bool,
    last: Duration,
    known: VecDeque<(u8, Vec<Vec<u8>>)>,
    message: u8,
    runs: [usize; COMMANDS],
    strays: Vec<String>,
}

pub(crate) fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let body = [&[0xff, kind], payload].concat();
    [b"BE", &crc32(&body).to_le_bytes()[..], &body].concat()
}

impl<'a> Model<'a> {
    pub(crate) fn new(choices: &'a Choices) -> Self {
        Self {
            choices,
            logged_in: false,
            dead: false,
            last: Duration::ZERO,
            known: VecDeque::new(),
            message: 0,
            runs: [0; COMMANDS],
            strays: Vec::new(),
        }
    }

    fn is_reforger(&self) -> bool {
        self.choices.has("console", "Reforger's")
    }

    fn log_in(&mut self, password: &[u8], now: Duration, out: &mut Vec<(Duration, Act)>) {
        if password != PASSWORD.as_bytes() {
            self.strays.push("another password".into());
        }
        let verdicts: &[u8] = match self.choices.of("login") {
            "accepted" => &[1],
            "refused" => &[0],
            "never answered" => &[],
            _ => &[1, 0],
        };
        for verdict in verdicts {
            out.push((Duration::ZERO, Act::Send(frame(0, &[*verdict]))));
        }
        if verdicts.first() != Some(&1) {
            return;
        }
        let again = std::mem::replace(&mut self.logged_in, true);
        self.last = now;
        let greeting = match (again, self.is_reforger()) {
            (true, _) => return,
            (_, true) => "Logged In! Client ID: #0",
            (_, false) => "RCon admin #0 (127.0.0.1:1) logged in",
        };
        // It is sent up to five times within ten seconds, whoever hears it.
        let first = match self.choices.of("greets") {
            "at once" => 0,
            "late" => 400,
            _ => return,
        };
        let message = self.said(greeting);
        for time in 0..5 {
            out.push((ms(first + time * 2000), Act::Send(message.clone())));
        }
    }

    fn said(&mut self, text: &str) -> Vec<u8> {
        let seq = self.message;
        self.message = seq.wrapping_add(1);
        frame(2, &[&[seq], text.as_bytes()].concat())
    }

    fn command(&mut self, seq: u8, text: &[u8], now: Duration, out: &mut Vec<(Duration, Act)>) {
        if now >= self.last + FORGOTTEN {
            self.logged_in = false;
        }
        if !self.logged_in {
            return;
        }
        self.last = now;
        if let Some((_, answer)) = self.known.iter().find(|(known, _)| *known == seq) {
            let think = ms(self.choices.number("thinks"));
            let later = self.choices.has("of one that runs", "answers again later");
            let at = if later { think } else { Duration::ZERO };
            let answer = answer.iter().map(|it| (at, Act::Send(it.clone())));
            out.extend(answer);
            return;
        }
        if self.known.len() == 5 {
            self.known.pop_front();
        }
        if text.is_empty() {
            let answer = vec![frame(1, &[seq])];
            out.extend(
                answer
                    .iter()
                    .map(|it| (Duration::ZERO, Act::Send(it.clone()))),
            );
            self.known.push_back((seq, answer));
            return;
        }
        let text = String::from_utf8_lossy(text).into_owned();
        let Some(at) = numbered(&text) else {
            self.strays.push(text);
            return;
        };
        self.runs[at] += 1;
        if self.choices.has("dies", "2 commands in") && at >= 2 {
            self.dead = true;
            return;
        }
        self.run(seq, at, out);
    }

    fn run(&mut self, seq: u8, at: usize, out: &mut Vec<(Duration, Act)>) {
        let think = ms(self.choices.number("thinks"));
        self.talk(think, out);
        let lines = lines_of(at, self.choices);
        if self.is_reforger() {
            let empty = vec![frame(1, &[seq])];
            out.push((Duration::ZERO, Act::Send(empty[0].clone())));
            self.known.push_back((seq, empty));
            let mut texts = vec![(think, format!("Processing Command: cmd-{at}"))];
            let whole = lines.join("\n");
            if !whole.is_empty() {
                texts.push((think + ms(150), whole));
            }
            for (after, text) in texts {
                let message = self.said(&text);
                for time in 0..5 {
                    out.push((after + ms(time * 2000), Act::Send(message.clone())));
                }
            }
            return;
        }
        let mut answer = self.parts(seq, &lines);
        if self.choices.has("numbers", "one far ahead, too") {
            answer.push(frame(
                1,
                &[&[seq.wrapping_add(100)], &b"<a stray>"[..]].concat(),
            ));
        }
        out.extend(answer.iter().map(|it| (think, Act::Send(it.clone()))));
        self.known.push_back((seq, answer));
    }

    /// What the server says by itself.
    fn talk(&mut self, think: Duration, out: &mut Vec<(Duration, Act)>) {
        let count = match self.choices.of("says") {
            "nothing" => return,
            "much" => 60,
            _ => 1,
        };
        for at in 0..count {
            let message = self.said(&format!("(Global) message {} {at}", self.message));
            out.push((think / 2, Act::Send(message.clone())));
            if self.choices.has("says", "the same again") {
                for time in 1..5 {
                    out.push((think / 2 + ms(2000 * time), Act::Send(message.clone())));
                }
            }
        }
    }

    fn parts(&self, seq: u8, lines: &[String]) -> Vec<Vec<u8>> {
        let whole = lines.join("\n");
        let texts: Vec<&[u8]> = match self.choices.of("parts") {
            "a line each" => whole
                .as_bytes()
                .split_inclusive(|it| *it == b'\n')
                .collect(),
            "two" => whole
                .as_bytes()
                .chunks(whole.len().div_ceil(2).max(1))
                .collect(),
            "255" => whole
                .as_bytes()
                .chunks(whole.len().div_ceil(255).max(1))
                .collect(),
            _ => vec![whole.as_bytes()],
        };
        if texts.len() < 2 {
            return vec![frame(1, &[&[seq], whole.as_bytes()].concat())];
        }
        let count = texts.len() as u8;
        let mut parts: Vec<Vec<u8>> = (0..count)
            .zip(&texts)
            .map(|(index, text)| frame(1, &[&[seq, 0, count, index], *text].concat()))
            .collect();
        match self.choices.of("parts come") {
            "backwards" => parts.reverse(),
            "the last first" => parts.rotate_right(1),
            _ => {}
        }
        parts
    }
}

impl Server for Model<'_> {
    fn hear(&mut self, bytes: &[u8], now: Duration, out: &mut Vec<(Duration, Act)>) {
        let sum = bytes.get(2..6).map(<[u8]>::to_vec);
        let body = bytes.get(6..).unwrap_or_default();
        if sum != Some(crc32(body).to_le_bytes().to_vec()) {
            self.strays
                .push(format!("no frame: {}", bytes.escape_ascii()));
            return;
        }
        match body {
            _ if self.dead => {}
            [0xff, 0, password @ ..] => self.log_in(password, now, out),
            [0xff, 1, seq, text @ ..] => self.command(*seq, text, now, out),
            [0xff, 2, _] => {}
            _ => self
                .strays
                .push(format!("no frame: {}", bytes.escape_ascii())),
        }
    }

    fn runs(&self) -> &[usize; COMMANDS] {
        &self.runs
    }

    fn strays(&self) -> &[String] {
        &self.strays
    }
}
