//! The bytes that a server has sent and nobody has looked at yet, and the
//! cutting of packets out of them. A packet that is being waited for anyway
//! is handed on in parts, as it arrives, so that the buffer does not grow
//! with what a server announces.

use std::ops::Range;

use crate::decode::{FrameError, Header, header, size, terminators};
use crate::packet::HEADER_LEN;

/// Size of the buffer while nothing larger has to be held, in bytes.
const BASE: usize = 64 * 1024;

/// Bytes at the end of an unfinished packet that are not handed on yet: they
/// may turn out to be its terminators, of which up to three are seen.
const HELD_BACK: usize = 3;

/// Squad sends these behind the second answer to a probe, outside any packet.
const STRAY: [u8; 7] = [0, 1, 0, 0, 0, 0, 0];

/// What is to be done with a packet that is not whole yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handling {
    /// Hand its body on as it comes.
    Stream,
    /// Wait until it is whole, unless it announces more than this many bytes.
    Whole { limit: usize },
}

/// A packet's body, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) header: Header,
    /// Where in the buffer; see [`Inbound::bytes`].
    pub(crate) range: Range<usize>,
    pub(crate) first: bool,
    pub(crate) last: bool,
}

/// Why nothing more can be read from this stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bad {
    Frame(FrameError),
    /// A packet announces more than is allowed here.
    TooLarge {
        size: usize,
        limit: usize,
    },
}

/// A packet of which some parts have been handed on.
#[derive(Debug, Clone, Copy)]
struct Open {
    header: Header,
    /// Bytes of its tail that have not been handed on.
    remaining: usize,
    first: bool,
}

#[derive(Debug)]
pub(crate) struct Inbound {
    buf: Vec<u8>,
    start: usize,
    end: usize,
    open: Option<Open>,
    stray_possible: bool,
    max_size: usize,
}

impl Inbound {
    pub(crate) fn new() -> Self {
        Self {
            buf: Vec::new(),
            start: 0,
            end: 0,
            open: None,
            stray_possible: false,
            max_size: usize::MAX,
        }
    }

    /// No packet may announce a size beyond this; told from the size field
    /// alone.
    pub(crate) fn limit_size(&mut self, bytes: usize) {
        self.max_size = bytes;
    }

    /// Room to read into, never empty.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
            if self.buf.len() != BASE {
                // Also the way back after a large packet was held.
                self.buf = vec![0; BASE];
            }
        } else if self.buf.len() - self.end < BASE / 4 {
            self.buf.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            if self.buf.len() - self.end < BASE / 4 {
                // Only what has arrived makes the buffer grow, never what
                // was announced.
                self.buf.resize(self.buf.len() * 2, 0);
            }
        }
        &mut self.buf[self.end..]
    }

    /// So many bytes were read into [`space`](Self::space).
    pub(crate) fn received(&mut self, count: usize) {
        self.end = self.buf.len().min(self.end + count);
    }

    /// The bytes of a part. Valid until the next call of `space`.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.buf.get(range).unwrap_or_default()
    }

    /// What has not been handed on, for a message that shows what came.
    pub(crate) fn unread(&self) -> &[u8] {
        self.bytes(self.start..self.end)
    }

    /// From here on the stray bytes of Squad may stand at the next border.
    pub(crate) fn expect_stray(&mut self) {
        self.stray_possible = true;
    }

    /// The packet that has begun and is not whole.
    pub(crate) fn unfinished(&self) -> Option<Header> {
        if let Some(open) = self.open {
            return Some(open.header);
        }
        let data = self.unread();
        let header = header(data).ok().flatten()?;
        (data.len() < header.size + 4).then_some(header)
    }

    /// Whether the stream rests at a border between packets.
    pub(crate) fn at_border(&self) -> bool {
        self.open.is_none() && self.start == self.end
    }

    /// The next part that can be handed on.
    ///
    /// Invariant of the loop: what lies between `start` and `end` begins at a
    /// packet's border, or, while `open` is set, inside of that packet's tail.
    pub(crate) fn next(
        &mut self,
        mut handling: impl FnMut(&Header) -> Handling,
    ) -> Result<Option<Part>, Bad> {
        loop {
            if let Some(open) = self.open {
                return Ok(self.next_of_open(open));
            }
            if !self.skip_stray() {
                return Ok(None);
            }
            let data = self.unread();
            match size(data).map_err(Bad::Frame)? {
                None => return Ok(None),
                Some(size) if size > self.max_size => {
                    return Err(Bad::TooLarge {
                        size,
                        limit: self.max_size,
                    });
                }
                Some(_) => {}
            }
            let Some(header) = header(data).map_err(Bad::Frame)? else {
                return Ok(None);
            };
            if data.len() < header.size + 4 {
                match handling(&header) {
                    Handling::Whole { limit } if header.size > limit => {
                        return Err(Bad::TooLarge {
                            size: header.size,
                            limit,
                        });
                    }
                    Handling::Whole { .. } => return Ok(None),
                    Handling::Stream => {}
                }
            }
            self.start += HEADER_LEN;
            self.open = Some(Open {
                header,
                remaining: header.tail_len(),
                first: true,
            });
        }
    }

    fn next_of_open(&mut self, open: Open) -> Option<Part> {
        let available = self.end - self.start;
        let last = available >= open.remaining;
        let (taken, shown) = if last {
            let tail = &self.buf[self.start..self.start + open.remaining];
            (open.remaining, open.remaining - terminators(tail))
        } else {
            let shown = available.saturating_sub(HELD_BACK);
            if shown == 0 {
                return None;
            }
            (shown, shown)
        };
        let part = Part {
            header: open.header,
            range: self.start..self.start + shown,
            first: open.first,
            last,
        };
        self.start += taken;
        self.open = (!last).then_some(Open {
            remaining: open.remaining - taken,
            first: false,
            ..open
        });
        Some(part)
    }

    /// Drops Squad's stray bytes. `false` while too few bytes are there to
    /// tell.
    fn skip_stray(&mut self) -> bool {
        if !self.stray_possible {
            return true;
        }
        let data = self.unread();
        if data.starts_with(&STRAY) {
            self.start += STRAY.len();
            self.stray_possible = false;
            return true;
        }
        if STRAY.starts_with(data) {
            return false;
        }
        self.stray_possible = false;
        true
    }

    /// Whether the stream rests inside a packet that could be one of
    /// Palworld's: it announced more bytes than are sent, and what there is
    /// ends as a packet does.
    pub(crate) fn rests_in_short_packet(&self) -> bool {
        match self.open {
            Some(_) => self.unread().ends_with(&[0, 0]),
            None => self
                .unread()
                .get(HEADER_LEN..)
                .is_some_and(|tail| tail.len() > 2 && tail.ends_with(&[0, 0])),
        }
    }

    /// Takes such a packet for whole.
    pub(crate) fn take_short(&mut self) -> Option<Part> {
        if !self.rests_in_short_packet() {
            return None;
        }
        let open = if let Some(open) = self.open {
            open
        } else {
            let header = header(self.unread()).ok().flatten()?;
            self.start += HEADER_LEN;
            Open {
                header,
                remaining: header.tail_len(),
                first: true,
            }
        };
        self.next_of_open(Open {
            remaining: self.end - self.start,
            ..open
        })
    }
}

#[cfg(test)]
mod tests {
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
        let packet = (any::<i32>(), any::<i32>(), body)
            .prop_map(|(id, kind, body)| Packet::new(id, kind, body));
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
}
