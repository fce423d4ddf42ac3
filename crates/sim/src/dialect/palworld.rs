//! Palworld: every reply has id 0, whatever the request's was. A reply with
//! text beyond ASCII announces more bytes than it sends. Some servers, or the
//! links to them, were seen to send a reply in two packets, 120 ms apart.

use std::time::Duration;

use rcon_proto::sums::{base64, from_base64};
use rcon_proto::{MIN_SIZE, PacketRef, SERVERDATA_RESPONSE_VALUE, encode_into};

use crate::frames::Frames;
use crate::world::Item;

use super::plain::Plain;
use super::{Dialect, Link};

/// How far apart the two parts of a reply are.
const GAP: Duration = Duration::from_millis(120);

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Palworld {
    plain: Plain,
    /// Whether a reply comes in two packets.
    parts: bool,
}

impl Palworld {
    /// One that sends its replies in two packets.
    pub(super) fn in_parts() -> Self {
        Self {
            plain: Plain,
            parts: true,
        }
    }
}

impl Palworld {
    /// With `PalDefender` and its `RCONbase64`: the bodies of commands and replies are
    /// base64 of UTF-8. What is none is refused in plain text.
    fn in_base64(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        let shape = self.shape();
        let Some(command) = from_base64(request.body) else {
            link.send(0, shape.kind, b"Invalid command");
            return;
        };
        let answer = link.run(&command);
        link.deliver_with(0, shape, answer, |link, body| {
            let text = base64(&body.into_bytes());
            link.stream(Frames::new(0, shape, text.into()));
        });
    }
}

impl Dialect for Palworld {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
        if link.host().options.base64 {
            self.in_base64(request, link);
            return;
        }
        let mut answer = link.run(request.body);
        for item in &mut answer.items {
            if let Item::Text(body) = item {
                // Only short texts hold anything but ASCII here.
                if let Some(text) = body.as_bytes() {
                    let beyond = text.iter().filter(|b| !b.is_ascii()).count();
                    if beyond > 0 {
                        *item = Item::Raw(overpromised(text, beyond));
                    }
                }
            }
        }
        let (shape, parts) = (self.shape(), self.parts);
        link.deliver_with(0, shape, answer, |link, body| {
            if parts && body.len() > 1 {
                let mut first = body.into_bytes();
                let second = first.split_off(first.len() / 2);
                link.send(0, shape.kind, &first);
                link.wait(GAP);
                link.send(0, shape.kind, &second);
            } else {
                link.stream(Frames::new(0, shape, body));
            }
        });
    }
}

/// A packet whose size counts `extra` bytes that never come.
fn overpromised(text: &[u8], extra: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_into(&mut bytes, 0, SERVERDATA_RESPONSE_VALUE, text);
    let size = i32::try_from(text.len() + MIN_SIZE + extra).unwrap_or(i32::MAX);
    bytes[..4].copy_from_slice(&size.to_le_bytes());
    bytes
}
