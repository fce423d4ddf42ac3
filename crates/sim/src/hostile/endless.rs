//! What never stops.

use rcon_proto::Packet;

use crate::outbox::Source;

/// The same bytes, for ever.
pub(super) struct Endless(pub(super) Vec<u8>);

impl Endless {
    pub(super) fn packets(id: i32, kind: i32, body: &[u8]) -> Self {
        let packet = Packet::new(id, kind, body).encode();
        let count = 16 * 1024 / packet.len() + 1;
        Self(packet.repeat(count))
    }
}

impl Source for Endless {
    fn pull(&mut self, out: &mut Vec<u8>) -> bool {
        out.extend_from_slice(&self.0);
        true
    }
}
