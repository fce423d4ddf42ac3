//! The console client for game servers that speak RCON.

mod error;
pub mod generate;
pub mod request;
mod run;
pub mod server;
pub mod show;
pub mod system;
pub mod typing;
mod ways;

/// What benches, fuzz targets and the tests of the documentation look into: no
/// part of the API, and promised to nobody.
#[doc(hidden)]
pub mod internals {
    pub use crate::error::exit_code;
}

pub use error::Error;
pub use run::{run, shell};
