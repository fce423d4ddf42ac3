//! How servers find packets in what they read.

use rcon_proto::{Decoded, Packet, decode};

/// How a server finds packets in what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Properly, wherever the segment borders are.
    Stream,
    /// Properly, but of several packets in one segment only the first is
    /// handled until more bytes come.
    FirstOfSegment,
    /// Properly, but one packet for each read: what follows it in a segment waits
    /// for the next ones.
    OneEachRead,
    /// Properly, but after the login each packet is handled when the next one
    /// comes.
    OneBehind,
    /// A read of at most this many bytes is a packet. What to do where it is
    /// not exactly one is the other value.
    PerRead(usize, Mismatch),
    /// Everything that is there is taken at once: fewer bytes than `least`
    /// wait for more, more than `most` end the connection. The first packet is
    /// handled, and what follows it is lost.
    Available { least: usize, most: usize },
}

/// What a server that takes a read for a packet does with more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// Closes.
    Close,
    /// Takes the first packet and loses what follows it; closes where there is
    /// no whole one.
    LoseRest,
    /// Reads into a buffer of NULs as long as the read may be, and takes the
    /// first packet out of that, whole or not; loses what follows it.
    FillUp,
    /// Takes all of it for one packet, whatever its size says: what follows the
    /// first packet becomes part of the command.
    Glue,
}

impl Reads {
    /// Most bytes of one read.
    pub(crate) fn most(self) -> usize {
        match self {
            Self::PerRead(most, _) => most,
            _ => 16 * 1024,
        }
    }
}

/// A packet whose body is all that was read behind the header, but for the two
/// NULs at the end.
pub(super) fn glued(bytes: &[u8]) -> Option<Packet> {
    let field = |at: usize| {
        let bytes = bytes.get(at..)?.first_chunk::<4>()?;
        Some(i32::from_le_bytes(*bytes))
    };
    let body = bytes.get(12..bytes.len().checked_sub(2)?)?;
    Some(Packet::new(field(4)?, field(8)?, body))
}

/// Whole packets in bytes that nobody will look at.
pub(super) fn packets_in(mut bytes: &[u8]) -> u64 {
    let mut count = 0;
    while let Ok(Decoded::Packet { rest, .. }) = decode(bytes) {
        bytes = rest;
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_glued_is_one_packet_with_the_rest_in_its_body() {
        let one = Packet::new(7, 2, "say a").encode();
        assert_eq!(glued(&one), Some(Packet::new(7, 2, "say a")));
        let two = [one, Packet::new(9, 0, "").encode()].concat();
        let packet = glued(&two).expect("one packet");
        assert_eq!((packet.id, packet.kind), (7, 2));
        assert!(packet.body.starts_with(b"say a\0\0"));
        assert_eq!(glued(&two[..13]), None);
    }

    #[test]
    fn packets_that_are_lost_are_counted() {
        let bytes = Packet::new(9, 0, "").encode().repeat(3);
        assert_eq!(packets_in(&bytes), 3);
        assert_eq!(packets_in(&bytes[1..]), 0);
    }
}
