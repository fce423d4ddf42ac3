//! What went over the wire, for the log: a line a packet, however it was cut
//! into reads and writes. A password is never in it: neither the one that was
//! logged in with, whoever sends it, nor what a command about passwords sets or
//! gets.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use crate::decode::{Decoded, decode};
use crate::packet::{HEADER_LEN, PacketRef, SERVERDATA_AUTH, SERVERDATA_EXECCOMMAND};
use crate::password::{Password, mentions_password};

/// Bytes of one packet that are shown.
const SHOWN: usize = 512;

/// A longer packet is not kept to be shown, in bytes.
const KEPT: usize = 64 << 10;

/// A password of fewer bytes is one only where it is a word of its own.
const SHORT: usize = 4;

/// The log of one connection. It does nothing, and keeps nothing, unless
/// somebody looks at bytes.
#[derive(Debug, Default)]
pub(crate) struct WireLog {
    password: Option<Password>,
    sent: Direction,
    received: Direction,
    /// The newest command was about a password: its reply may show it.
    secret_reply: bool,
}

/// What came one way and was no whole packet yet.
#[derive(Debug, Default)]
struct Direction {
    part: Zeroizing<Vec<u8>>,
    /// So many bytes of a packet that is too long are yet to come.
    skipped: usize,
    /// The end of the body before, as long as a password at the most: the
    /// rest of one may follow.
    tail: Zeroizing<Vec<u8>>,
    /// What came was no packet, and what follows cannot be.
    broken: bool,
}

/// What is to be said of some bytes.
enum Told<'a> {
    Packet(&'a [u8], PacketRef<'a>),
    TooLong(usize),
    NoPacket(&'a [u8]),
}

impl WireLog {
    /// From here on this password is looked for.
    pub(crate) fn know(&mut self, password: &Password) {
        if is_on() {
            self.password = Some(password.clone());
        }
    }

    /// Bytes that have just been read, before anybody has looked at them.
    pub(crate) fn received(&mut self, space: &[u8], count: usize) {
        if is_on() {
            let bytes = space.get(..count).unwrap_or_default();
            for line in self.lines(bytes, false) {
                log::trace!("<- {line}");
            }
        }
    }

    /// Bytes that are about to be sent.
    pub(crate) fn sent(&mut self, bytes: &[u8]) {
        if is_on() {
            for line in self.lines(bytes, true) {
                log::trace!("-> {line}");
            }
        }
    }

    fn lines(&mut self, bytes: &[u8], sends: bool) -> Vec<String> {
        let way = if sends {
            &mut self.sent
        } else {
            &mut self.received
        };
        let mut way = std::mem::take(way);
        let mut lines = Vec::new();
        let mut tail = std::mem::take(&mut way.tail);
        way.push(bytes, |told| {
            lines.push(self.line(&told, sends, &mut tail));
        });
        way.tail = tail;
        let waiting = way.part.len();
        if waiting > 0 {
            lines.push(format!("{waiting} bytes of a packet that is not whole yet"));
        }
        if sends {
            self.sent = way;
        } else {
            self.received = way;
        }
        lines
    }

    fn line(&mut self, told: &Told<'_>, sends: bool, tail: &mut Zeroizing<Vec<u8>>) -> String {
        let (bytes, body) = match told {
            Told::TooLong(count) => return format!("{count} bytes: a packet too long to be shown"),
            Told::NoPacket(bytes) => (*bytes, *bytes),
            Told::Packet(bytes, packet) => (*bytes, packet.body),
        };
        let count = bytes.len();
        if let Told::Packet(_, packet) = told {
            if packet.kind == SERVERDATA_AUTH {
                return format!("{count} bytes: the login (redacted)");
            }
            if sends && packet.kind == SERVERDATA_EXECCOMMAND && !body.is_empty() {
                self.secret_reply = mentions_password(body);
            }
        }
        let secret = self.shows_password(body, tail);
        let answers = !sends && self.secret_reply && !body.is_empty();
        if secret || answers || mentions_password(body) {
            return format!("{count} bytes that speak of a password (redacted)");
        }
        hex(bytes)
    }

    /// Whether the password is in a body, or a part of it at one of its ends:
    /// then the rest is in its neighbour.
    fn shows_password(&self, body: &[u8], tail: &mut Zeroizing<Vec<u8>>) -> bool {
        let Some(password) = self.password.as_ref().map(Password::expose) else {
            return false;
        };
        if password.is_empty() {
            return false;
        }
        // As much as can matter: of a long body its two ends are not joined.
        let before = tail.len();
        let mut joined = Zeroizing::new(Vec::with_capacity(before + body.len()));
        joined.extend_from_slice(tail);
        joined.extend_from_slice(body);
        let most = password.len() - 1;
        let kept = joined.len().saturating_sub(most);
        let begins = (3.max(SHORT - 1)..=most).any(|length| joined.ends_with(&password[..length]));
        **tail = joined.get(kept..).unwrap_or_default().to_vec();
        begins || contains(&joined, password)
    }
}

