//! Rust (the game) with `+rcon.web 1`, its default: `WebRcon` over Fleck, as
//! `Facepunch.Rcon/Listener.cs`, `Facepunch/RCon.cs` and Fleck's
//! `RequestParser.cs` and `Hybi13Handler.cs` have it.
//!
//! - What is no HTTP request is answered by nothing, for ever. The target of the
//!   request is compared with `/PASSWORD` as it stands, undecoded.
//! - A wrong password, and an address that is banned for five of them, are closed
//!   before the handshake is answered: the bare frame `88 02 03 e8`, then FIN.
//! - Each line that is printed while a command runs is a message with the
//!   command's number; the text that it returns is one more. Nothing printed and
//!   nothing returned is no message at all. A text ends without a newline.
//! - Number 0 is the console's own output, -1 what is broadcast: chat as JSON in
//!   the message.

mod frames;
pub(crate) mod json;

use std::time::{Duration, Instant};

use rcon_proto::sums::websocket_accept;

use crate::outbox::End;
use crate::peer::{Cx, Peer};
use crate::world::Item;

use super::Link;
pub(crate) use frames::{Came, Reader, close, frame};

/// Bytes of a request that may come before its empty line.
const HEAD: usize = 64 << 10;

/// `rcon.banduration`.
const BAN: Duration = Duration::from_mins(5);

/// One link.
#[derive(Default)]
pub(crate) struct WebRcon {
    head: Vec<u8>,
    /// Set once the handshake is answered.
    reader: Option<Reader>,
    /// The next command is not answered, as of a server that hangs.
    hangs: bool,
    over: bool,
}

impl WebRcon {
    fn shake(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        let room = HEAD.saturating_sub(self.head.len());
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        let Some((target, key, used)) = request(&self.head) else {
            return;
        };
        let right = !cx.host.password.is_empty()
            && target.strip_prefix(b"/") == Some(cx.host.password.as_slice());
        let banned = cx.host.is_banned(cx.from);
        cx.host.counters.update(|c| {
            c.packets += 1;
            c.logins += 1;
            c.refusals += u64::from(!right || banned);
        });
        if !right || banned {
            if !banned && cx.host.failed_login(cx.from, Instant::now()) >= cx.host.options.ban_after
            {
                cx.host.ban(cx.from, Some(BAN));
            }
            cx.out.bytes(close(1000));
            self.end(cx);
            return;
        }
        let accept = websocket_accept(&key);
        let answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {accept}\r\n\r\n"
        );
        cx.out.bytes(answer);
        let rest = self.head.split_off(used);
        self.reader = Some(Reader::default());
        self.read(&rest, cx);
    }

    fn read(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        reader.push(bytes);
        while let Some(came) = self.reader.as_mut().and_then(Reader::next) {
            match came {
                Came::Text(text) => self.command(&text, cx),
                Came::Ping(payload) => cx.out.bytes(frame(10, &payload)),
                Came::Close => {
                    cx.out.bytes(close(1000));
                    self.end(cx);
                }
                Came::Wrong(code) => {
                    cx.out.bytes(close(code));
                    self.end(cx);
                }
            }
            if self.over {
                return;
            }
        }
    }

    fn end(&mut self, cx: &mut Cx<'_>) {
        self.over = true;
        cx.out.end(End::Close);
    }

    fn command(&mut self, text: &str, cx: &mut Cx<'_>) {
        let Some((id, command)) = json::request(text) else {
            return;
        };
        let host = cx.host.index;
        cx.host.counters.update(|c| {
            c.packets += 1;
            c.command(host, command.clone());
        });
        if std::mem::take(&mut self.hangs) {
            return;
        }
        let prints = command.trim_start().starts_with("sim_lines");
        let mut link = Link::new(cx);
        let (answer, said) = link.run_and_hear(command.as_bytes());
        self.hangs = answer.mutes_probe;
        for line in said {
            link.send_bytes(&chat("0", "SERVER", &line));
        }
        for item in answer.items {
            match item {
                Item::Text(body) => {
                    let text = body.into_bytes();
                    let text = String::from_utf8_lossy(&text);
                    let text = text.strip_suffix('\n').unwrap_or(&text);
                    let texts: Vec<&str> = if prints {
                        text.split('\n').collect()
                    } else {
                        vec![text]
                    };
                    for text in texts {
                        link.send_bytes(&message(id, "Generic", text));
                    }
                }
                Item::Wait(time) => link.wait(time),
                Item::Unsolicited(text) => {
                    let text = String::from_utf8_lossy(&text);
                    link.send_bytes(&message(0, "Generic", &text));
                }
                Item::Raw(bytes) => link.send_bytes(&bytes),
                Item::Torn(text) => {
                    let whole = message(id, "Generic", &String::from_utf8_lossy(&text));
                    link.send_bytes(&whole[..whole.len() / 2]);
                }
                Item::End(end) => link.end(end),
            }
        }
        self.over |= link.over;
    }
}

/// What somebody says, as it is broadcast.
fn chat(id: &str, name: &str, text: &str) -> Vec<u8> {
    let text = json::quoted(text);
    let chat = format!(
        "{{\"Channel\":0,\"Message\":{text},\"UserId\":\"{id}\",\"Username\":\"{name}\",\
         \"Color\":\"#eee\",\"Time\":1700000000}}"
    );
    message(-1, "Chat", &chat)
}

/// A message of the server's, as it writes them: indented.
fn message(id: i32, kind: &str, text: &str) -> Vec<u8> {
    let text = json::quoted(text);
    let json = format!(
        "{{\r\n  \"Message\": {text},\r\n  \"Identifier\": {id},\r\n  \"Type\": \"{kind}\",\r\n  \
         \"Stacktrace\": \"\"\r\n}}"
    );
    frame(1, json.as_bytes())
}

/// A whole request as Fleck's pattern reads it: the target, the client's key, and
/// how long it is. `None` as long as the pattern does not match.
fn request(head: &[u8]) -> Option<(Vec<u8>, String, usize)> {
    let end = head.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = &head[..end];
    let mut lines = text
        .split(|&b| b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut words = lines.next()?.split(|&b| b == b' ');
    let (_method, target, version) = (words.next()?, words.next()?, words.next()?);
    if version != b"HTTP/1.1" || words.next().is_some() || target.is_empty() {
        return None;
    }
    let mut key = String::new();
    for line in lines {
        let line = String::from_utf8_lossy(line);
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("Sec-WebSocket-Key") {
            value.trim().clone_into(&mut key);
        }
    }
    Some((target.to_vec(), key, end + 4))
}

impl Peer for WebRcon {
    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        if self.over {
            return;
        }
        if self.reader.is_some() {
            self.read(bytes, cx);
        } else {
            self.shake(bytes, cx);
        }
    }

    fn on_said(&mut self, text: &str, times: u64, cx: &mut Cx<'_>) {
        let chat = chat("76561190000000002", "Ada", text);
        for _ in 0..times {
            if self.reader.is_some() && !self.over {
                cx.out.bytes(chat.clone());
            }
        }
    }

    fn on_eof(&mut self, cx: &mut Cx<'_>) {
        cx.out.clear();
        cx.out.end(End::Close);
    }
}
