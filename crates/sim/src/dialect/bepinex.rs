//! Valheim and other Unity games behind `BepInEx.rcon`: the size, the id and
//! the type of its packets are one byte each, followed by three NULs. All its
//! packets have type 2, but for the answer to an unknown command, which has
//! type -1, cut to 255. A read is a packet. Texts are cut to one byte a
//! character. Nobody has to log in; who does with a wrong password is told so
//! under id -1, cut to 255.
//!
//! From `Internal/{AsynchronousSocketListener,PacketBuilder}.cs` and `rcon.cs` of
//! <https://github.com/AviiNL/BepInEx.rcon>, version 1.0.3. A half-close is
//! noticed by a look at all links once a second.

use rcon_proto::PacketRef;

use super::bytes::one_byte_a_char;
use super::plain::Plain;
use super::reads::{Mismatch, Reads};
use super::{Dialect, Link};

/// Its one type; the same number for a login's answer and for a reply.
const TYPE: i32 = 2;

/// The type of an answer to an unknown command.
const ERROR: i32 = -1;

/// The size of its buffer.
const BUFFER: usize = 4096;

/// The largest size that fits into it.
const MOST: i32 = 4092;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct BepInEx {
    plain: Plain,
}

impl Dialect for BepInEx {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn reads(&mut self) -> Reads {
        Reads::PerRead(BUFFER, Mismatch::FillUp)
    }

    fn lets_anyone(&mut self) -> bool {
        true
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        // Any other size throws where nobody catches it, and nothing is read
        // any more.
        let fits = (10..=MOST).contains(&size);
        if !fits {
            link.ignore();
        }
        fits
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        link.send_bytes(&packet(id, TYPE, b"Login Success"));
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        link.send_bytes(&packet(-1, TYPE, b"Login Failed"));
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let slashless = request.body.strip_prefix(b"/");
        let answer = link.run(slashless.unwrap_or(request.body));
        let shape = self.shape();
        link.deliver_with(request.id, shape, answer, |link, body| {
            let text = body.into_bytes();
            let unknown = text.to_ascii_lowercase().starts_with(b"unknown");
            let kind = if unknown { ERROR } else { TYPE };
            link.send_bytes(&packet(request.id, kind, &text));
        });
    }
}

/// A packet whose header fields are cut to a byte each.
fn packet(id: i32, kind: i32, text: &[u8]) -> Vec<u8> {
    let text = one_byte_a_char(text);
    let size = text.len() + 10;
    let mut bytes = vec![0; 12];
    bytes[0] = size as u8;
    bytes[4] = id.to_le_bytes()[0];
    bytes[8] = kind.to_le_bytes()[0];
    bytes.extend_from_slice(&text);
    bytes.extend_from_slice(&[0, 0]);
    bytes
}
