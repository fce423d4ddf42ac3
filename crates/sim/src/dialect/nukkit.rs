//! Nukkit and `PocketMine`: a read is a packet, and what follows the first
//! packet in it is lost. An empty command is not answered.

use rcon_proto::PacketRef;

use super::plain::Plain;
use super::reads::{Mismatch, Reads};
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Nukkit {
    plain: Plain,
}

impl Dialect for Nukkit {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn reads(&mut self) -> Reads {
        Reads::PerRead(4096, Mismatch::LoseRest)
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if !request.body.is_empty() {
            let answer = link.run(request.body);
            link.deliver(request.id, self.shape(), answer);
        }
    }
}
