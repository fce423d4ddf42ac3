//! The RCON protocol as game servers speak it.
#![forbid(unsafe_code)]

pub mod convar;
pub mod decode;
mod packet;

pub use decode::{Decoded, FrameError, decode};
pub use packet::{
    HEADER_LEN, MIN_SIZE, OVERHEAD, Packet, PacketRef, SERVERDATA_AUTH, SERVERDATA_AUTH_RESPONSE,
    SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE, encode_into,
};
