//! Conan Exiles: every reply has the same id, 0, but the first one, which has
//! 42.

use rcon_proto::PacketRef;

use super::plain::Plain;
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Conan {
    plain: Plain,
    /// The first reply is out.
    answered: bool,
}

impl Dialect for Conan {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let answer = link.run(request.body);
        let id = if self.answered { 0 } else { 42 };
        self.answered = true;
        link.deliver(id, self.shape(), answer);
    }
}
