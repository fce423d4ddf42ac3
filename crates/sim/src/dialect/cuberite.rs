//! Cuberite: replies are of type 2 and end in an empty packet of type 2. A
//! probe makes it drop the link and the reply, a wrong password is answered by
//! a close, and a packet of more than 1500 bytes kills the whole game server.

use rcon_proto::PacketRef;

use crate::effect::Effect;
use crate::frames::Shape;
use crate::outbox::End;

use super::plain::Plain;
use super::{Dialect, Link};

/// The largest size that it survives.
const MOST: i32 = 1500;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Cuberite {
    plain: Plain,
}

impl Dialect for Cuberite {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn shape(&mut self) -> Shape {
        Shape {
            kind: 2,
            empty: false,
            ..Shape::PLAIN
        }
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        let admitted = size <= MOST;
        if !admitted {
            link.affect(Effect::Stop(End::Reset));
        }
        admitted
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        // It does write its -1, and closes before that is out.
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let answer = link.run(request.body);
        let ended = !answer.mutes_probe;
        link.deliver(request.id, self.shape(), answer);
        if ended {
            link.send(request.id, 2, b"");
        }
    }

    fn other(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.forget_unsent();
        link.end(End::Close);
    }
}
