//! 7 Days to Die's console, as its `TelnetConnection` and `SdtdConsole`.

use std::time::Duration;

use crate::choices::{Choices, Dimension};
use crate::link::ms;
use crate::play::{Act, COMMANDS, PASSWORD, Server, lines_of, numbered};

pub(crate) const DIMENSIONS: &[Dimension] = &[
    ("lines", &["1", "0", "3", "20", "200"]),
    ("pieces of", &["0 bytes", "1 byte", "7 bytes", "64 bytes"]),
    ("thinks", &["0 ms", "100 ms", "2000 ms", "12000 ms"]),
    ("pause", &["0 ms", "25 ms", "3000 ms"]),
    ("logs commands", &["yes", "no"]),
    (
        "logs",
        &["nothing", "between lines", "before the command", "much"],
    ),
    (
        "asks",
        &[
            "for the password",
            "never",
            "twice",
            "without a line's end",
            "behind NULs",
        ],
    ),
    (
        "login",
        &[
            "accepted",
            "refused",
            "closed",
            "never answered",
            "too many",
        ],
    ),
    ("banner", &["whole", "none", "cut by the log"]),
    (
        "ends",
        &[
            "never",
            "in a line",
            "before the answer",
            "behind the answer",
        ],
    ),
    ("idle for", &["0 ms", "1000 ms", "200000 ms"]),
];

const STAMP: &str = "2020-11-14T23:09:20 31220.643 INF ";
const PRESS: &str = "Press 'help' to get a list of all commands. Press 'exit' to end session.";

pub(crate) struct Model<'a> {
    choices: &'a Choices,
    line: Vec<u8>,
    logged_in: bool,
    over: bool,
    /// Commands run one after the other.
    busy: Duration,
    runs: [usize; COMMANDS],
    strays: Vec<String>,
}

fn send(after: Duration, text: impl Into<Vec<u8>>, out: &mut Vec<(Duration, Act)>) {
    out.push((after, Act::Send(text.into())));
}

impl<'a> Model<'a> {
    pub(crate) fn new(choices: &'a Choices) -> Self {
        Self {
            choices,
            line: Vec::new(),
            logged_in: false,
            over: false,
            busy: Duration::ZERO,
            runs: [0; COMMANDS],
            strays: Vec::new(),
        }
    }

    fn banner(&mut self, out: &mut Vec<(Duration, Act)>) {
        self.logged_in = true;
        let middle = match self.choices.of("banner") {
            // Without a question it is all that says that one is logged in.
            "none" if !self.choices.has("asks", "never") => return,
            "whole" | "none" => String::new(),
            _ => format!("{STAMP}a line\r\n"),
        };
        let text = format!("*** Connected with 7DTD server.\r\n\r\n{middle}{PRESS}\r\n\r\n");
        send(Duration::ZERO, text, out);
    }

    fn log_in(&mut self, line: &str, out: &mut Vec<(Duration, Act)>) {
        if line != PASSWORD {
            self.strays.push(format!("for a password: {line}"));
        }
        match self.choices.of("login") {
            "accepted" => {
                send(Duration::ZERO, "Logon successful.\r\n\r\n\r\n\r\n", out);
                self.banner(out);
            }
            "refused" => send(
                Duration::ZERO,
                "Password incorrect, please enter password:\r\n",
                out,
            ),
            "closed" => self.end(Duration::ZERO, out),
            "too many" => {
                send(Duration::ZERO, "Too many failed login attempts!\r\n", out);
                self.end(Duration::ZERO, out);
            }
            _ => {}
        }
    }

    fn end(&mut self, after: Duration, out: &mut Vec<(Duration, Act)>) {
        self.over = true;
        out.push((after, Act::End));
    }

    fn command(&mut self, line: &str, now: Duration, out: &mut Vec<(Duration, Act)>) {
        let Some(at) = numbered(line) else {
            self.strays.push(line.to_owned());
            return;
        };
        self.runs[at] += 1;
        let waits = self.busy.saturating_sub(now);
        let think = waits + ms(self.choices.number("thinks"));
        let pause = ms(self.choices.number("pause"));
        let logged = format!("{STAMP}a line\r\n");
        match self.choices.of("logs") {
            "before the command" => send(think / 2, logged.clone(), out),
            "much" => send(think / 2, logged.repeat(200), out),
            _ => {}
        }
        let last = at + 1 == COMMANDS;
        if last && self.choices.has("ends", "before the answer") {
            self.end(think, out);
            return;
        }
        if self.choices.has("logs commands", "yes") {
            let line =
                format!("{STAMP}Executing command 'cmd-{at}' by Telnet from 127.0.0.1:1\r\n");
            send(think, line, out);
        }
        let mut after = think;
        for (number, line) in lines_of(at, self.choices).iter().enumerate() {
            if last && self.choices.has("ends", "in a line") {
                send(after, &line.as_bytes()[..line.len() / 2], out);
                self.end(after, out);
                return;
            }
            send(after, format!("{line}\r\n"), out);
            if self.choices.has("logs", "between lines") {
                send(after, logged.clone(), out);
            }
            if number == 0 {
                after += pause;
            }
        }
        self.busy = now + after;
        if last && self.choices.has("ends", "behind the answer") {
            self.end(after, out);
        }
    }
}

impl Server for Model<'_> {
    fn greet(&mut self, out: &mut Vec<(Duration, Act)>) {
        let question = "Please enter password:";
        match self.choices.of("asks") {
            "never" => self.banner(out),
            "twice" => send(Duration::ZERO, format!("{question}\r\n{question}\r\n"), out),
            "without a line's end" => send(Duration::ZERO, question, out),
            "behind NULs" => send(Duration::ZERO, format!("\0\0\0{question}\r\n\0"), out),
            _ => send(Duration::ZERO, format!("{question}\r\n"), out),
        }
    }

    fn hear(&mut self, bytes: &[u8], now: Duration, out: &mut Vec<(Duration, Act)>) {
        for &byte in bytes {
            if !b"\r\n".contains(&byte) {
                self.line.push(byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            if line.is_empty() || self.over {
                continue;
            }
            if self.logged_in {
                self.command(&line, now, out);
            } else {
                self.log_in(&line, out);
            }
        }
    }

    fn runs(&self) -> &[usize; COMMANDS] {
        &self.runs
    }

    fn strays(&self) -> &[String] {
        &self.strays
    }
}
