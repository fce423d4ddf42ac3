//! Vanilla Minecraft: each `read` of at most 1460 bytes is one packet, and a
//! size that does not match what was read closes the link. Replies are split
//! after 4096 characters.

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

use crate::frames::{Cut, Shape};

use super::plain::Plain;
use super::reads::{Mismatch, Reads};
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Minecraft {
    plain: Plain,
}

impl Dialect for Minecraft {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn reads(&mut self) -> Reads {
        Reads::PerRead(1460, Mismatch::Close)
    }

    fn shape(&mut self) -> Shape {
        Shape {
            cut: Cut::Chars(4096),
            ..Shape::PLAIN
        }
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let text = format!("Unknown request {:x}", request.kind);
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, text.as_bytes());
    }
}
