//! The console client for game servers that speak RCON.
//!
//! This is the program `rcon-shell`, with the two ways into it that another
//! program may want. To talk to servers from a program, take `rcon-proto`.

mod commands;
mod error;
mod fit;
mod generate;
mod live;
mod nearest;
mod order;
mod request;
mod run;
mod server;
mod show;
mod system;
mod typing;
mod ways;

/// What benches, fuzz targets and the tests of the documentation look into: no
/// part of the API, and promised to nobody.
#[doc(hidden)]
pub mod internals {
    pub use crate::error::exit_code;
    pub use crate::request::cli::{Args, command};
    pub use crate::request::options::{Surroundings, resolve};
    pub use crate::server::names::cache::{Cache, Cached};
    pub use crate::server::names::{Builder, NameList, NewName};
    pub use crate::show::escape::{Controls, EscapeOptions, Escaper, line, text, width};
    pub use crate::typing::editor::Typing;
}

pub use error::Error;
pub use run::{run, shell};
