//! Rust (the game), on its older port (`+rcon.web 0`). It looks at its links
//! every 20 ms, takes all that is there, and handles the first packet of it; the
//! rest is lost. Fewer than 14 bytes wait, more than 4096 end the link.
//!
//! - A login is answered as Source does. A wrong password ends the link and bans
//!   the address for a minute, and so does anything that is sent before one.
//! - A command is answered by its echo, of type 4 and id 0; then by two packets
//!   for each line of the console, without the newline: one of type 0 and the
//!   command's id, one of type 4 and id 0; at last, always, by an empty packet of
//!   type 0 and id -1.
//! - A packet of type 0 is answered by an empty one of its id.
//! - Text is cut to one byte a character, until a packet of type 5 asks for
//!   UTF-8. That one is not answered.
//!
//! As the game's `Facepunch.RCon` was read by others: the echo and its `-1` are
//! also in <https://github.com/pushrax/node-rcon/issues/14> and
//! <https://github.com/xPaw/PHP-Source-Query/issues/89>. A half-close goes
//! unnoticed, since `Socket.Connected` stays true.

use std::time::Duration;

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE, encode_into};

use crate::body::Body;
use crate::options::HalfClose;
use crate::outbox::{End, Source as Bytes};

use super::bytes::one_byte_a_char;
use super::reads::Reads;
use super::source::Source;
use super::{Dialect, Link};

/// How long it sleeps between two looks.
const SLEEP: Duration = Duration::from_millis(20);

/// How long a ban lasts.
const BAN: Duration = Duration::from_mins(1);

/// The type of what the console prints, whoever asked.
const CONSOLE: i32 = 4;

/// The type by which a client asks for UTF-8.
const UTF8: i32 = 5;

/// See the module's documentation.
pub(super) struct Rust {
    source: Source,
    utf8: bool,
}

impl Rust {
    pub(super) fn new(source: Source) -> Self {
        Self {
            source,
            utf8: false,
        }
    }

    fn ban(link: &mut Link<'_, '_>) {
        let from = link.from();
        link.host().ban(from, Some(BAN));
        link.end(End::Close);
    }
}

impl Dialect for Rust {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn polls(&mut self) -> Option<Duration> {
        Some(SLEEP)
    }

    fn reads(&mut self) -> Reads {
        Reads::Available {
            least: 14,
            most: 4096,
        }
    }

    fn half_close(&mut self) -> HalfClose {
        HalfClose::Ignore
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, _size: i32, _link: &mut Link<'_, '_>) -> bool {
        true
    }

    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.source.refuse(id, link);
        Self::ban(link);
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        Self::ban(link);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let answer = link.run(request.body);
        if answer.mutes_probe {
            return;
        }
        let command = String::from_utf8_lossy(request.body);
        let echo = format!("[RCON][{}] {command}", link.from());
        let utf8 = self.utf8;
        link.send(0, CONSOLE, &text(echo.as_bytes(), utf8));
        let (id, shape) = (request.id, self.shape());
        link.deliver_with(id, shape, answer, |link, body| {
            link.stream(Lines {
                id,
                body,
                pending: Vec::new(),
                utf8,
            });
        });
        link.send(-1, SERVERDATA_RESPONSE_VALUE, b"");
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        match request.kind {
            UTF8 => self.utf8 = true,
            SERVERDATA_RESPONSE_VALUE => {
                link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
            }
            _ => {}
        }
    }
}

/// A text as the link carries it.
fn text(text: &[u8], utf8: bool) -> Vec<u8> {
    if utf8 {
        text.to_vec()
    } else {
        one_byte_a_char(text)
    }
}

/// The packets of a reply, two for each line of its text.
struct Lines {
    id: i32,
    body: Body,
    pending: Vec<u8>,
    utf8: bool,
}

/// How much text is made into packets at once.
const PIECE: usize = 16 * 1024;

impl Bytes for Lines {
    fn pull(&mut self, out: &mut Vec<u8>) -> bool {
        let full = self.pending.len() + PIECE;
        self.body.fill(&mut self.pending, full);
        let last = self.body.is_empty();
        let end = match self.pending.iter().rposition(|&b| b == b'\n') {
            Some(at) => at + 1,
            None if last => self.pending.len(),
            None => return true,
        };
        let end = if last { self.pending.len() } else { end };
        let rest = self.pending.split_off(end);
        let whole = std::mem::replace(&mut self.pending, rest);
        for line in whole.split_inclusive(|&b| b == b'\n') {
            let line = text(line.strip_suffix(b"\n").unwrap_or(line), self.utf8);
            encode_into(out, self.id, SERVERDATA_RESPONSE_VALUE, &line);
            encode_into(out, 0, CONSOLE, &line);
        }
        !last
    }
}
