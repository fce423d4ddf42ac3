//! Palworld: every reply has id 0, whatever the request's was. A reply with
//! text beyond ASCII announces more bytes than it sends.

use rcon_proto::{MIN_SIZE, PacketRef, SERVERDATA_RESPONSE_VALUE, encode_into};

use crate::world::Item;

use super::plain::Plain;
use super::{Dialect, Link};

/// See the module's documentation.
#[derive(Default)]
pub(super) struct Palworld {
    plain: Plain,
}

impl Dialect for Palworld {
    fn base(&mut self) -> &mut dyn Dialect {
        &mut self.plain
    }

    fn command(&mut self, request: PacketRef<'_>, link: &mut Link<'_, '_>) {
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
        link.deliver(0, self.shape(), answer);
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
