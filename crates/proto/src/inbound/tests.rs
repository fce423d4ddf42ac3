use super::*;
use crate::packet::Packet;
use proptest::prelude::*;

fn feed(inbound: &mut Inbound, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let space = inbound.space();
        let n = space.len().min(bytes.len());
        space[..n].copy_from_slice(&bytes[..n]);
        inbound.received(n);
        bytes = &bytes[n..];
    }
}

/// Everything that comes out for this input cut into these pieces.
fn read(pieces: &[&[u8]], handling: Handling) -> Vec<Packet> {
    let mut inbound = Inbound::new();
    let mut packets: Vec<Packet> = Vec::new();
    for piece in pieces {
        feed(&mut inbound, piece);
        while let Some(part) = inbound.next(|_| handling).expect("good packets") {
            let bytes = inbound.bytes(part.range.clone());
            if part.first {
                packets.push(Packet::new(part.header.id, part.header.kind, bytes));
            } else {
                let packet = packets.last_mut().expect("a first part came before");
                packet.body.extend_from_slice(bytes);
            }
        }
    }
    assert!(inbound.at_border(), "everything was handed on");
    packets
}

fn packets() -> impl Strategy<Value = Vec<Packet>> {
    let body = prop::collection::vec(any::<u8>(), 0..300);
    let packet =
        (any::<i32>(), any::<i32>(), body).prop_map(|(id, kind, body)| Packet::new(id, kind, body));
    prop::collection::vec(packet, 0..8)
}

proptest! {
    #[test]
    fn a_stream_cut_anywhere_holds_the_same_packets(
        packets in packets(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
        streamed in any::<bool>(),
    ) {
        let wire: Vec<u8> = packets.iter().flat_map(Packet::encode).collect();
        let mut at: Vec<usize> = cuts.iter().map(|c| c.index(wire.len() + 1)).collect();
        at.extend([0, wire.len()]);
        at.sort_unstable();
        let pieces: Vec<&[u8]> = at.windows(2).map(|w| &wire[w[0]..w[1]]).collect();
        let handling = if streamed {
            Handling::Stream
        } else {
            Handling::Whole { limit: 1 << 20 }
        };
        prop_assert_eq!(read(&pieces, handling), packets);
    }
}

#[test]
fn what_is_announced_takes_no_memory() {
    let mut inbound = Inbound::new();
    feed(&mut inbound, &0x7fff_ffff_i32.to_le_bytes());
    feed(&mut inbound, &[0; 8]);
    let result = inbound.next(|_| Handling::Whole { limit: 1 << 20 });
    assert!(matches!(
        result,
        Err(Bad::TooLarge {
            size: 0x7fff_ffff,
            ..
        })
    ));
    assert!(inbound.buf.len() <= BASE);
}

#[test]
fn a_held_packet_gives_its_memory_back() {
    let body = vec![b'x'; 5 * BASE];
    let mut inbound = Inbound::new();
    feed(&mut inbound, &Packet::new(1, 0, body).encode());
    assert!(inbound.buf.len() > BASE);
    let whole = inbound.next(|_| Handling::Whole { limit: 1 << 20 });
    assert_eq!(whole.map(|p| p.map(|p| p.range.len())), Ok(Some(5 * BASE)));
    assert_eq!(inbound.space().len(), BASE);
}

#[test]
fn a_size_that_is_none_is_told_at_its_fourth_byte() {
    for size in [-1, 0, 9, i32::MIN] {
        let mut inbound = Inbound::new();
        feed(&mut inbound, &size.to_le_bytes());
        let result = inbound.next(|_| Handling::Stream);
        assert_eq!(result, Err(Bad::Frame(FrameError::TooSmall { size })));
    }
}

#[test]
fn stray_bytes_are_dropped_at_the_border_only() {
    let next = Packet::new(5, 0, "ok");
    for cut in 0..=STRAY.len() {
        let mut inbound = Inbound::new();
        inbound.expect_stray();
        feed(&mut inbound, &STRAY[..cut]);
        assert_eq!(inbound.next(|_| Handling::Stream), Ok(None), "{cut}");
        feed(&mut inbound, &STRAY[cut..]);
        feed(&mut inbound, &next.encode());
        let part = inbound
            .next(|_| Handling::Stream)
            .expect("good")
            .expect("whole");
        assert_eq!(inbound.bytes(part.range), b"ok");
    }
}

#[test]
fn a_packet_of_256_bytes_is_not_mistaken_for_stray_bytes() {
    let packet = Packet::new(10_003, 0, vec![b'y'; 246]);
    let mut inbound = Inbound::new();
    inbound.expect_stray();
    feed(&mut inbound, &packet.encode());
    let part = inbound
        .next(|_| Handling::Stream)
        .expect("good")
        .expect("whole");
    assert_eq!(inbound.bytes(part.range).len(), 246);
}

#[test]
fn a_short_packet_is_taken_when_it_ends_as_one() {
    for handling in [Handling::Stream, Handling::Whole { limit: 1 << 20 }] {
        let mut wire = Packet::new(0, 0, "Größe").encode();
        wire[0] += 2;
        let mut inbound = Inbound::new();
        feed(&mut inbound, &wire);
        let mut seen = Vec::new();
        while let Some(part) = inbound.next(|_| handling).expect("good") {
            seen.extend_from_slice(inbound.bytes(part.range));
        }
        let part = inbound.take_short().expect("it ends in two NULs");
        assert!(part.last);
        seen.extend_from_slice(inbound.bytes(part.range));
        assert_eq!(seen, "Größe".as_bytes());
        assert!(inbound.at_border());
    }
}

#[test]
fn a_packet_without_a_body_yet_is_not_a_short_one() {
    let mut inbound = Inbound::new();
    feed(
        &mut inbound,
        &Packet::new(0, 0, "abc").encode()[..HEADER_LEN],
    );
    assert!(!inbound.rests_in_short_packet());
    assert_eq!(inbound.take_short(), None);
}
