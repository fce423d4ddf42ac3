//! Hytale's RCON plugin: a login is answered by one packet of type 2 with the
//! request's id, whose text says how it went: `1`, or `-1` and a close. What
//! else it was sent, it passes over; a reply that makes a packet of more than
//! 4096 bytes ends the link in its place.
//!
//! From `application/RconApplication.java`, `protocol/RconProtocol.java` and
//! `protocol/ConnectionState.java` of
//! <https://github.com/Madscientiste/hytale-exp>, 2026-11.

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE};

use crate::outbox::End;

use super::plain::Plain;
use super::{Dialect, Link};

/// The largest packet, in and out, without its size.
const MOST: i32 = 4096;

/// Most bytes of text in a packet that it makes.
const MOST_TEXT: u64 = 4096 - 14;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Hytale {
    plain: Plain,
}

impl Dialect for Hytale {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless((10..=MOST).contains(&size))
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        link.send(id, SERVERDATA_AUTH_RESPONSE, b"1");
    }

    fn refuse(&mut self, id: i32, link: &mut Link<'_, '_>) {
        link.send(id, SERVERDATA_AUTH_RESPONSE, b"-1");
        link.end(End::Close);
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        let answer = link.run(request.body);
        link.deliver_with(request.id, shape, answer, |link, body| {
            if body.len() > MOST_TEXT {
                link.end(End::Close);
            } else {
                link.send(request.id, shape.kind, &body.into_bytes());
            }
        });
    }
}
