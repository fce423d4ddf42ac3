//! `OpenStarbound`: Source's login; a probe is told that it is unknown.

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

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

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, _size: i32, _link: &mut Link<'_, '_>) -> bool {
        true
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let text = format!("Unknown request {:06x}", request.kind);
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, text.as_bytes());
    }
}
