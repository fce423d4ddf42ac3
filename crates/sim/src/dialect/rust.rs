//! Rust (the game), on its older port: the console's echo comes first, as a
//! packet of type 4 and id 0, then the reply.

use rcon_proto::PacketRef;

use super::plain::Plain;
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Rust {
    plain: Plain,
}

impl Dialect for Rust {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let text = String::from_utf8_lossy(request.body);
        let echo = format!("[rcon] {}: {text}", link.from());
        link.send(0, 4, echo.as_bytes());
        let answer = link.run(request.body);
        link.deliver(request.id, self.shape(), answer);
    }
}
