//! The RCON protocol as game servers speak it.
#![forbid(unsafe_code)]

mod address;
mod auth;
mod cancel;
mod client;
mod connection;
pub mod convar;
pub mod decode;
mod dialect;
mod error;
mod inbound;
mod observer;
mod pace;
mod packet;
mod password;
mod reply;
pub mod session;
mod text;
mod transport;

pub use address::{Address, AddressError, AddressFault, DEFAULT_PORT};
pub use cancel::Cancel;
pub use client::{Client, Executed};
pub use connection::{ConnectOptions, Connection, ExecuteOptions, Reply, execute};
pub use convar::CvarList;
pub use decode::{Decoded, FrameError, decode};
pub use dialect::{Game, NameSource, Shape, UnknownGame};
pub use error::{ConnectError, Error, ErrorKind, Lost, MessageError, StateError};
pub use observer::Observer;
pub use packet::{
    HEADER_LEN, MIN_SIZE, OVERHEAD, Packet, PacketRef, SERVERDATA_AUTH, SERVERDATA_AUTH_RESPONSE,
    SERVERDATA_EXECCOMMAND, SERVERDATA_RESPONSE_VALUE, encode_into,
};
pub use password::Password;
pub use reply::EndedBy;
pub use session::{LoginFailure, ProtocolError, Quirk, RequestId};
pub use text::{Ascii, Latin1, TextEncoding, TextError, Utf8};
pub use transport::Watch;
