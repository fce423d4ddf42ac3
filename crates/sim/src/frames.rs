//! How a reply's text becomes packets: one type for all the ways in which
//! servers cut it.

use crate::body::Body;
use crate::outbox::Source;

/// Where a server cuts a reply into packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// After the last newline that fits into this many bytes of body, as
    /// Source does.
    Lines(usize),
    /// After this many characters, as Minecraft does.
    Chars(usize),
    /// After every line, as Pumpkin does; the newline itself is not sent.
    EachLine,
    /// Nowhere: one packet of any size.
    Never,
}

/// What is the same in every packet of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Where the text is cut.
    pub(crate) cut: Cut,
    /// The packets' type.
    pub(crate) kind: i32,
    /// NULs at the end of each packet.
    pub(crate) nuls: usize,
    /// Whether an empty text is one empty packet, or none.
    pub(crate) empty: bool,
}

impl Shape {
    /// One packet of type 0, ended by two NULs, also for an empty text.
    pub(crate) const PLAIN: Self = Self {
        cut: Cut::Never,
        kind: 0,
        nuls: 2,
        empty: true,
    };
}

/// Most that one pull of a streamed packet yields, in bytes.
const PIECE: usize = 64 * 1024;

/// A reply on its way out, made packet by packet.
pub(crate) struct Frames {
    id: i32,
    shape: Shape,
    body: Body,
    /// Text taken from `body` that is not in a packet yet.
    pending: Vec<u8>,
    started: bool,
    /// Whether the header of a packet that is sent in pieces is out.
    inside: bool,
}

impl Frames {
    pub(crate) fn new(id: i32, shape: Shape, body: Body) -> Self {
        Self {
            id,
            shape,
            body,
            pending: Vec::new(),
            started: false,
            inside: false,
        }
    }

    fn packet(&self, out: &mut Vec<u8>, body: &[u8]) {
        self.header(out, body.len() as u64);
        out.extend_from_slice(body);
        self.terminate(out);
    }

    fn header(&self, out: &mut Vec<u8>, body: u64) {
        let size = i32::try_from(body + 8 + self.shape.nuls as u64).unwrap_or(i32::MAX);
        for field in [size, self.id, self.shape.kind] {
            out.extend_from_slice(&field.to_le_bytes());
        }
    }

    fn terminate(&self, out: &mut Vec<u8>) {
        out.resize(out.len() + self.shape.nuls, 0);
    }

    /// One packet that may be too large to be made at once.
    fn pull_whole(&mut self, out: &mut Vec<u8>) -> bool {
        if !self.inside {
            self.inside = true;
            self.header(out, self.body.len());
        }
        let full = out.len() + PIECE;
        self.body.fill(out, full);
        let more = !self.body.is_empty();
        if !more {
            self.terminate(out);
        }
        more
    }
}

impl Source for Frames {
    fn pull(&mut self, out: &mut Vec<u8>) -> bool {
        // A packet for each line makes hundreds of small ones, and a write for
        // each of them takes long on a machine that has much to do.
        let full = out.len() + PIECE;
        loop {
            let more = self.pull_packet(out);
            if !more || self.shape.cut != Cut::EachLine || out.len() >= full {
                return more;
            }
        }
    }
}

impl Frames {
    fn pull_packet(&mut self, out: &mut Vec<u8>) -> bool {
        let first = !self.started;
        self.started = true;
        if self.shape.cut == Cut::Never && !(self.body.is_empty() && first) {
            return self.pull_whole(out);
        }
        let want = match self.shape.cut {
            Cut::Lines(max) => max,
            // A character has at most four bytes in UTF-8.
            Cut::Chars(max) => max * 4,
            Cut::EachLine | Cut::Never => PIECE,
        };
        self.body.fill(&mut self.pending, want);
        if self.pending.is_empty() {
            if first && self.shape.empty {
                self.packet(out, &[]);
            }
            return false;
        }
        let (taken, dropped) = cut_at(self.shape.cut, &self.pending);
        let rest = self.pending.split_off(taken + dropped);
        let mut part = std::mem::replace(&mut self.pending, rest);
        part.truncate(taken);
        self.packet(out, &part);
        !(self.pending.is_empty() && self.body.is_empty())
    }
}

