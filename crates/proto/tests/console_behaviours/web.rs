//! A `WebRcon` server, as Rust's `Facepunch.Rcon` over Fleck.

use std::time::Duration;

use rcon_proto::sums::websocket_accept;

use crate::choices::{Choices, Dimension};
use crate::link::ms;
use crate::play::{Act, COMMANDS, PASSWORD, Server, lines_of, numbered};

pub(crate) const DIMENSIONS: &[Dimension] = &[
    ("lines", &["1", "0", "3", "20", "200"]),
    ("pieces of", &["0 bytes", "1 byte", "7 bytes", "500 bytes"]),
    (
        "thinks",
        &["0 ms", "300 ms", "1200 ms", "5000 ms", "12000 ms"],
    ),
    ("pause", &["0 ms", "10 ms", "3000 ms"]),
    ("fragments", &["none", "two"]),
    ("identifier", &["a number", "a text"]),
    ("pings", &["never", "before each message"]),
    (
        "says",
        &["nothing", "something before the answer", "much", "chat"],
    ),
    ("mark", &["answered", "never answered", "answered in two"]),
    (
        "login",
        &["accepted", "refused", "401", "never answered", "closed"],
    ),
    (
        "ends",
        &[
            "never",
            "in a message",
            "before the answer",
            "behind the answer",
        ],
    ),
    ("idle for", &["0 ms", "1000 ms", "200000 ms"]),
];

pub(crate) struct Model<'a> {
    choices: &'a Choices,
    buffer: Vec<u8>,
    open: bool,
    over: bool,
    /// Commands run one after the other.
    busy: Duration,
    runs: [usize; COMMANDS],
    strays: Vec<String>,
}

impl<'a> Model<'a> {
    pub(crate) fn new(choices: &'a Choices) -> Self {
        Self {
            choices,
            buffer: Vec::new(),
            open: false,
            over: false,
            busy: Duration::ZERO,
            runs: [0; COMMANDS],
            strays: Vec::new(),
        }
    }

    fn shake(&mut self, out: &mut Vec<(Duration, Act)>) {
        let Some(end) = self.buffer.windows(4).position(|it| it == b"\r\n\r\n") else {
            return;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..end + 4);
        if !head.starts_with(&format!("GET /{PASSWORD} HTTP/1.1\r\n")) {
            self.strays.push(head.clone());
        }
        let key = head
            .lines()
            .find_map(|it| it.strip_prefix("Sec-WebSocket-Key: "));
        let answer = match self.choices.of("login") {
            "accepted" => format!(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Accept: {}\r\n\r\n",
                websocket_accept(key.unwrap_or_default())
            )
            .into_bytes(),
            "refused" => b"\x88\x02\x03\xe8".to_vec(),
            "401" => b"HTTP/1.1 401 Unauthorized\r\n\r\n".to_vec(),
            "closed" => Vec::new(),
            _ => return,
        };
        self.open = self.choices.has("login", "accepted");
        out.push((Duration::ZERO, Act::Send(answer)));
        if !self.open {
            self.end(Duration::ZERO, out);
        }
    }

    fn end(&mut self, after: Duration, out: &mut Vec<(Duration, Act)>) {
        self.over = true;
        out.push((after, Act::End));
    }

    fn frame(&self, text: &str) -> Vec<u8> {
        let mut frames = Vec::new();
        if self.choices.has("pings", "before each message") {
            frames.extend(framed(0x89, b"are you there"));
        }
        let bytes = text.as_bytes();
        if self.choices.has("fragments", "two") {
            let (front, back) = bytes.split_at(bytes.len() / 3);
            frames.extend(framed(0x01, front));
            if self.choices.has("pings", "before each message") {
                frames.extend(framed(0x89, b"in between"));
            }
            frames.extend(framed(0x80, back));
        } else {
            frames.extend(framed(0x81, bytes));
        }
        frames
    }

    fn message(&self, id: i64, text: &str) -> String {
        let id = match self.choices.of("identifier") {
            "a text" => format!("\"{id}\""),
            _ => id.to_string(),
        };
        format!(
            "{{\r\n  \"Message\": \"{text}\",\r\n  \"Identifier\": {id},\r\n  \"Type\": \"Generic\",\r\n  \"Stacktrace\": \"\"\r\n}}"
        )
    }

