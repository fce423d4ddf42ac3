//! `StarRupture`: Source's login, one packet a reply, and nothing for a probe. A
//! wrong password is refused by one packet, then the link is closed.
//!
//! From `ServerUtility/rcon/server/rcon_server.cpp` of
//! <https://github.com/AlienXAXS/StarRupture-ModLoader>, 2026-11. Many small
//! servers that were written after Valve's description do the same.

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE};

use crate::frames::Shape;
use crate::outbox::End;

use super::source::Source;
use super::{Dialect, Link};

/// The largest size that it reads.
const MOST: i32 = 4096;

/// See the module's documentation.
pub(super) struct StarRupture {
    source: Source,
}

impl StarRupture {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for StarRupture {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn shape(&mut self) -> Shape {
        Shape::PLAIN
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless((8..=MOST).contains(&size))
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        link.send(-1, SERVERDATA_AUTH_RESPONSE, b"");
        link.end(End::Close);
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn other(&mut self, _request: PacketRef<'_>, _link: &mut Link<'_, '_>) {}
}
