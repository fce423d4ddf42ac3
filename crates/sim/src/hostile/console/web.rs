//! Broken `WebRcon` servers.

use std::time::Duration;

use rcon_proto::sums::websocket_accept;

use super::{HELLO, kinds};
use crate::dialect::webrcon::{Came, Reader, close, frame, json};
use crate::hostile::endless::Endless;
use crate::outbox::End;
use crate::peer::{Cx, Peer};

kinds! {
    /// What is wrong with a `WebRcon` server.
    BadWeb {
        /// The handshake is answered for another key.
        WrongAccept = "wrong-accept",
        /// The handshake is answered without any header.
        NoHeaders = "no-headers",
        /// The answer's headers never end.
        EndlessHead = "endless-head",
        /// The answer comes a byte a second.
        SlowHead = "slow-head",
        /// The answer is cut off within its first line.
        TornHead = "torn-head",
        /// The client is sent elsewhere.
        Redirect = "redirect",
        /// A page of the web.
        Page = "page",
        /// `501 Not Implemented`, as Oxide's own RCON says no.
        NotImplemented = "not-implemented",
        /// A frame comes in the place of an answer to the handshake.
        FrameFirst = "frame-first",
        /// The handshake is never answered.
        SilentLogin = "silent-login",
        /// The link is closed right behind the handshake.
        ClosedLogin = "closed-login",
        /// The handshake is answered, and a close frame with 1008 follows.
        PolicyClose = "policy-close",
        /// A frame announces 2^63 - 1 bytes.
        HugeLength = "huge-length",
        /// A frame announces more bytes than a length may have.
        AbsurdLength = "absurd-length",
        /// A frame is cut off, and silence follows.
        HalfFrame = "half-frame",
        /// A frame is cut off, and the link closes.
        TornFrame = "torn-frame",
        /// A message of fragments that never ends.
        EndlessFragments = "endless-fragments",
        /// The same, of fragments in which nothing is.
        EmptyFragments = "empty-fragments",
        /// A server masks nothing; this one does.
        Masked = "masked",
        /// A bit that is reserved is set.
        ReservedBit = "reserved-bit",
        /// Pings without end, and no answer.
        Pings = "pings",
        /// Pings without end, and nothing is read any more.
        PingsUnread = "pings-unread",
        /// A ping of more bytes than one may have.
        LongPing = "long-ping",
        /// The answer is a binary frame.
        Binary = "binary",
        /// The answer is no UTF-8.
        InvalidUtf8 = "invalid-utf8",
        /// The answer is no JSON.
        NoJson = "no-json",
        /// The answer is JSON, and no object.
        NoObject = "no-object",
        /// The answer has no `Identifier`.
        NoIdentifier = "no-identifier",
        /// The answer's `Identifier` is a text of digits.
        TextIdentifier = "text-identifier",
        /// The answer's `Identifier` is beyond all numbers.
        HugeIdentifier = "huge-identifier",
        /// The answer's `Message` is a number.
        NumberMessage = "number-message",
        /// The answer's `Message` is null.
        NullMessage = "null-message",
        /// The answer is nested ten thousand deep.
        Deep = "deep",
        /// The answer has the number of a command that was never sent.
        ForeignIdentifier = "foreign-identifier",
        /// Lines of the live console without end, and no answer.
        EndlessUnsolicited = "endless-unsolicited",
        /// Answers without end, each with the command's number.
        EndlessAnswers = "endless-answers",
        /// Empty answers without end, each with the command's number.
        EndlessEmpty = "endless-empty",
        /// A close frame in the middle of a message.
        CloseWithin = "close-within",
        /// A close frame in the place of an answer.
        CloseFrame = "close-frame",
        /// A reset in the place of an answer.
        Reset = "reset",
        /// No command is ever answered.
        Silent = "silent",
    }
}

/// A server's end of one link.
pub(super) struct Player {
    bad: BadWeb,
    head: Vec<u8>,
    reader: Option<Reader>,
    /// Nothing is answered any more.
    mute: bool,
}

