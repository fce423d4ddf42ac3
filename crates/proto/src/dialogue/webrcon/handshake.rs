//! From a stream to a WebSocket: the request that is the login, and its answer.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use zeroize::Zeroizing;

use crate::beginning::beginning;
use crate::error::ProtocolError;
use crate::sums::{base64, websocket_accept};

/// Bytes of an answer that may come before its empty line.
const HEAD_LIMIT: usize = 16 << 10;

/// A close frame instead of an answer, as Fleck's `Close()` writes it before the
/// handshake: the password is wrong, or the address banned.
const REFUSED: u8 = 0x88;

/// What has come of the answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Not all of it.
    Pending,
    /// It is a WebSocket from here on: so many bytes of the head were used up.
    Open { used: usize },
    /// No.
    Refused,
    /// It is none.
    Broken(ProtocolError),
}

/// The handshake under way.
pub(super) struct Handshake {
    key: String,
    head: Vec<u8>,
}

impl Handshake {
    pub(super) fn new() -> Self {
        Self {
            key: key(),
            head: Vec::new(),
        }
    }

    /// The request, which holds the password.
    pub(super) fn request(&self, authority: &str, password: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut request = Zeroizing::new(Vec::with_capacity(256 + 3 * password.len()));
        request.extend_from_slice(b"GET /");
        encode(password, &mut request);
        let rest = format!(
            " HTTP/1.1\r\nHost: {authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: {}\r\nSec-WebSocket-Version: 13\r\n\r\n",
            self.key
        );
        request.extend_from_slice(rest.as_bytes());
        request
    }

    /// More of the answer. `Open` says how many of these bytes were its own.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Answer {
        let before = self.head.len();
        let room = HEAD_LIMIT.saturating_sub(before);
        self.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if self.head.first() == Some(&REFUSED) {
            return Answer::Refused;
        }
        if !begins_alike(&self.head, b"HTTP/1.") {
            return self.broken();
        }
        let end = memchr::memmem::find(&self.head, b"\r\n\r\n").map(|at| at + 4);
        match end {
            Some(end) => self.verdict(end, end.saturating_sub(before)),
            None if self.head.len() >= HEAD_LIMIT => self.broken(),
            None => Answer::Pending,
        }
    }

    /// What an answer means of which no more comes.
    pub(super) fn ended(&self) -> Option<Answer> {
        let status = self.status()?;
        Some(refused(&status).unwrap_or_else(|| self.broken()))
    }

    fn verdict(&self, end: usize, used: usize) -> Answer {
        let Some(status) = self.status() else {
            return self.broken();
        };
        if status != "101" {
            return refused(&status).unwrap_or_else(|| self.broken());
        }
        let head = String::from_utf8_lossy(&self.head[..end]);
        let header = |name: &str| {
            let mut lines = head.split("\r\n").skip(1);
            lines.find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name)
                    .then(|| value.trim().to_owned())
            })
        };
        let upgrades = header("Upgrade").is_some_and(|it| it.eq_ignore_ascii_case("websocket"));
        let accepts = header("Sec-WebSocket-Accept") == Some(websocket_accept(&self.key));
        if upgrades && accepts {
            Answer::Open { used }
        } else {
            self.broken()
        }
    }

    fn status(&self) -> Option<String> {
        let line = self.head.split(|&byte| byte == b'\r').next()?;
        let line = std::str::from_utf8(line).ok()?;
        let status = line.split(' ').nth(1)?;
        Some(status.to_owned()).filter(|it| it.len() == 3)
    }

    fn broken(&self) -> Answer {
        let began = beginning(&self.head);
        Answer::Broken(ProtocolError::NotWebRcon { began })
    }
}

/// Panels answer a wrong password with one of these; Oxide's own RCON with 501, as
/// `websocket-sharp`'s server does to a path that it does not serve.
fn refused(status: &str) -> Option<Answer> {
    matches!(status, "401" | "403" | "404" | "501").then_some(Answer::Refused)
}

