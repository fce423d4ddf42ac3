//! `BattlEye` RCON, as `BattlEye`'s `BERConProtocol.txt` has it, with what `bercon-cli`,
//! `berconpy` and `conqp/rcon` found of servers; and the console that Arma Reforger
//! has built in, which speaks the same frames.
//!
//! - A datagram that is no frame, or has another checksum, is dropped in silence.
//! - A login is answered by 1 or 0, each time it comes. 45 s without a command and it
//!   is forgotten without a word; what comes then is ignored.
//! - A command whose number is among the last five is not run again: its answer is
//!   sent again. An answer that is long comes in parts.
//! - What the server says by itself has numbers of its own, is sent up to five times
//!   in ten seconds, and whoever never acknowledges it is logged out.
//! - Reforger answers a command by an empty answer, now and then with stray bytes
//!   behind it; `Processing Command: …` follows as a message after 300 ms, and its text
//!   after 150 more, long ones in several.

mod frame;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::host::Host;
use crate::peer::{Cx, Peer};
use crate::world::Item;

use super::Link;
pub(crate) use frame::{frame, read};
use frame::{messages, parts};

/// A login without a command is forgotten after this.
const FORGOTTEN: Duration = Duration::from_secs(45);

/// Between two times that a message is sent, and how many there are.
const AGAIN: Duration = Duration::from_secs(2);
const TIMES: u32 = 5;

/// Numbers whose commands are known to have run.
const KNOWN: usize = 5;

/// Reforger's own delays.
const BEFORE_PROCESSING: Duration = Duration::from_millis(300);
const BEFORE_REPLY: Duration = Duration::from_millis(150);

/// Bytes that Reforger puts behind an empty answer now and then: they look like
/// part 119 of 238.
const STRAY: &[u8] = b"\x00\xee\x77\xe0\x81\x68\x54\x64\x63";

/// One client.
pub(crate) struct BattlEye {
    is_reforger: bool,
    logged_in: bool,
    last_command: Option<Instant>,
    /// The last commands by their numbers, each with the datagrams of its answer.
    known: VecDeque<(u8, Vec<Vec<u8>>)>,
    next_message: u8,
    unacknowledged: Vec<Message>,
    answers: u32,
}

struct Message {
    seq: u8,
    datagram: Vec<u8>,
    sent: u32,
    again: Instant,
}

impl BattlEye {
    pub(crate) fn new() -> Self {
        Self {
            is_reforger: false,
            logged_in: false,
            last_command: None,
            known: VecDeque::new(),
            next_message: 0,
            unacknowledged: Vec::new(),
            answers: 0,
        }
    }

    pub(crate) fn reforger() -> Self {
        Self {
            is_reforger: true,
            ..Self::new()
        }
    }

    fn log_in(&mut self, password: &[u8], cx: &mut Cx<'_>) {
        // RCON is off where no password is set: nothing is ever answered.
        if cx.host.password.is_empty() {
            return;
        }
        let right = password == cx.host.password;
        let again = right && self.logged_in;
        cx.out.bytes(frame(0, &[u8::from(right)]));
        if again {
            return;
        }
        cx.host.counters.update(|c| {
            c.packets += 1;
            c.logins += 1;
            c.refusals += u64::from(!right);
            c.connections += u64::from(right);
            c.open += u64::from(right);
        });
        if !right {
            return;
        }
        self.logged_in = true;
        self.last_command = Some(Instant::now());
        let greeting = if self.is_reforger {
            "Logged In! Client ID: #0".to_owned()
        } else {
            format!("RCon admin #0 ({}) logged in", cx.from)
        };
        self.say(greeting.as_bytes(), cx);
    }

    fn log_out(&mut self, host: &mut Host) {
        if std::mem::take(&mut self.logged_in) {
            host.counters.update(|c| c.open -= 1);
        }
        self.unacknowledged.clear();
    }

    /// Sends a message that is to be acknowledged.
    fn say(&mut self, text: &[u8], cx: &mut Cx<'_>) {
        let seq = self.next_message;
        self.next_message = seq.wrapping_add(1);
        let datagram = frame(2, &[&[seq], text].concat());
        cx.out.bytes(datagram.clone());
        self.unacknowledged.push(Message {
            seq,
            datagram,
            sent: 1,
            again: Instant::now() + AGAIN,
        });
    }

