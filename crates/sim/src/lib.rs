//! Simulated game servers that speak RCON.
#![forbid(unsafe_code)]

mod body;
mod builder;
mod counters;
mod dialect;
mod engine;
mod fault;
mod frames;
mod game;
mod host;
mod hostile;
mod line;
mod noise;
mod options;
mod outbox;
mod peer;
mod script;
mod server;
mod world;

pub use builder::{Bound, Builder, Error};
pub use fault::{Fault, ParseFaultError};
pub use game::{Game, UnknownName};
pub use hostile::{Hostile, Stage};
pub use options::{HalfClose, MapChange};
pub use script::{Script, Scripted, Unfulfilled};
pub use server::Server;
