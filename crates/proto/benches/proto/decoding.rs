//! Packets in bytes that are at hand.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rcon_proto::{Decoded, Packet, SERVERDATA_RESPONSE_VALUE, decode};

use crate::measure;

/// A full packet of Source: 4096 bytes and what is around them.
const BODY: usize = 4096;

pub(crate) fn measure() {
    let packet = Packet::new(7, SERVERDATA_RESPONSE_VALUE, vec![b'x'; BODY]).encode();
    let mut buffer = vec![0; 64 * 1024];
    for count in [256, 2560, 25_600] {
        let wire = packet.repeat(count);
        measure::row(
            "decode 4 KiB packets",
            "≥ 20 GB/s (5), no allocation",
            wire.len(),
            || assert_eq!(bodies(black_box(&wire)), count * BODY),
            || measure::copy(&wire, &mut buffer),
        );
    }
}

/// Bytes of all bodies.
fn bodies(mut wire: &[u8]) -> usize {
    let mut bytes = 0;
    while let Ok(Decoded::Packet { packet, rest }) = decode(wire) {
        bytes += black_box(packet).body.len();
        wire = rest;
    }
    bytes
}

/// What a packet costs besides its body, from bytes that the cache holds.
pub(crate) fn measure_header() {
    const PACKETS: u32 = 1000;
    let wire = Packet::new(7, SERVERDATA_RESPONSE_VALUE, "").encode();
    let wire = wire.repeat(PACKETS as usize);
    let mut best = Duration::MAX;
    for _ in 0..1000 {
        let began = Instant::now();
        assert_eq!(bodies(black_box(&wire)), 0);
        best = best.min(began.elapsed());
    }
    let each = best.as_secs_f64() * 1e9 / f64::from(PACKETS);
    println!("An empty packet is decoded in {each:.1} ns.");
}