impl Player {
    pub(super) fn new(bad: BadWeb) -> Self {
        Self {
            bad,
            head: Vec::new(),
            reader: None,
            mute: false,
        }
    }

    fn shake(&mut self, cx: &mut Cx<'_>) {
        let Some(end) = self.head.windows(4).position(|it| it == b"\r\n\r\n") else {
            return;
        };
        cx.host.counters.update(|c| c.logins += 1);
        let head = String::from_utf8_lossy(&self.head[..end]).into_owned();
        let key = head
            .lines()
            .find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "))
            .unwrap_or_default();
        if self.instead(cx) {
            self.mute = true;
            return;
        }
        let key = if self.bad == BadWeb::WrongAccept {
            "x"
        } else {
            key
        };
        cx.out.bytes(switching(key));
        let rest = self.head.split_off(end + 4);
        self.reader = Some(Reader::default());
        match self.bad {
            BadWeb::PolicyClose => {
                cx.out.wait(Duration::from_millis(50));
                self.leave(close(1008), cx);
            }
            BadWeb::ClosedLogin => self.leave(Vec::new(), cx),
            _ => {}
        }
        self.on_bytes(&rest, cx);
    }

    /// Sends this, and ends the link.
    fn leave(&mut self, bytes: Vec<u8>, cx: &mut Cx<'_>) {
        cx.out.bytes(bytes);
        cx.out.end(End::Close);
        self.mute = true;
    }

    /// What comes in the place of the handshake's answer, if something does.
    fn instead(&mut self, cx: &mut Cx<'_>) -> bool {
        let whole: &[u8] = match self.bad {
            BadWeb::SilentLogin => return true,
            BadWeb::EndlessHead => {
                cx.out.bytes("HTTP/1.1 101 Switching Protocols\r\n");
                cx.out.stream(Endless(b"X-More: and more\r\n".repeat(500)));
                return true;
            }
            BadWeb::SlowHead => {
                for byte in switching("x").bytes() {
                    cx.out.bytes([byte]);
                    cx.out.wait(Duration::from_secs(1));
                }
                return true;
            }
            BadWeb::NoHeaders => b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
            BadWeb::TornHead => b"HTTP/1.1 1",
            BadWeb::Redirect => {
                b"HTTP/1.1 302 Found\r\nLocation: ws://192.0.2.1:28016/\r\nContent-Length: 0\r\n\r\n"
            }
            BadWeb::Page => b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            BadWeb::NotImplemented => b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n",
            BadWeb::FrameFirst => b"\x81\x05hello",
            _ => return false,
        };
        self.leave(whole.to_vec(), cx);
        true
    }