    fn request(&mut self, text: &str, now: Duration, out: &mut Vec<(Duration, Act)>) {
        let part = |from: &str, to: char| {
            let (_, rest) = text.split_once(from)?;
            rest.split_once(to).map(|(it, _)| it)
        };
        let id = part("\"Identifier\":", ',').and_then(|it| it.parse::<i64>().ok());
        let message = part("\"Message\":\"", '"');
        let (Some(id), Some(message)) = (id, message) else {
            self.strays.push(text.to_owned());
            return;
        };
        if message == "serverinfo" {
            self.mark(id, now, out);
            return;
        }
        let Some(at) = numbered(message) else {
            self.strays.push(message.to_owned());
            return;
        };
        self.runs[at] += 1;
        self.run(id, at, now, out);
    }

    /// Behind the command before it, whose answers have gone out by then.
    fn mark(&self, id: i64, now: Duration, out: &mut Vec<(Duration, Act)>) {
        let think = self.busy.saturating_sub(now);
        let texts: &[&str] = match self.choices.of("mark") {
            "answered" => &["{}"],
            "answered in two" => &["{", "}"],
            _ => return,
        };
        for text in texts {
            let frame = self.frame(&self.message(id, text));
            out.push((think, Act::Send(frame)));
        }
    }

    fn run(&mut self, id: i64, at: usize, now: Duration, out: &mut Vec<(Duration, Act)>) {
        let waits = self.busy.saturating_sub(now);
        let think = waits + ms(self.choices.number("thinks"));
        let pause = ms(self.choices.number("pause"));
        self.talk(think / 2, out);
        let last = at + 1 == COMMANDS;
        if last && self.choices.has("ends", "before the answer") {
            self.end(think, out);
            return;
        }
        let mut after = think;
        for (line, text) in lines_of(at, self.choices).iter().enumerate() {
            let frame = self.frame(&self.message(id, text));
            if last && self.choices.has("ends", "in a message") {
                out.push((after, Act::Send(frame[..frame.len() / 2].to_vec())));
                self.end(after, out);
                return;
            }
            out.push((after, Act::Send(frame)));
            // One pause a reply: all its messages are of one frame of the game.
            if line == 0 {
                after += pause;
            }
        }
        self.busy = now + after;
        if last && self.choices.has("ends", "behind the answer") {
            out.push((after, Act::Send(framed(0x88, &[3, 0xe8]))));
            self.end(after, out);
        }
    }

    fn talk(&self, after: Duration, out: &mut Vec<(Duration, Act)>) {
        let (id, count, text) = match self.choices.of("says") {
            "nothing" => return,
            "chat" => (-1, 1, "a word"),
            "much" => (0, 60, "a line"),
            _ => (0, 1, "a line"),
        };
        for at in 0..count {
            let frame = self.frame(&self.message(id, &format!("{text} {at}")));
            out.push((after, Act::Send(frame)));
        }
    }
}

/// A frame of the server's: its first byte, and what it carries.
fn framed(first: u8, payload: &[u8]) -> Vec<u8> {
    let len = payload.len();
    let mut frame = vec![first];
    if len < 126 {
        frame.push(len as u8);
    } else {
        frame.push(126);
        frame.extend((len as u16).to_be_bytes());
    }
    frame.extend_from_slice(payload);
    frame
}

impl Server for Model<'_> {
    fn hear(&mut self, bytes: &[u8], now: Duration, out: &mut Vec<(Duration, Act)>) {
        self.buffer.extend_from_slice(bytes);
        if !self.open {
            self.shake(out);
            return;
        }
        while let [first, second, rest @ ..] = &self.buffer[..] {
            let (len, at) = match second & 0x7f {
                126 => match rest {
                    [high, low, ..] => (usize::from(u16::from_be_bytes([*high, *low])), 4),
                    _ => return,
                },
                short => (usize::from(short), 2),
            };
            if second & 0x80 == 0 {
                self.strays.push("a frame that is not masked".into());
            }
            let Some(frame) = self.buffer.get(at..at + 4 + len) else {
                return;
            };
            let (mask, masked) = frame.split_at(4);
            let text = masked.iter().zip(mask.iter().cycle()).map(|(a, b)| a ^ b);
            let text = String::from_utf8_lossy(&text.collect::<Vec<_>>()).into_owned();
            let kind = first & 0xf;
            self.buffer.drain(..at + 4 + len);
            if kind == 1 && !self.over {
                self.request(&text, now, out);
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
