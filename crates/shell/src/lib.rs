//! The console client for game servers that speak RCON.

pub mod cli;
pub mod config;
pub mod exit;
pub mod nearest;
pub mod options;
mod patience;
pub mod script;
pub mod secret;
pub mod settings;
pub mod target;
