//! Servers that look at their links once in each frame of the game: one read a
//! look, the first packet of it and no more. All replies have type 2. A packet
//! that is neither a login nor a command ends the link, and so does a
//! half-close.
//!
//! `ValheimRcon`: `Core/{AsynchronousSocketListener,RconPeer,RconPacket,
//! RconCommandReceiver}.cs` of <https://github.com/Tristan-dvr/ValheimRcon>,
//! 2026-11. It reads into a buffer of 4096 bytes; where more is there, it closes.
//! Space Engineers is not public; it was seen to behave so.

use std::time::Duration;

use rcon_proto::PacketRef;

use crate::frames::Shape;
use crate::options::HalfClose;
use crate::outbox::End;

use super::bytes::prefix;
use super::plain::Plain;
use super::reads::{Mismatch, Reads};
use super::{Dialect, Link};

/// A frame of a dedicated server that runs 30 of them a second.
const FRAME: Duration = Duration::from_millis(33);

/// The size of its buffer.
const BUFFER: usize = 4096;

/// Most bytes of a reply.
const MOST_TEXT: usize = BUFFER - 14;

/// What stands at the end of a reply that was too long.
const TRUNCATED: &str = "\n--- message truncated ---";

/// See the module's documentation.
pub(super) struct Polled {
    plain: Plain,
    accepted: &'static str,
    refused: &'static str,
    /// Whether a reply is shortened to one small packet.
    truncates: bool,
}

impl Polled {
    /// `ValheimRcon`.
    pub(super) const VALHEIM_RCON: Self = Self {
        plain: Plain,
        accepted: "Logic success",
        refused: "Login failed",
        truncates: true,
    };

    /// Space Engineers.
    pub(super) const SPACE_ENGINEERS: Self = Self {
        plain: Plain,
        accepted: "",
        refused: "",
        truncates: false,
    };
}

impl Dialect for Polled {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn polls(&mut self) -> Option<Duration> {
        Some(FRAME)
    }

    fn reads(&mut self) -> Reads {
        Reads::PerRead(BUFFER, Mismatch::FillUp)
    }

    fn half_close(&mut self) -> HalfClose {
        HalfClose::Abandon
    }

    fn shape(&mut self) -> Shape {
        Shape {
            kind: 2,
            ..Shape::PLAIN
        }
    }

    fn accept(&mut self, id: i32, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        link.reply(id, shape, self.accepted);
    }

    fn refuse(&mut self, _id: i32, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        link.reply(-1, shape, self.refused);
        link.end(End::Close);
    }

    fn early(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        link.reply(request.id, shape, "Unauthorized");
        link.end(End::Close);
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let (shape, truncates) = (self.shape(), self.truncates);
        let answer = link.run(request.body);
        link.deliver_with(request.id, shape, answer, |link, body| {
            if truncates && body.len() > MOST_TEXT as u64 {
                let text = body.into_bytes();
                let kept = prefix(&text, MOST_TEXT - TRUNCATED.len());
                let text = [kept, TRUNCATED.as_bytes()].concat();
                link.send(request.id, shape.kind, &text);
            } else {
                link.send(request.id, shape.kind, &body.into_bytes());
            }
        });
    }

    fn other(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        link.send(request.id, -1, b"Cannot handle command");
        link.end(End::Close);
    }
}
