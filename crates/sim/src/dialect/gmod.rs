//! Garry's Mod: Source, with a line of the server's log at the end of each
//! reply, because the log goes to the console and the console to the reply.

use rcon_proto::PacketRef;

use crate::world::clock;

use super::source::Source;
use super::{Dialect, Link};

/// See the module's documentation.
pub(super) struct Gmod {
    source: Source,
}

impl Gmod {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for Gmod {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let mut answer = link.run(request.body);
        let logged = format!(
            "L {}: rcon from \"{}\": command \"{}\"\n",
            clock::log_time(),
            link.from(),
            String::from_utf8_lossy(request.body)
        );
        if !answer.mutes_probe {
            answer.push_text(logged);
        }
        link.deliver(request.id, self.shape(), answer);
    }
}
