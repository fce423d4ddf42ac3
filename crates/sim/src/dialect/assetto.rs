//! Assetto Corsa behind `AssettoServer`: one packet for a login, packets of
//! unknown types are passed over, and a reply of more than 1000 characters ends
//! the link in its place. Texts are ASCII. A wrong password is refused, then
//! the link is closed.
//!
//! From `AssettoServer/Network/Rcon/{RconClient,ResponseValuePacket}.cs` and
//! `AssettoServer.Shared/Network/Packets/PacketWriter.cs` of
//! <https://github.com/compujuckel/AssettoServer>, 2026-11: the text is encoded
//! into a slice of 1000 bytes, and what does not fit is an exception, at which
//! the sender disconnects.

use rcon_proto::{PacketRef, SERVERDATA_AUTH_RESPONSE};

use crate::outbox::End;

use super::bytes::ascii;
use super::plain::Plain;
use super::{Dialect, Link};

/// Most bytes of a reply.
const MOST_TEXT: usize = 1000;

/// The largest size that it reads: its buffer's.
const MOST: i32 = 2046;

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Assetto {
    plain: Plain,
}

impl Dialect for Assetto {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn admits(&mut self, size: i32, link: &mut Link<'_, '_>) -> bool {
        link.close_unless(size <= MOST)
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        link.send(-1, SERVERDATA_AUTH_RESPONSE, b"");
        link.end(End::Close);
    }

    fn early(&mut self, _request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        let answer = link.run(request.body);
        link.deliver_with(request.id, shape, answer, |link, body| {
            if body.len() > MOST_TEXT as u64 {
                link.end(End::Close);
            } else {
                link.send(request.id, shape.kind, &ascii(&body.into_bytes()));
            }
        });
    }
}
