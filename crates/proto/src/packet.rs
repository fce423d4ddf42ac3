//! What a packet is.
//!
//! On the wire a packet is `size | id | type | body | 00 00`, the three
//! numbers little-endian `i32`. `size` counts everything after itself, so it
//! is at least [`MIN_SIZE`] (Valve, "Source RCON Protocol").

use crate::decode::{Decoded, FrameError, decode};

/// Type of a request that carries the password.
pub const SERVERDATA_AUTH: i32 = 3;
/// Type of the answer to [`SERVERDATA_AUTH`]. Shares its value with
/// [`SERVERDATA_EXECCOMMAND`]; which one a 2 is depends on the direction.
pub const SERVERDATA_AUTH_RESPONSE: i32 = 2;
/// Type of a request that carries a console command.
pub const SERVERDATA_EXECCOMMAND: i32 = 2;
/// Type of a packet that carries (a part of) a reply.
pub const SERVERDATA_RESPONSE_VALUE: i32 = 0;

/// The least `size` a packet can announce, in bytes: id, type and two NULs.
pub const MIN_SIZE: usize = 10;

/// Bytes of a packet that come before its body: size, id and type.
pub const HEADER_LEN: usize = 12;

/// Bytes of a packet that are not its body: the header and two NULs.
pub const OVERHEAD: usize = HEADER_LEN + 2;

/// One message, owned: what [`encode`](Packet::encode) sends and what
/// [`PacketRef::to_packet`] keeps.
///
/// ```
/// use rcon_proto::{Decoded, Packet, SERVERDATA_EXECCOMMAND};
///
/// let packet = Packet::new(7, SERVERDATA_EXECCOMMAND, "status");
/// let bytes = packet.encode();
/// assert_eq!(bytes.len(), 4 + 10 + "status".len());
///
/// let Decoded::Packet { packet: read, rest } = Packet::decode(&bytes)? else {
///     panic!("the bytes are whole");
/// };
/// assert_eq!(read.to_packet(), packet);
/// assert!(rest.is_empty());
/// # Ok::<(), rcon_proto::FrameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// Chosen by the client; the server mirrors it. -1 in an auth answer is a
    /// refusal.
    pub id: i32,
    /// The wire's `type`. Servers send values beyond the four named ones
    /// (Squad 1, Rust 4, some reimplementations -1), so it is a number.
    pub kind: i32,
    /// The body without its terminators. May hold NULs.
    pub body: Vec<u8>,
}

impl Packet {
    /// A packet of this id, type and body.
    pub fn new(id: i32, kind: i32, body: impl Into<Vec<u8>>) -> Self {
        Self {
            id,
            kind,
            body: body.into(),
        }
    }

    /// The bytes of this packet, terminated by two NULs.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.body.len() + OVERHEAD);
        encode_into(&mut out, self.id, self.kind, &self.body);
        out
    }

    /// Reads one packet from the front of `bytes`; see [`decode`].
    ///
    /// # Errors
    ///
    /// [`FrameError`] when the announced size cannot be a packet's.
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, FrameError> {
        decode(bytes)
    }
}

/// One message, borrowed from the buffer that it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PacketRef<'a> {
    /// See [`Packet::id`].
    pub id: i32,
    /// See [`Packet::kind`].
    pub kind: i32,
    /// See [`Packet::body`].
    pub body: &'a [u8],
}

impl PacketRef<'_> {
    /// An owned copy.
    pub fn to_packet(&self) -> Packet {
        Packet::new(self.id, self.kind, self.body)
    }
}

/// Appends one packet's bytes to `out`.
///
/// The size is computed in 32 bits as the wire has it; a body of 2 GiB or
/// more has no encoding, and limits far below that are checked before a
/// command gets here.
///
/// ```
/// let mut wire = Vec::new();
/// rcon_proto::encode_into(&mut wire, 1, rcon_proto::SERVERDATA_AUTH, b"pw");
/// assert_eq!(wire, b"\x0c\0\0\0\x01\0\0\0\x03\0\0\0pw\0\0");
/// ```
pub fn encode_into(out: &mut Vec<u8>, id: i32, kind: i32, body: &[u8]) {
    let size = i32::try_from(body.len() + MIN_SIZE).unwrap_or(i32::MAX);
    out.reserve(body.len() + OVERHEAD);
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&id.to_le_bytes());
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(&[0, 0]);
}
