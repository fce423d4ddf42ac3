//! The console client for game servers that speak RCON.
pub mod names;
