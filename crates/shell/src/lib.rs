//! The console client for game servers that speak RCON.

pub mod encoding;
pub mod escape;
pub mod output;
pub mod style;
