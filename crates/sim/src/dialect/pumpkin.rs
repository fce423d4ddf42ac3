//! Pumpkin: a packet for each line of a reply, none for a silent command. A
//! probe is a failed login to it, and after one of those it closes.

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE};

use crate::frames::{Cut, Shape};
use crate::outbox::End;

use super::plain::Plain;
use super::reads::{Mismatch, Reads};
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Pumpkin {
    plain: Plain,
}

impl Dialect for Pumpkin {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn reads(&mut self) -> Reads {
        Reads::PerRead(4096, Mismatch::LoseRest)
    }

    fn shape(&mut self) -> Shape {
        Shape {
            cut: Cut::EachLine,
            empty: false,
            ..Shape::PLAIN
        }
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        link.send(-1, SERVERDATA_AUTH_RESPONSE, b"");
        link.end(End::Close);
    }

    fn early(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        self.refuse(request.id, link);
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        self.refuse(request.id, link);
    }
}