    fn command(&mut self, seq: u8, text: &[u8], cx: &mut Cx<'_>) {
        let now = Instant::now();
        if self.last_command.is_some_and(|at| now >= at + FORGOTTEN) {
            self.log_out(cx.host);
        }
        if !self.logged_in {
            return;
        }
        self.last_command = Some(now);
        if let Some((_, answer)) = self.known.iter().find(|(known, _)| *known == seq) {
            for datagram in answer {
                cx.out.bytes(datagram.clone());
            }
            return;
        }
        if self.known.len() == KNOWN {
            self.known.pop_front();
        }
        if text.is_empty() {
            self.answer(seq, vec![frame(1, &[seq])], cx);
            return;
        }
        self.run(seq, text, cx);
    }

    fn answer(&mut self, seq: u8, datagrams: Vec<Vec<u8>>, cx: &mut Cx<'_>) {
        for datagram in &datagrams {
            cx.out.bytes(datagram.clone());
        }
        self.known.push_back((seq, datagrams));
    }

    fn run(&mut self, seq: u8, text: &[u8], cx: &mut Cx<'_>) {
        let (host, command) = (cx.host.index, String::from_utf8_lossy(text).into_owned());
        let lines = command.trim_start().starts_with("sim_lines");
        cx.host.counters.update(|c| {
            c.packets += 1;
            c.command(host, command.clone());
        });
        let (answer, said) = Link::new(cx).run_and_hear(text);
        if answer.mutes_probe {
            // As good as lost, each time.
            self.known.push_back((seq, Vec::new()));
            return;
        }
        if self.is_reforger {
            self.answers += 1;
            let stray: &[u8] = if self.answers.is_multiple_of(3) {
                STRAY
            } else {
                b""
            };
            self.answer(seq, vec![frame(1, &[&[seq], stray].concat())], cx);
            cx.out.wait(BEFORE_PROCESSING);
            let processing = format!("Processing Command: {}", command.trim());
            self.say(processing.as_bytes(), cx);
            cx.out.wait(BEFORE_REPLY);
        }
        let mut whole = Vec::new();
        for item in answer.items {
            match item {
                Item::Text(body) => whole.extend(body.into_bytes()),
                Item::Wait(time) => cx.out.wait(time),
                Item::Unsolicited(text) => self.say(&text, cx),
                Item::Raw(bytes) => cx.out.bytes(bytes),
                Item::Torn(text) => {
                    let datagram = frame(1, &[&[seq], text.as_slice()].concat());
                    cx.out.bytes(&datagram[..datagram.len() / 2]);
                    self.log_out(cx.host);
                    return;
                }
                Item::End(_) => {
                    // Nothing tells the client.
                    self.log_out(cx.host);
                    return;
                }
            }
        }
        for line in said {
            self.say(format!("RCon admin #0: (Global) {line}").as_bytes(), cx);
        }
        if self.is_reforger {
            for text in messages(&whole) {
                self.say(text, cx);
            }
        } else {
            let datagrams = parts(seq, &whole, lines);
            self.answer(seq, datagrams, cx);
        }
    }
}

impl Peer for BattlEye {
    fn on_bytes(&mut self, datagram: &[u8], cx: &mut Cx<'_>) {
        match read(datagram) {
            Some((0, password)) => self.log_in(password, cx),
            Some((1, [seq, text @ ..])) => self.command(*seq, text, cx),
            Some((2, [seq])) => self.unacknowledged.retain(|it| it.seq != *seq),
            _ => {}
        }
    }

    fn on_said(&mut self, text: &str, times: u64, cx: &mut Cx<'_>) {
        for _ in 0..times {
            if self.logged_in {
                self.say(format!("(Global) Ada: {text}").as_bytes(), cx);
            }
        }
    }

    fn on_eof(&mut self, _: &mut Cx<'_>) {}

    fn due(&self) -> Option<Instant> {
        self.unacknowledged.iter().map(|it| it.again).min()
    }

    fn on_time(&mut self, now: Instant, cx: &mut Cx<'_>) {
        let mut ignored = false;
        for message in &mut self.unacknowledged {
            if message.again > now {
                continue;
            }
            if message.sent == TIMES {
                ignored = true;
                break;
            }
            message.sent += 1;
            message.again = now + AGAIN;
            cx.out.bytes(message.datagram.clone());
        }
        if ignored {
            self.log_out(cx.host);
        }
    }

    fn on_close(&mut self, host: &mut Host) {
        self.log_out(host);
    }
}
