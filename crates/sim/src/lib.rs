//! Simulated game servers that speak RCON: for the tests of a client or a bot,
//! and for trying one out with no game server at hand.
//!
//! | to | use |
//! | --- | --- |
//! | talk to something that behaves as a real server | [`Server`], with a [`Game`] |
//! | see what was sent to it | the counts of [`Server`] |
//! | say byte by byte what is expected and what comes back | [`Script`] |
//! | have a bad link | [`Fault`] |
//! | have a bad server | [`Hostile`] |
//! | do so from another language | the program `rcon-sim` |
//!
//! Each game is modelled as strictly as its real servers are: Minecraft closes
//! when two packets come in one segment, Cuberite dies of a packet that is too
//! large, Source bans an address for one, or for five wrong passwords. A client
//! that is right on all of [`Game::ALL`] and survives all of [`Hostile::ALL`]
//! has few surprises left.
//!
//! Every console knows the commands of its game, and besides them a family for
//! tests: `sim_lines N` and `sim_bytes N` print so much, `sim_silent` never
//! answers, `sim_delay MS TEXT` answers late, `sim_escape` prints what a
//! terminal must not see. `sim_help` lists them.
//!
//! One thread serves any number of ports and connections; no runtime is
//! needed. Dropping a [`Server`] stops it.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::net::TcpStream;
//!
//! use rcon_proto::Packet;
//! use rcon_sim::{Game, Server};
//!
//! // The bot under test, which here says hello to a Minecraft server.
//! fn greet(mut stream: TcpStream, password: &str) -> std::io::Result<()> {
//!     stream.write_all(&Packet::new(1, 3, password).encode())?;
//!     stream.read_exact(&mut [0; 14])?;
//!     stream.write_all(&Packet::new(2, 2, "say hello").encode())?;
//!     stream.read_exact(&mut [0; 14])
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::builder().game(Game::Minecraft).password("hunter2").start()?;
//! greet(TcpStream::connect(server.addr())?, "hunter2")?;
//!
//! assert_eq!(server.logins(), 1);
//! assert_eq!(server.commands(), ["say hello"]);
//! assert_eq!(server.chat(), ["hello"]);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

/// Its examples are run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

mod body;
mod bound;
mod builder;
mod counters;
mod dialect;
mod effect;
mod engine;
mod error;
mod fault;
mod frames;
mod game;
mod host;
mod hostile;
mod line;
mod noise;
mod options;
mod outbox;
mod parcel;
mod peer;
mod ports;
mod post;
mod script;
mod server;
mod throttle;
mod world;

pub use bound::Bound;
pub use builder::Builder;
pub use error::Error;
pub use fault::{Fault, ParseFaultError};
pub use game::{Game, UnknownName};
pub use hostile::{BadBattlEye, BadConsole, BadTelnet, BadWeb, Hostile, Stage};
pub use options::{Ban, HalfClose, MapChange};
pub use script::{Script, Scripted, Unfulfilled};
pub use server::Server;