    fn command(&mut self, text: &str, cx: &mut Cx<'_>) {
        let Some((id, command)) = json::request(text) else {
            return;
        };
        let host = cx.host.index;
        cx.host.counters.update(|c| c.command(host, command));
        if self.mute {
            return;
        }
        let answer = message(&format!("{id}"), &json::quoted(HELLO));
        let half = answer.len() / 2;
        let answers = |text: &str| frame(1, text.as_bytes());
        let endless = |bytes: Vec<u8>| Endless(bytes.repeat(1 + (8 << 10) / bytes.len()));
        match self.bad {
            BadWeb::Silent => {}
            BadWeb::HugeLength => cx.out.bytes(b"\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff{"),
            BadWeb::AbsurdLength => cx.out.bytes(b"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff{"),
            BadWeb::HalfFrame => cx.out.bytes(&answers(&answer)[..half]),
            BadWeb::TornFrame => {
                let torn = answers(&answer)[..half].to_vec();
                self.leave(torn, cx);
            }
            BadWeb::EndlessFragments => {
                cx.out.bytes(b"\x01\x0c{\"Message\":\"");
                cx.out
                    .stream(endless([&b"\0\x7d"[..], &[b'x'; 125]].concat()));
            }
            BadWeb::EmptyFragments => {
                cx.out.bytes(b"\x01\x00");
                cx.out.stream(endless(vec![0, 0]));
            }
            BadWeb::Masked => {
                cx.out
                    .bytes([&[0x81, 0x82][..], b"abcd", &[b'{' ^ b'a', b'}' ^ b'b']].concat());
            }
            BadWeb::ReservedBit => cx.out.bytes(b"\xc1\x02{}"),
            BadWeb::Pings | BadWeb::PingsUnread => {
                cx.out.stream(endless(frame(9, &[b'p'; 125])));
                self.mute = true;
            }
            BadWeb::LongPing => cx.out.bytes(frame(9, &[b'p'; 300])),
            BadWeb::Binary => cx.out.bytes(frame(2, answer.as_bytes())),
            BadWeb::InvalidUtf8 => cx.out.bytes(b"\x81\x03{\xff}"),
            BadWeb::NoJson => cx.out.bytes(answers(HELLO)),
            BadWeb::NoObject => cx.out.bytes(answers("[1,2]")),
            BadWeb::NoIdentifier => cx.out.bytes(answers("{\"Message\":\"hello\"}")),
            BadWeb::TextIdentifier => {
                let text = message(&format!("\"{id}\""), &json::quoted(HELLO));
                cx.out.bytes(answers(&text));
            }
            BadWeb::HugeIdentifier => {
                let text = message("99999999999999999999", &json::quoted(HELLO));
                cx.out.bytes(answers(&text));
            }
            BadWeb::NumberMessage => cx.out.bytes(answers(&message(&id.to_string(), "42"))),
            BadWeb::NullMessage => cx.out.bytes(answers(&message(&id.to_string(), "null"))),
            BadWeb::Deep => {
                let deep = ["[".repeat(10_000), "]".repeat(10_000)].concat();
                cx.out.bytes(answers(&message(&id.to_string(), &deep)));
            }
            BadWeb::ForeignIdentifier => {
                let text = message(&(id + 100_000).to_string(), &json::quoted(HELLO));
                cx.out.bytes(answers(&text));
            }
            BadWeb::EndlessUnsolicited => {
                let text = message("0", "\"buy now\"");
                cx.out.stream(endless(answers(&text)));
            }
            BadWeb::EndlessAnswers => cx.out.stream(endless(answers(&answer))),
            BadWeb::EndlessEmpty => {
                cx.out
                    .stream(endless(answers(&message(&id.to_string(), "\"\""))));
            }
            BadWeb::CloseWithin => {
                let fragment = [&[1, half as u8][..], &answer.as_bytes()[..half]].concat();
                self.leave([fragment, close(1001)].concat(), cx);
            }
            BadWeb::CloseFrame => self.leave(close(1001), cx),
            BadWeb::Reset => {
                cx.out.end(End::Reset);
                self.mute = true;
            }
            _ => cx.out.bytes(answers(&answer)),
        }
    }
}

/// A message, whose fields are JSON already.
fn message(id: &str, text: &str) -> String {
    format!("{{\"Message\":{text},\"Identifier\":{id},\"Type\":\"Generic\",\"Stacktrace\":\"\"}}")
}

fn switching(key: &str) -> String {
    let accept = websocket_accept(key);
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    )
}

impl Peer for Player {
    fn reads(&self) -> bool {
        !(self.mute && self.bad == BadWeb::PingsUnread)
    }

    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        let Some(reader) = &mut self.reader else {
            self.head.extend_from_slice(bytes);
            if !self.mute {
                self.shake(cx);
            }
            return;
        };
        reader.push(bytes);
        while let Some(came) = self.reader.as_mut().and_then(Reader::next) {
            match came {
                Came::Text(text) => self.command(&text, cx),
                Came::Ping(_) => {}
                Came::Close | Came::Wrong(_) => {
                    cx.out.end(End::Close);
                    self.mute = true;
                    return;
                }
            }
        }
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        if !self.mute {
            cx.out.end(End::Close);
        }
    }
}
