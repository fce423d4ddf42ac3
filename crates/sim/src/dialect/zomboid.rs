//! Project Zomboid: Source's login, one packet a reply, and two identical
//! empty packets for a probe.

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

use crate::frames::Shape;

use super::source::Source;
use super::{Dialect, Link};

/// See the module's documentation.
pub(super) struct Zomboid {
    source: Source,
}

impl Zomboid {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for Zomboid {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn shape(&mut self) -> Shape {
        Shape::PLAIN
    }

    fn admits(&mut self, _size: i32, _link: &mut Link<'_, '_>) -> bool {
        true
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
    }
}
