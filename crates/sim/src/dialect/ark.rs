//! ARK: Survival Evolved: `Keep Alive` under an id that nobody sent, at any
//! time; a command without output says so in words; a wrong password is never
//! answered.

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

use super::plain::Plain;
use super::{Dialect, Link};

/// The id of its keep-alives.
const FOREIGN: i32 = 0x4b41;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Ark {
    plain: Plain,
}

impl Dialect for Ark {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn refuse(&mut self, _id: i32, _link: &mut Link<'_, '_>) {}

    fn early(&mut self, _request: PacketRef<'_>, _link: &mut Link<'_, '_>) {}

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        // The worst moment for it: between a command and its reply.
        link.send(FOREIGN, SERVERDATA_RESPONSE_VALUE, b"Keep Alive");
        let mut answer = link.run(request.body);
        if answer.is_empty_text() {
            answer.push_text("Server received, But no response!! \n ");
        }
        link.deliver(request.id, self.shape(), answer);
    }
}
