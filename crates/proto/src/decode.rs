//! Finding packets in bytes. Nothing is allocated here: a decoded packet
//! borrows from the buffer, and a size is checked before anyone acts on it.

use crate::packet::{HEADER_LEN, MIN_SIZE, PacketRef};

/// What the front of a buffer holds. There are no more cases, so this is not
/// `#[non_exhaustive]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// A whole packet, and what follows it.
    Packet {
        /// The packet, its body without terminators.
        packet: PacketRef<'a>,
        /// The bytes after the packet.
        rest: &'a [u8],
    },
    /// The bytes so far are the beginning of a packet. Not an error: read
    /// more and ask again.
    NeedMore {
        /// How many bytes are missing at the least.
        missing: usize,
    },
}

/// Why bytes cannot be a packet. There is no reading on behind one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The announced size is negative or less than [`MIN_SIZE`].
    #[error("a packet announces a size of {size}; the least is {MIN_SIZE}")]
    TooSmall {
        /// The size field as it was read.
        size: i32,
    },
}

/// The three numbers in front of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// What the packet announces to follow its size field, in bytes.
    /// Between [`MIN_SIZE`] and `i32::MAX`.
    pub(crate) size: usize,
    /// See [`Packet::id`](crate::Packet::id).
    pub(crate) id: i32,
    /// See [`Packet::kind`](crate::Packet::kind).
    pub(crate) kind: i32,
}

impl Header {
    /// Bytes that follow the header: the body and whatever terminates it.
    pub(crate) fn tail_len(&self) -> usize {
        // `size` is at least MIN_SIZE, so this cannot underflow.
        self.size + 4 - HEADER_LEN
    }
}

/// Reads a size field. `None` when fewer than four bytes are there.
///
/// # Errors
///
/// [`FrameError::TooSmall`] as soon as the four bytes are there.
pub(crate) fn size(bytes: &[u8]) -> Result<Option<usize>, FrameError> {
    let Some(field) = bytes.first_chunk::<4>() else {
        return Ok(None);
    };
    let size = i32::from_le_bytes(*field);
    match usize::try_from(size) {
        Ok(n) if n >= MIN_SIZE => Ok(Some(n)),
        _ => Err(FrameError::TooSmall { size }),
    }
}

/// Reads a header. `None` when it is not whole yet.
///
/// # Errors
///
/// [`FrameError::TooSmall`] as soon as the size field is there.
pub(crate) fn header(bytes: &[u8]) -> Result<Option<Header>, FrameError> {
    let Some(size) = size(bytes)? else {
        return Ok(None);
    };
    let Some([_, _, _, _, i0, i1, i2, i3, k0, k1, k2, k3]) = bytes.first_chunk::<HEADER_LEN>()
    else {
        return Ok(None);
    };
    Ok(Some(Header {
        size,
        id: i32::from_le_bytes([*i0, *i1, *i2, *i3]),
        kind: i32::from_le_bytes([*k0, *k1, *k2, *k3]),
    }))
}

/// How many of the last bytes of a packet are its terminators. `tail` is what
/// follows the header. The protocol has two NULs, and servers send none, one
/// or three; at most two are taken here, so that every body that
/// [`encode_into`](crate::encode_into) can write is read back as it was, also
/// one that ends in a NUL. A third is a matter for whoever reads the body as
/// text.
pub(crate) fn terminators(tail: &[u8]) -> usize {
    tail.iter().rev().take(2).take_while(|&&b| b == 0).count()
}

/// Reads one packet from the front of `bytes`.
///
/// # Errors
///
/// [`FrameError`] when the announced size cannot be a packet's. It is told as
/// soon as the four bytes of the size are there.
///
/// ```
/// use rcon_proto::{Decoded, decode};
///
/// let wire = b"\x0c\0\0\0\x01\0\0\0\0\0\0\0ok\0\0\x0a\0";
/// let Ok(Decoded::Packet { packet, rest }) = decode(wire) else {
///     panic!("a whole packet is there");
/// };
/// assert_eq!((packet.id, packet.body), (1, &b"ok"[..]));
/// assert_eq!(decode(rest), Ok(Decoded::NeedMore { missing: 12 }));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, FrameError> {
    let Some(size) = size(bytes)? else {
        let missing = MIN_SIZE + 4 - bytes.len();
        return Ok(Decoded::NeedMore { missing });
    };
    let whole = size + 4;
    match (header(bytes)?, bytes.split_at_checked(whole)) {
        (Some(header), Some((packet, rest))) => {
            let tail = &packet[HEADER_LEN..];
            let body = &tail[..tail.len() - terminators(tail)];
            let packet = PacketRef {
                id: header.id,
                kind: header.kind,
                body,
            };
            Ok(Decoded::Packet { packet, rest })
        }
        _ => Ok(Decoded::NeedMore {
            missing: whole - bytes.len(),
        }),
    }
}
