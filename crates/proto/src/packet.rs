//! What a packet is.
//!
//! On the wire a packet is `size | id | type | body | 00 00`, the three
//! numbers little-endian `i32`. `size` counts everything after itself, so it
//! is at least [`MIN_SIZE`] (Valve, "Source RCON Protocol").

use std::fmt;

use crate::text::{TextEncoding, TextError};

/// Type of a request that carries the password. The values of the four types
/// are those of Valve's page on the protocol.
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
pub(crate) const HEADER_LEN: usize = 12;

/// Bytes of a packet that are not its body: the header and two NULs.
pub(crate) const OVERHEAD: usize = HEADER_LEN + 2;

/// One message, owned: what [`encode`](Packet::encode) sends and what
/// [`PacketRef::to_packet`] keeps. Its `Debug` has the body's length and
/// nothing else of it: a login's is the password.
///
/// ```
/// use rcon_proto::{Decoded, Packet, SERVERDATA_EXECCOMMAND, decode};
///
/// let packet = Packet::new(7, SERVERDATA_EXECCOMMAND, "status");
/// let bytes = packet.encode();
/// assert_eq!(bytes.len(), 4 + 10 + "status".len());
///
/// let Decoded::Packet { packet: read, rest } = decode(&bytes)? else {
///     panic!("the bytes are whole");
/// };
/// assert_eq!(read.to_packet(), packet);
/// assert!(rest.is_empty());
/// assert_eq!(format!("{packet:?}"), "Packet { id: 7, kind: 2, body: 6 bytes }");
/// # Ok::<(), rcon_proto::FrameError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
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
    /// A packet of this id, type and body. A body in another encoding than
    /// UTF-8 is what [`TextEncoding::encode`] gives:
    ///
    /// ```
    /// use rcon_proto::{Latin1, Packet, SERVERDATA_EXECCOMMAND, TextEncoding};
    ///
    /// let packet = Packet::new(7, SERVERDATA_EXECCOMMAND, Latin1.encode("say é")?);
    /// assert_eq!(packet.body, b"say \xe9");
    /// # Ok::<(), rcon_proto::TextError>(())
    /// ```
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

    /// The body as text in this encoding. One packet of a reply may end in the
    /// middle of a character: join the bodies first, as a
    /// [`Reply`](crate::Reply) does.
    ///
    /// # Errors
    ///
    /// [`TextError`] says at which byte it is not.
    ///
    /// ```
    /// use rcon_proto::{Ascii, Packet, Utf8};
    ///
    /// let packet = Packet::new(7, 0, "5 €");
    /// assert_eq!(packet.text(&Utf8)?, "5 €");
    /// assert_eq!(packet.text(&Ascii).unwrap_err().position(), 2);
    /// # Ok::<(), rcon_proto::TextError>(())
    /// ```
    pub fn text(&self, encoding: &dyn TextEncoding) -> Result<String, TextError> {
        encoding.decode(&self.body)
    }
}

impl fmt::Debug for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "Packet", self.id, self.kind, &self.body)
    }
}

/// One message, borrowed from the buffer that it was read from: what
/// [`decode()`](crate::decode()) finds. Its `Debug` is as [`Packet`]'s.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PacketRef<'a> {
    /// See [`Packet::id`].
    pub id: i32,
    /// See [`Packet::kind`].
    pub kind: i32,
    /// See [`Packet::body`].
    pub body: &'a [u8],
}

impl PacketRef<'_> {
    /// An owned copy, which has the [`text`](Packet::text).
    pub fn to_packet(&self) -> Packet {
        Packet::new(self.id, self.kind, self.body)
    }
}

impl fmt::Debug for PacketRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "PacketRef", self.id, self.kind, self.body)
    }
}

/// A packet for a log: all of it but what may be a secret.
fn debug(f: &mut fmt::Formatter<'_>, name: &str, id: i32, kind: i32, body: &[u8]) -> fmt::Result {
    let unit = if body.len() == 1 { "byte" } else { "bytes" };
    f.debug_struct(name)
        .field("id", &id)
        .field("kind", &kind)
        .field("body", &format_args!("{} {unit}", body.len()))
        .finish()
}

/// Appends one packet's bytes to `out`; [`Packet::encode`] for a body that is
/// borrowed, or for several packets in one segment.
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
