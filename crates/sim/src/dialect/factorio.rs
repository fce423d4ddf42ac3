//! Factorio: a text without a slash in front is posted to the chat. A client
//! whose first request had the id 0 gets the console's lines too, under that
//! id. More than about 4 KB drop the session; an empty command is not answered.

use rcon_proto::{PacketRef, SERVERDATA_RESPONSE_VALUE};

use super::plain::Plain;
use super::{Dialect, Link};

/// The largest size that it reads.
const MOST: i32 = 4096;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Factorio {
    plain: Plain,
    /// The first request had the id 0.
    hears_console: bool,
}

impl Dialect for Factorio {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless(size <= MOST)
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.hears_console = id == 0;
        self.plain.accept(id, link);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if request.body.is_empty() {
            return;
        }
        if self.hears_console {
            let echo = b"2024-01-01 00:00:00 [COMMAND] <server> (command)\n";
            link.send(0, SERVERDATA_RESPONSE_VALUE, echo);
        }
        let answer = link.run(request.body);
        link.deliver(request.id, self.shape(), answer);
    }
}
