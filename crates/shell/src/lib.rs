//! The console client for game servers that speak RCON.

pub mod cli;
pub mod config;
mod connect;
pub mod editor;
pub mod encoding;
pub mod escape;
pub mod exit;
pub mod frame;
pub mod json;
pub mod nearest;
pub mod options;
pub mod output;
pub mod pager;
mod patience;
pub mod prometheus;
pub mod script;
pub mod secret;
pub mod settings;
pub mod sparkline;
pub mod style;
pub mod table;
pub mod target;
