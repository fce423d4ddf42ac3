//! Counter-Strike 2: one login packet, one packet of any size a reply. Some
//! commands get no packet at all, and a probe makes output vanish.

use rcon_proto::PacketRef;

use super::plain::Plain;
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Cs2 {
    plain: Plain,
    /// The next command's output vanishes.
    swallows: bool,
}

impl Dialect for Cs2 {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let answer = link.run(request.body);
        if !std::mem::take(&mut self.swallows) {
            link.deliver(request.id, self.shape(), answer);
        }
    }

    fn other(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        // What was written by a command in the same segment is gone; where
        // nothing was, the next command's output is.
        self.swallows = !link.forget_unsent();
    }
}
