//! 7 Days to Die's telnet console, as `TelnetConsole`, `TelnetConnection` and
//! `SdtdConsole` of the game have it (decompiled).
//!
//! - The password is asked for, and a wrong one leaves the link; ten of them from an
//!   address close it, and its next ones at once for ten seconds. Without a password
//!   there is no question. Each line of the log is a NUL while nobody is logged in.
//! - A line ends at CR or LF; blanks around it are trimmed, and an empty one is none.
//! - A known command first logs that it is executed, then runs, and its lines are
//!   written one by one, in pieces of 64 characters: lines of the log stand between.
//!   Nothing marks the end.

use std::time::{Duration, Instant};

use crate::outbox::End;
use crate::peer::{Cx, Peer};
use crate::world::Item;

use super::Link;

/// `TelnetFailedLoginLimit` and `TelnetFailedLoginsBlocktime`.
const FAILURES: usize = 10;
const BLOCKED: Duration = Duration::from_secs(10);

/// Characters that are written at once.
const PIECE: usize = 64;

/// How often the thread wakes that writes.
const LOOK: Duration = Duration::from_millis(25);

/// One link.
#[derive(Default)]
pub(crate) struct Telnet {
    logged_in: bool,
    line: Vec<u8>,
    over: bool,
    logged: u32,
}

impl Telnet {
    fn log(&mut self, level: &str, text: &str, cx: &mut Cx<'_>) {
        self.logged += 1;
        if self.logged_in {
            let seconds = 31_220 + self.logged;
            let stamp = format!("2020-11-14T23:09:20 {seconds}.643 {level} {text}");
            write(&stamp, cx);
        } else {
            cx.out.bytes([0]);
        }
    }

    fn welcome(&mut self, cx: &mut Cx<'_>) {
        self.logged_in = true;
        for line in [
            "*** Connected with 7DTD server.",
            "*** Server version: V 1.0 (b333) Compatibility Version: V 1.0",
            "*** Dedicated server only build",
            "",
            "Server IP:   Any",
            "Server port: 26900",
            "Max players: 8",
            "Game mode:   GameModeSurvival",
            "World:       Navezgane",
            "Game name:   MyGame",
            "Difficulty:  1",
            "",
            "Press 'help' to get a list of all commands. Press 'exit' to end session.",
            "",
        ] {
            write(line, cx);
        }
    }

    fn on_line(&mut self, line: &str, cx: &mut Cx<'_>) {
        if !self.logged_in {
            self.log_in(line, cx);
        } else if line.eq_ignore_ascii_case("exit") {
            self.end(cx);
        } else {
            self.command(line, cx);
        }
    }

    fn log_in(&mut self, password: &str, cx: &mut Cx<'_>) {
        let right = password.as_bytes() == cx.host.password;
        cx.host.counters.update(|c| {
            c.packets += 1;
            c.logins += 1;
            c.refusals += u64::from(!right);
        });
        if right {
            for line in ["Logon successful.", "", "", ""] {
                write(line, cx);
            }
            self.welcome(cx);
            return;
        }
        if cx.host.failed_login(cx.from, Instant::now()) >= FAILURES {
            cx.host.ban(cx.from, Some(BLOCKED));
            write("Too many failed login attempts!", cx);
            self.end(cx);
        } else {
            write("Password incorrect, please enter password:", cx);
        }
    }

    fn end(&mut self, cx: &mut Cx<'_>) {
        self.over = true;
        cx.out.end(End::Close);
    }

    fn command(&mut self, line: &str, cx: &mut Cx<'_>) {
        let host = cx.host.index;
        cx.host.counters.update(|c| {
            c.packets += 1;
            c.command(host, line.to_owned());
        });
        cx.out.wait(LOOK);
        let (answer, said) = Link::new(cx).run_and_hear(line.as_bytes());
        if answer.mutes_probe {
            return;
        }
        let unknown = match &answer.items[..] {
            [Item::Text(body)] => body
                .as_bytes()
                .is_some_and(|text| text.starts_with(b"*** ERROR: unknown")),
            _ => false,
        };
        if !unknown {
            let from = cx.from;
            let executing = format!("Executing command '{line}' by Telnet from {from}");
            self.log("INF", &executing, cx);
        }
        for line in said {
            let chat = format!(
                "Chat (from '-non-player-', entity id '-1', to 'Global'): 'Server': {line}"
            );
            self.log("INF", &chat, cx);
        }
        for item in answer.items {
            match item {
                Item::Text(body) if body.is_empty() => {}
                Item::Text(body) => {
                    let text = body.into_bytes();
                    let text = String::from_utf8_lossy(&text);
                    let text = text.strip_suffix('\n').unwrap_or(&text);
                    for (at, line) in text.split('\n').enumerate() {
                        // Another thread's, in the middle of it.
                        if at == 1 {
                            self.log("INF", "Time: 42.50m FPS: 20.00 Heap: 1024.0MB", cx);
                        }
                        write(line, cx);
                    }
                }
                Item::Wait(time) => cx.out.wait(time),
                Item::Unsolicited(text) => {
                    self.log("INF", &String::from_utf8_lossy(&text), cx);
                }
                Item::Raw(bytes) => cx.out.bytes(bytes),
                Item::Torn(text) => cx.out.bytes(&text[..text.len() / 2]),
                Item::End(end) => {
                    self.over = true;
                    cx.out.end(end);
                }
            }
        }
    }
}

/// Writes a line, in pieces.
fn write(text: &str, cx: &mut Cx<'_>) {
    let line = format!("{text}\r\n");
    let chars: Vec<char> = line.chars().collect();
    for piece in chars.chunks(PIECE) {
        cx.out.bytes(piece.iter().collect::<String>());
    }
}

impl Peer for Telnet {
    fn on_connect(&mut self, cx: &mut Cx<'_>) {
        if cx.host.is_banned(cx.from) {
            self.end(cx);
        } else if cx.host.password.is_empty() {
            self.welcome(cx);
        } else {
            write("Please enter password:", cx);
            self.log("INF", "Telnet connection", cx);
        }
    }

    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        for &byte in bytes {
            if self.over {
                return;
            }
            if byte != b'\r' && byte != b'\n' {
                self.line.push(byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            if !line.is_empty() {
                self.on_line(&line, cx);
            }
        }
    }

    fn on_said(&mut self, text: &str, times: u64, cx: &mut Cx<'_>) {
        let from = "Chat (from 'Steam_76561190000000002', entity id '171', to 'Global')";
        for _ in 0..times {
            self.log("INF", &format!("{from}: 'Ada': {text}"), cx);
        }
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        cx.out.clear();
        cx.out.end(End::Close);
    }
}
