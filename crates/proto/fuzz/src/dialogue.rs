//! A console that is not Source RCON, driven by whatever a fuzzer makes of its
//! server and of its user.

use std::time::{Duration, Instant};

use rcon_proto::dialogue::Dialogue;
use rcon_proto::session::{Ended, Event, Execute, HalfClosing, SessionConfig, ToSend, Wait};
use rcon_proto::sums::{crc32, websocket_accept};
use rcon_proto::{RequestId, Scheme};

/// The password, which no command holds.
const PASSWORD: &str = "hunter2-hunter2";

/// Times that something may be due at one moment.
const MOST_TURNS: usize = 1000;

struct Driver {
    dialogue: Dialogue,
    scheme: Scheme,
    now: Instant,
    heard: usize,
    replied: usize,
    parts: usize,
    under_way: Option<RequestId>,
    passwords: usize,
    key: String,
    over: bool,
}

/// Plays `data` as a script: an instruction in a byte, its length in the next, and
/// so many bytes that go with it.
///
/// # Panics
///
/// When a reply is told to whom it is not, more text is told than came, an end is
/// told twice or not at all, something follows the end of the dialogue, a clock
/// stands still, or the password goes out where it should not.
pub fn check(scheme: Scheme, data: &[u8]) {
    let config = SessionConfig::default()
        .max_packet(1 << 16)
        .authority("host:1");
    let mut driver = Driver {
        dialogue: Dialogue::new(scheme, config),
        scheme,
        now: Instant::now(),
        heard: 0,
        replied: 0,
        parts: 0,
        under_way: None,
        passwords: 0,
        key: String::new(),
        over: false,
    };
    let mut rest = data;
    while let [what, len, more @ ..] = rest {
        let (bytes, after) = more.split_at(more.len().min(usize::from(*len)));
        rest = after;
        driver.play(*what, bytes);
        driver.settle();
    }
    // Whatever is under way ends at its deadline.
    driver.pass(Duration::from_secs(3600));
    assert!(driver.under_way.is_none(), "a command without an end");
}

impl Driver {
    fn play(&mut self, what: u8, bytes: &[u8]) {
        match what % 8 {
            0 => self.hear(bytes),
            1 => self.hear(&self.framed(bytes)),
            2 => self.hear(&self.good(what, bytes)),
            3 => {
                let password = PASSWORD.into();
                // A second one is an error, which is told.
                let _ = self
                    .dialogue
                    .login(&password, Duration::from_secs(10), self.now);
            }
            4 | 5 => self.execute(what, bytes),
            6 => self.pass(Duration::from_millis(
                bytes.iter().map(|&byte| u64::from(byte) * 16).sum(),
            )),
            _ if bytes.is_empty() => self.dialogue.closed(if what >= 128 {
                Ended::WithError
            } else {
                Ended::Cleanly
            }),
            _ => {
                self.dialogue.give_up();
                self.under_way = None;
            }
        }
    }

    fn execute(&mut self, what: u8, bytes: &[u8]) {
        let wait = if what >= 192 {
            Wait::Nothing
        } else {
            Wait::Reply
        };
        let half_closing = if what >= 128 {
            HalfClosing::NothingFollows
        } else {
            HalfClosing::Never
        };
        let how = Execute::new(Duration::from_secs(10))
            .wait(wait)
            .half_closing(half_closing);
        let executed = self.dialogue.execute(bytes, how, self.now);
        if let Ok(request) = executed
            && wait == Wait::Reply
        {
            assert!(self.under_way.is_none(), "two at once");
            self.under_way = Some(request);
        }
    }

    /// Bytes in a frame of the console's.
    fn framed(&self, bytes: &[u8]) -> Vec<u8> {
        match self.scheme {
            Scheme::BattlEye => {
                let (kind, payload) = bytes.split_first().unwrap_or((&1, &[]));
                let body = [&[0xff, kind % 3], payload].concat();
                [b"BE", &crc32(&body).to_le_bytes()[..], &body].concat()
            }
            Scheme::WebRcon => {
                let text = String::from_utf8_lossy(bytes);
                let id = 1000 + bytes.len() % 8;
                let json = format!("{{\"Message\":{text:?},\"Identifier\":{id}}}");
                let size = u16::try_from(json.len()).unwrap_or(u16::MAX);
                [&[0x81, 126], &size.to_be_bytes()[..], json.as_bytes()].concat()
            }
            _ => [bytes, b"\r\n"].concat(),
        }
    }

