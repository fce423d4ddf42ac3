//! The plain server: one packet for a login, one for a command, none for
//! anything else. What most dialects differ from.

use std::time::Duration;

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE};

use crate::frames::Shape;
use crate::host::Host;
use crate::options::HalfClose;

use super::reads::Reads;
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Plain;

impl Dialect for Plain {
    fn base(&mut self) -> &mut dyn Dialect {
        self
    }

    fn reads(&mut self) -> Reads {
        Reads::Stream
    }

    fn polls(&mut self) -> Option<Duration> {
        None
    }

    fn nagles(&mut self) -> bool {
        false
    }

    fn half_close(&mut self) -> HalfClose {
        HalfClose::Finish
    }

    fn lets_anyone(&mut self) -> bool {
        false
    }

    fn shape(&mut self) -> Shape {
        Shape::PLAIN
    }

    fn bans(&mut self) -> bool {
        false
    }

    fn welcome(&mut self, _link: &mut Link<'_, '_>) {}

    fn admits(&mut self, _size: i32, _link: &mut Link<'_, '_>) -> bool {
        true
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        link.send(id, SERVERDATA_AUTH_RESPONSE, b"");
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        link.send(-1, SERVERDATA_AUTH_RESPONSE, b"");
    }

    fn early(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        self.refuse(request.id, link);
    }

    fn other(&mut self, _request: PacketRef<'_>, _link: &mut Link<'_, '_>) {}

    fn sibling_closed(&mut self) {}

    fn closed(&mut self, _host: &mut Host) {}
}
