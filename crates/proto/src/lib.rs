//! The RCON protocol as game servers speak it.
//!
//! RCON is the TCP protocol by which Source servers and dozens of other games
//! take console commands from outside. It looks simple, and no two servers
//! speak it alike: replies span packets and nothing marks the last one, and
//! what finds the end on one server hangs, loses text or crashes another. This
//! crate chooses by what a connection has shown.
//!
//! Three ways in, from the top down:
//!
//! - [`Client`]: a server and its password; comes back after a link has died,
//!   and never sends a command twice.
//! - [`Connection`]: one blocking connection. [`execute`] is all of it in one
//!   call.
//! - [`session`]: the protocol without socket, clock or thread, for an event
//!   loop of your own, as [a page of the guide](guide::event_loop) shows;
//!   beneath it the codec, [`Packet`] and [`decode()`]. [`dialogue`] is the same
//!   for whichever console an address names.
//!
//! [`convar`] reads the lists of names and maps that consoles print,
//! [`console_text`] who is on, [`settings`] files of settings and what they are compared with.
//! Whoever knows python-valve finds its names in [a table](guide::python_valve).
//!
//! ```
//! use rcon_proto::{Client, ConnectOptions, Password};
//!
//! # let sim = rcon_sim::Server::builder().start()?;
//! # let address = sim.addr();
//! let password = Password::new("secret");
//! let mut server = Client::open(address, &password, ConnectOptions::default())?;
//! let reply = server.execute("status")?;
//! println!("{}", reply.text_lossy());
//! # assert!(reply.text_lossy().starts_with("hostname"));
//!
//! // An hour later: whatever became of the link, the next command goes out.
//! # sim.close_links();
//! # assert!(sim.wait_until(std::time::Duration::from_secs(20), |s| s.open_connections() == 0));
//! server.execute("say The map changes in five minutes")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The address may be a text such as `tf2.example.com:27015`. In the examples
//! of this documentation it is that of a simulated server, of the crate
//! `rcon-sim`.
//!
//! RCON sends passwords and commands in plain text. Where that matters, reach
//! the server through [`ConnectOptions::proxy_command`], an SSH tunnel say.
#![forbid(unsafe_code)]

/// Its examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

mod address;
mod admin;
mod auth;
mod beginning;
mod cancel;
mod client;
mod collector;
mod connection;
pub mod console_text;
pub mod convar;
mod decode;
pub mod dialogue;
mod error;
mod flow;
mod game;
#[cfg(any(doc, doctest))]
pub mod guide;
mod inbound;
mod json;
pub mod log_line;
#[doc(hidden)]
pub mod marks;
mod observer;
mod options;
mod pace;
mod packet;
mod password;
mod reply;
mod request;
mod scheme;
mod server_options;
pub mod session;
pub mod settings;
mod shown;
#[doc(hidden)]
pub mod sums;
mod text;
#[cfg(feature = "tokio")]
pub mod tokio;
mod transport;
mod unsolicited;

#[doc(inline)]
pub use convar::CvarList;
#[doc(inline)]
pub use session::Quirk;

pub use address::{Address, AddressError, AddressFault, DEFAULT_PORT};
pub use admin::{
    AdminLine, AdminVerb, CannotSay, ban_line, kick_line, message_line, said_one_word, say_line,
    say_line_in_one_word,
};
pub use cancel::Cancel;
pub use client::{Client, Executed};
pub use collector::Collector;
pub use connection::{ConnectOptions, Connection, ExecuteOptions, Reply, execute};
pub use decode::{Decoded, FrameError, decode};
pub use error::{
    Closed, ConnectError, Error, ErrorKind, LoginFailure, Lost, MessageError, ProtocolError,
    StateError,
};
pub use game::{Facts, Game, NameSource, Quoting, Separator, Shape, Spelling, UnknownGame, Words};
pub use observer::Observer;
pub use packet::{
    MIN_SIZE, Packet, PacketRef, SERVERDATA_AUTH, SERVERDATA_AUTH_RESPONSE, SERVERDATA_EXECCOMMAND,
    SERVERDATA_RESPONSE_VALUE, encode_into,
};
pub use password::Password;
pub use reply::EndedBy;
pub use request::{Follows, RequestId};
pub use scheme::{Carrier, Scheme};
pub use server_options::{ServerOptions, TransferEncoding};
pub use shown::{HalfCloses, Probes, ReplyIds, Shown};
pub use text::{Ascii, Latin1, TextEncoding, TextError, Utf8};
pub use transport::Watch;
