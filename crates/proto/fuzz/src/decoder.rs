//! Finding packets in any bytes.

use rcon_proto::{Decoded, FrameError, Packet, decode};

/// The protocol's own numbers, said a second time: size, id and type stand
/// before a body, two NULs behind it, and a size counts all but itself.
const HEADER_LEN: usize = 12;
const OVERHEAD: usize = HEADER_LEN + 2;
const MIN_SIZE: usize = OVERHEAD - 4;

/// Reads packets from the front of `data` until there is none left.
///
/// # Panics
///
/// When reading makes no progress, takes other bytes than the size field
/// says, asks for more or for fewer bytes than are missing, or when what was
/// read does not survive being written and read again.
pub fn check(data: &[u8]) {
    let mut input = data;
    loop {
        match decode(input) {
            Ok(Decoded::Packet { packet, rest }) => {
                let size = size_field(input).expect("a packet has a size");
                let taken = input.len() - rest.len();
                assert_eq!(taken, 4 + usize::try_from(size).expect("not negative"));
                assert!(input.ends_with(rest));
                let body = &input[HEADER_LEN..taken];
                assert!(body.starts_with(packet.body));
                let dropped = &body[packet.body.len()..];
                assert!(dropped.len() <= 2 && dropped.iter().all(|&b| b == 0));
                survives_a_round_trip(&packet.to_packet());
                input = rest;
            }
            Ok(Decoded::NeedMore { missing }) => {
                asks_for_what_is_missing(input, missing);
                return;
            }
            Err(FrameError::TooSmall { size }) => {
                assert_eq!(size_field(input), Some(size));
                assert!(size < 10);
                return;
            }
            Err(other) => panic!("an error that this check does not know: {other}"),
        }
    }
}

fn size_field(input: &[u8]) -> Option<i32> {
    input.first_chunk().map(|field| i32::from_le_bytes(*field))
}

fn survives_a_round_trip(packet: &Packet) {
    let mut wire = packet.encode();
    assert_eq!(wire.len(), packet.body.len() + OVERHEAD);
    wire.extend_from_slice(b"what follows");
    let Ok(Decoded::Packet { packet: read, rest }) = decode(&wire) else {
        panic!("a packet that was written is not read");
    };
    assert_eq!(read.to_packet(), *packet);
    assert_eq!(rest, b"what follows");
}

fn asks_for_what_is_missing(input: &[u8], missing: usize) {
    let size = size_field(input).map(usize::try_from);
    let whole = 4 + match size {
        Some(size) => size.expect("not negative"),
        None => MIN_SIZE,
    };
    assert_eq!(input.len() + missing, whole);
    // One byte less is not enough, and that many are.
    if whole <= 1 << 16 && input.len() >= 4 {
        let mut longer = input.to_vec();
        longer.resize(whole - 1, b'x');
        assert!(matches!(
            decode(&longer),
            Ok(Decoded::NeedMore { missing: 1 })
        ));
        longer.push(b'x');
        assert!(matches!(
            decode(&longer),
            Ok(Decoded::Packet { rest: [], .. })
        ));
    }
}