fn begins_alike(bytes: &[u8], pattern: &[u8]) -> bool {
    bytes.iter().zip(pattern).all(|(a, b)| a == b)
}

/// Sixteen bytes that nobody can foresee, as a proxy in between is not to answer
/// in the server's place (RFC 6455, 10.3).
fn key() -> String {
    let half = || RandomState::new().build_hasher().finish().to_be_bytes();
    base64(&[half(), half()].concat())
}

/// The password as a request line can hold it. Rust compares the line as it
/// stands, without decoding, so what can stand there does. What cannot: blanks
/// and controls, what is not ASCII, and signs that no URL has. Browsers leave the
/// same ones.
fn encode(password: &[u8], out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in password {
        if byte.is_ascii_graphic() && !b"\"<>`{}\\^|".contains(&byte) {
            out.push(byte);
        } else {
            let (high, low) = (byte >> 4, byte & 15);
            out.extend([b'%', HEX[usize::from(high)], HEX[usize::from(low)]]);
        }
    }
}

/// The password as the request line has it, for whoever keeps it out of a log.
pub(super) fn encoded(password: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    encode(password, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(handshake: &Handshake) -> String {
        let accept = websocket_accept(&handshake.key);
        format!(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
        )
    }

    #[test]
    fn only_what_cannot_stand_in_a_request_line_is_encoded() {
        let raw = "aZ09-._~!$&'()*+,;=:@/?#%[]";
        assert_eq!(encoded(raw.as_bytes()), raw.as_bytes());
        let odd = encoded("a b\"<>`{}\\^|é\u{7f}".as_bytes());
        let expected = "a%20b%22%3C%3E%60%7B%7D%5C%5E%7C%C3%A9%7F";
        assert_eq!(String::from_utf8_lossy(&odd), expected);
        let handshake = Handshake::new();
        let request = handshake.request("[::1]:28016", b"p!w");
        assert!(request.starts_with(b"GET /p!w HTTP/1.1\r\nHost: [::1]:28016\r\n"));
        assert!(request.ends_with(b"\r\n\r\n"));
        assert_ne!(handshake.key, Handshake::new().key);
    }

    #[test]
    fn an_answer_counts_wherever_it_is_cut() {
        for cut in 0..50 {
            let mut handshake = Handshake::new();
            let text = answer(&handshake) + "frame";
            let (front, back) = text.as_bytes().split_at(cut);
            assert_eq!(handshake.read(front), Answer::Pending, "{cut}");
            let used = back.len() - 5;
            assert_eq!(handshake.read(back), Answer::Open { used }, "{cut}");
        }
    }

    #[test]
    fn refusals_are_told_from_what_is_no_websocket() {
        let read = |text: &[u8]| Handshake::new().read(text);
        assert_eq!(read(b"\x88\x02\x03\xe8"), Answer::Refused);
        for status in [
            "401 Unauthorized",
            "403 Forbidden",
            "404 Not Found",
            "501 Not Implemented",
        ] {
            let text = format!("HTTP/1.1 {status}\r\n\r\n");
            assert_eq!(read(text.as_bytes()), Answer::Refused, "{status}");
        }
        for none in [
            &b"HTTP/1.1 200 OK\r\n\r\n"[..],
            b"HTTP/1.1 500 Internal Server Error\r\n\r\n",
            b"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n",
            b"SSH-2.0-OpenSSH\r\n",
            b"\x0a\0\0\0",
        ] {
            assert!(matches!(read(none), Answer::Broken(_)), "{none:?}");
        }
        let mut endless = Handshake::new();
        assert_eq!(endless.read(b"HTTP/1.1 101 x\r\n"), Answer::Pending);
        let long = [b'x'; HEAD_LIMIT];
        assert!(matches!(endless.read(&long), Answer::Broken(_)));
        let mut cut = Handshake::new();
        assert_eq!(cut.read(b"HTTP/1.1 401 Unauth"), Answer::Pending);
        assert_eq!(cut.ended(), Some(Answer::Refused));
        assert_eq!(Handshake::new().ended(), None);
    }
}