impl Direction {
    fn push(&mut self, mut bytes: &[u8], mut tell: impl FnMut(Told<'_>)) {
        if self.broken {
            return tell(Told::NoPacket(bytes));
        }
        let skipped = self.skipped.min(bytes.len());
        self.skipped -= skipped;
        bytes = &bytes[skipped..];
        let mut part = std::mem::take(&mut self.part);
        part.extend_from_slice(bytes);
        let mut front = &part[..];
        while !front.is_empty() {
            match decode(front) {
                Ok(Decoded::Packet { packet, rest }) => {
                    tell(Told::Packet(&front[..front.len() - rest.len()], packet));
                    front = rest;
                }
                Ok(Decoded::NeedMore { missing }) if front.len() >= HEADER_LEN => {
                    let whole = front.len().saturating_add(missing);
                    if whole <= KEPT {
                        break;
                    }
                    tell(Told::TooLong(whole));
                    self.skipped = missing;
                    front = &[];
                }
                Ok(Decoded::NeedMore { .. }) => break,
                Err(_) => {
                    self.broken = true;
                    tell(Told::NoPacket(front));
                    front = &[];
                }
            }
        }
        self.part = Zeroizing::new(front.to_vec());
    }
}

fn is_on() -> bool {
    log::log_enabled!(log::Level::Trace)
}

fn hex(bytes: &[u8]) -> String {
    let count = bytes.len();
    let mut text = format!("{count} bytes:");
    for byte in bytes.iter().take(SHOWN) {
        // Writing to a `String` does not fail.
        let _ = write!(text, " {byte:02x}");
    }
    if count > SHOWN {
        text.push_str(" …");
    }
    text
}

/// Whether a password stands in a text; a short one as a word of its own.
pub(super) fn contains(text: &[u8], password: &[u8]) -> bool {
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    memchr::memmem::find_iter(text, password).any(|at| {
        let behind = text.get(at + password.len());
        let before = text[..at].last();
        let word = !before.is_some_and(in_word) && !behind.is_some_and(in_word);
        word || password.len() >= SHORT
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;

    fn log() -> WireLog {
        WireLog {
            password: Some("hunter2".into()),
            ..WireLog::default()
        }
    }

    /// What is told of these bytes, come in pieces of one size.
    fn told(log: &mut WireLog, bytes: &[u8], size: usize, sends: bool) -> String {
        let pieces = bytes.chunks(size);
        let lines = pieces.flat_map(|piece| log.lines(piece, sends));
        let whole = lines.filter(|line| !line.contains("not whole"));
        whole.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn bytes_are_shown_and_passwords_are_not() {
        let packet = Packet::new(1, 0, "ab").encode();
        let shown = "16 bytes: 0c 00 00 00 01 00 00 00 00 00 00 00 61 62 00 00";
        assert_eq!(told(&mut log(), &packet, 100, false), shown);
        for secret in [
            Packet::new(1, SERVERDATA_AUTH, "x").encode(),
            Packet::new(2, 2, "RCON_PASSWORD x").encode(),
            Packet::new(2, 2, "say hunter2").encode(),
        ] {
            for sends in [false, true] {
                let line = told(&mut log(), &secret, 100, sends);
                assert!(line.ends_with("(redacted)"), "{line}");
            }
        }
    }

    #[test]
    fn a_packet_is_one_however_it_was_cut() {
        let mut packets = Packet::new(1, 0, "it is hunter2, you know").encode();
        packets.extend(Packet::new(1, 0, "ab").encode());
        for size in 1..packets.len() {
            let line = told(&mut log(), &packets, size, false);
            let expected = "37 bytes that speak of a password (redacted)|16 bytes: 0c";
            assert!(line.starts_with(expected), "{size}: {line}");
        }
    }

    #[test]
    fn a_password_in_two_packets_is_in_neither() {
        for cut in 0..=7 {
            let (front, back) = "hunter2".split_at(cut);
            let mut packets = Packet::new(1, 0, format!("x{front}")).encode();
            packets.extend(Packet::new(1, 0, format!("{back}y")).encode());
            let line = told(&mut log(), &packets, 100, false);
            let hidden = line.matches("(redacted)").count();
            let least = if (3..7).contains(&cut) { 2 } else { 1 };
            assert!(hidden >= least, "{cut}: {line}");
        }
    }

    #[test]
    fn the_reply_to_a_command_about_passwords_is_not_shown() {
        let mut log = log();
        let line = |log: &mut WireLog, kind, body: &str, sends| {
            told(log, &Packet::new(1, kind, body).encode(), 100, sends)
        };
        line(&mut log, 2, "rcon_password", true);
        line(&mut log, 0, "", true);
        assert!(line(&mut log, 0, "\"rc\" = \"new\"", false).contains("redacted"));
        line(&mut log, 2, "status", true);
        assert!(!line(&mut log, 0, "fine", false).contains("redacted"));
    }

    #[test]
    fn what_is_no_packet_is_shown_but_for_the_password() {
        let mut log = log();
        let text = b"\0\0\0\0HTTP/1.1";
        assert!(told(&mut log, text, 100, false).starts_with("12 bytes: 00"));
        assert!(told(&mut log, b"bad: hunter2", 100, false).contains("redacted"));
    }

    #[test]
    fn a_long_packet_is_cut_and_a_very_long_one_not_kept() {
        let line = told(
            &mut log(),
            &Packet::new(1, 0, vec![b'x'; SHOWN]).encode(),
            100,
            false,
        );
        assert!(line.ends_with('…') && line.len() < 4 * SHOWN, "{line}");
        let mut log = log();
        let mut packets = Packet::new(1, 0, vec![b'x'; 2 * KEPT]).encode();
        packets.extend(Packet::new(1, 0, "ab").encode());
        let line = told(&mut log, &packets, 1000, false);
        assert!(line.contains("too long to be shown|16 bytes: 0c"), "{line}");
    }
}
