//! `OpenStarbound`: Source's login; a probe is told that it is unknown. A wrong
//! password is refused by one packet, and the link stays. Its socket holds small
//! writes back, so that a probe's answer, which is a write of its own, waits for
//! the receipt of the reply before it.
//!
//! From `source/server/StarServerRconClient.cpp` of
//! <https://github.com/OpenStarbound/OpenStarbound>, 2026-11.

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE, SERVERDATA_RESPONSE_VALUE};

use crate::frames::{Cut, Shape};

use super::source::Source;
use super::{Dialect, Link};

/// See the module's documentation.
pub(super) struct Starbound {
    source: Source,
}

impl Starbound {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for Starbound {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn nagles(&mut self) -> bool {
        true
    }

    fn shape(&mut self) -> Shape {
        Shape {
            cut: Cut::Chars(4096),
            ..Shape::PLAIN
        }
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, _size: i32, _link: &mut Link<'_, '_>) -> bool {
        true
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        link.send(-1, SERVERDATA_AUTH_RESPONSE, b"");
    }

    fn early(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        self.refuse(request.id, link);
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let text = format!("Unknown request {:06x}", request.kind);
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, text.as_bytes());
    }
}
