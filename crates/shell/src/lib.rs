//! The console client for game servers that speak RCON.

mod app;
pub mod commands;
pub mod exit;
pub mod generate;
pub mod nearest;
pub mod request;
mod run;
pub mod server;
pub mod show;
pub mod system;
pub mod typing;
mod ways;

pub use run::{run, shell};