/// How many of `text`'s bytes go into the next packet, and how many after
/// them are dropped. Their sum is never 0 where `text` is not empty.
fn cut_at(cut: Cut, text: &[u8]) -> (usize, usize) {
    match cut {
        Cut::Never => (text.len(), 0),
        Cut::EachLine => match text.iter().position(|&b| b == b'\n') {
            Some(at) => (at, 1),
            None => (text.len(), 0),
        },
        Cut::Lines(max) if text.len() <= max => (text.len(), 0),
        Cut::Lines(max) => match text[..max].iter().rposition(|&b| b == b'\n') {
            Some(at) => (at + 1, 0),
            None => (max, 0),
        },
        // A byte a character: most replies, found out faster.
        Cut::Chars(max) if text.get(..max).is_some_and(<[u8]>::is_ascii) => (max, 0),
        Cut::Chars(max) => {
            // Every byte that does not continue a character begins one.
            let begins = text.iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80);
            let end = begins.map(|(at, _)| at).filter(|&at| at > 0).nth(max - 1);
            (end.unwrap_or(text.len()), 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcon_proto::{Decoded, decode};

    fn bodies(cut: Cut, empty: bool, body: Body) -> Vec<Vec<u8>> {
        let shape = Shape {
            cut,
            empty,
            ..Shape::PLAIN
        };
        let mut frames = Frames::new(5, shape, body);
        let mut wire = Vec::new();
        while frames.pull(&mut wire) {}
        let (mut rest, mut bodies) = (&wire[..], Vec::new());
        while let Ok(Decoded::Packet { packet, rest: more }) = decode(rest) {
            assert_eq!((packet.id, packet.kind), (5, 0));
            bodies.push(packet.body.to_vec());
            rest = more;
        }
        assert!(rest.is_empty(), "bytes outside a packet");
        bodies
    }

    #[test]
    fn source_cuts_on_line_borders() {
        let parts = bodies(Cut::Lines(4000), true, Body::lines(2000));
        assert!(parts.len() > 4);
        assert!(parts.iter().all(|p| p.len() <= 4000 && p.ends_with(b"\n")));
        let long = bodies(Cut::Lines(10), true, "a line with no end".into());
        assert_eq!(long.concat(), b"a line with no end");
        assert!(long.iter().all(|p| p.len() <= 10));
    }

    #[test]
    fn minecraft_cuts_after_characters_not_bytes() {
        let text = "\u{a7}a\u{20ac}".repeat(3000);
        let parts = bodies(Cut::Chars(4096), true, text.clone().into());
        let counts = parts
            .iter()
            .map(|p| String::from_utf8_lossy(p).chars().count());
        assert_eq!(counts.collect::<Vec<_>>(), [4096, 4096, 808]);
        assert_eq!(parts.concat(), text.as_bytes());
    }

    #[test]
    fn a_text_of_exactly_one_part_is_one_packet() {
        let parts = bodies(Cut::Chars(4096), true, "x".repeat(4096).into());
        assert_eq!(parts.len(), 1);
    }

    #[test]
    fn pumpkin_sends_a_packet_a_line_and_none_for_nothing() {
        assert_eq!(
            bodies(Cut::EachLine, false, "one\ntwo\n".into()),
            [b"one", b"two"]
        );
        assert!(bodies(Cut::EachLine, false, "".into()).is_empty());
    }

    #[test]
    fn one_packet_of_any_size_is_made_in_pieces() {
        let parts = bodies(Cut::Never, true, Body::pattern(1_000_000));
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].len(), 1_000_000);
        assert_eq!(bodies(Cut::Never, true, "".into()), [b""]);
    }
}
