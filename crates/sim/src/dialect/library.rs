//! Servers that people build with a library, or put in a game's place to test
//! against: the Source shape as Valve's wiki tells it, which is not quite what
//! Source does. Each was played against its own source.

use rcon_proto::{PacketRef, SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE};

use crate::frames::{Cut, Shape};
use crate::outbox::End;

use super::reads::Reads;
use super::source::Source;
use super::{Dialect, Link};

/// What the wiki's "0x0000 0001 0000 0000" comes to where somebody else writes
/// it out. Source sends four bytes.
const TERMINATOR: [u8; 8] = [0, 0, 0, 1, 0, 0, 0, 0];

/// The mirrored probe, and that.
fn mirror(request: PacketRef<'_>, link: &mut Link<'_, '_>) {
    link.send(request.id, SERVERDATA_RESPONSE_VALUE, b"");
    link.send(request.id, SERVERDATA_RESPONSE_VALUE, &TERMINATOR);
}

/// `rconx`: an id of 0 or less, a packet of more than 4100 bytes and whatever
/// comes before a login end the link, and so does a wrong password, behind the
/// two packets of its answer. A packet of a type that it does not know is
/// passed over.
///
/// From `rconx/server/session.py` and `config.py` of `rconx` 0.3.0 on `PyPI`
/// (<https://github.com/Fallen-Breath/rconx>).
pub(super) struct Rconx {
    source: Source,
}

impl Rconx {
    /// Its longest packet, in bytes, with the size field.
    const MOST: usize = 4100;

    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for Rconx {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn shape(&mut self) -> Shape {
        // Bytes there, wherever they fall: the same for ASCII.
        let cut = Cut::Chars(Self::MOST - 4 - 10);
        Shape {
            cut,
            ..Shape::PLAIN
        }
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        let whole = usize::try_from(size).map(|size| size + 4);
        link.close_unless(whole.is_ok_and(|whole| whole <= Self::MOST))
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        if link.close_unless(id > 0) {
            self.source.accept(id, link);
        }
    }

    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        self.source.refuse(id, link);
        link.end(End::Close);
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if link.close_unless(request.id > 0) {
            let answer = link.run(request.body);
            link.deliver(request.id, self.shape(), answer);
        }
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if link.close_unless(request.id > 0) && request.kind == SERVERDATA_RESPONSE_VALUE {
            mirror(request, link);
        }
    }
}

/// `rcon-server`: of what a read brings it handles one packet, and the next one
/// waits for the next read, so that each probe beside a command puts it one
/// packet further behind. Text that is not ASCII ends the link, as a packet
/// does that is neither a command nor an empty type 0.
///
/// From `rcon_server/rcon_connection.py` and `rcon_packet.py` of `rcon-server`
/// 0.1.3 on `PyPI`.
pub(super) struct RconServer {
    source: Source,
}

impl RconServer {
    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for RconServer {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn reads(&mut self) -> Reads {
        Reads::OneEachRead
    }

    fn shape(&mut self) -> Shape {
        Shape::PLAIN
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless(size >= 10)
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if !link.close_unless(request.body.is_ascii()) {
            return;
        }
        let shape = self.shape();
        let answer = link.run(request.body);
        link.deliver_with(request.id, shape, answer, |link, body| {
            let bytes = body.into_bytes();
            if link.close_unless(bytes.is_ascii()) {
                link.send(request.id, shape.kind, &bytes);
            }
        });
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let empty = request.kind == SERVERDATA_RESPONSE_VALUE && request.body.is_empty();
        if link.close_unless(empty) {
            mirror(request, link);
        }
    }
}

/// A stand-in to which each packet behind the login is a command, a probe an
/// empty one: what it says of that comes under the probe's id, behind the
/// reply, in words of its own.
///
/// From the `FakeRconServer` that the tests of `mordhau_panel` run against.
pub(super) struct EachACommand {
    source: Source,
}

impl EachACommand {
    /// Most characters of a packet.
    const MOST: usize = 4000;

    pub(super) fn new(source: Source) -> Self {
        Self { source }
    }
}

impl Dialect for EachACommand {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.source
    }

    fn shape(&mut self) -> Shape {
        let cut = Cut::Chars(Self::MOST);
        Shape {
            cut,
            ..Shape::PLAIN
        }
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn admits(&mut self, _size: i32, _link: &mut Link<'_, '_>) -> bool {
        true
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        debug_assert_ne!(request.kind, SERVERDATA_EXECCOMMAND);
        let said = [b"ran ", request.body].concat();
        link.send(request.id, SERVERDATA_RESPONSE_VALUE, &said);
    }
}