    /// What a server says at a login, or of a command.
    fn good(&self, what: u8, bytes: &[u8]) -> Vec<u8> {
        match self.scheme {
            Scheme::BattlEye if what < 128 => self.framed(b"\x00\x01"),
            Scheme::BattlEye => {
                self.framed(&[&b"\x02\x00"[..], b"Logged In! Client ID: #0"].concat())
            }
            Scheme::WebRcon => format!(
                "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {}\r\n\r\n",
                websocket_accept(&self.key)
            )
            .into_bytes(),
            _ if what < 64 => b"Please enter password:\r\n".to_vec(),
            _ if what < 128 => b"Press 'help' to get a list of all commands.\r\n".to_vec(),
            _ => {
                let command = String::from_utf8_lossy(bytes);
                format!(
                    "2020-11-14T23:09:20 1.643 INF Executing command '{command}' by Telnet from x\r\n"
                )
                .into_bytes()
            }
        }
    }

    fn hear(&mut self, bytes: &[u8]) {
        self.heard += bytes.len();
        self.parts += 1 + bytes
            .iter()
            .filter(|&&byte| byte == b'\n' || byte == 0x81)
            .count();
        self.dialogue.receive(bytes, self.now);
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        let mut turns = 0;
        while let Some(at) = self.dialogue.poll_timeout().filter(|at| *at <= end) {
            turns = if at > self.now { 0 } else { turns + 1 };
            assert!(turns < MOST_TURNS, "the clock stands still");
            self.now = self.now.max(at);
            self.dialogue.handle_timeout(self.now);
            self.settle();
        }
        self.now = end;
    }

    fn settle(&mut self) {
        while let Some(event) = self.dialogue.poll_event() {
            assert!(!self.over, "an event behind the end");
            match event {
                Event::Reply { request: _, bytes } | Event::Late { request: _, bytes } => {
                    self.replied += bytes.len();
                }
                Event::Unsolicited { bytes, .. } => self.replied += bytes.len(),
                Event::ReplyEnded { request, .. } | Event::ReplyTimedOut { request, .. } => {
                    assert_eq!(self.under_way.take(), Some(request), "an end of nothing");
                }
                Event::LoginFailed(_) | Event::LoginTimedOut { .. } | Event::Closed(_) => {
                    self.under_way = None;
                    self.over = true;
                }
                _ => {}
            }
        }
        // Newlines that join, and U+FFFD for what is no text.
        assert!(
            self.replied <= 3 * self.heard + 2 * self.parts,
            "text from nowhere"
        );
        while let Some(ToSend::Bytes(bytes)) = self.dialogue.transmit() {
            let text = String::from_utf8_lossy(bytes);
            if let Some((_, key)) = text.split_once("Sec-WebSocket-Key: ") {
                self.key = key.split("\r\n").next().unwrap_or_default().to_owned();
            }
            self.passwords += text.matches(PASSWORD).count();
            let count = bytes.len();
            self.dialogue.transmitted(count);
        }
        // Datagrams may be lost, so there a login is sent again.
        let most = if self.scheme == Scheme::BattlEye {
            100
        } else {
            1
        };
        assert!(
            self.passwords <= most,
            "the password went out {} times",
            self.passwords
        );
    }
}

/// `WebRcon`.
pub fn webrcon(data: &[u8]) {
    check(Scheme::WebRcon, data);
}

/// `BattlEye`.
pub fn battleye(data: &[u8]) {
    check(Scheme::BattlEye, data);
}

/// 7 Days to Die.
pub fn telnet(data: &[u8]) {
    check(Scheme::Telnet, data);
}
