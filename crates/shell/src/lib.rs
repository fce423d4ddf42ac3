//! The console client for game servers that speak RCON.

pub mod editor;
pub mod encoding;
pub mod escape;
pub mod frame;
pub mod json;
pub mod output;
pub mod pager;
pub mod prometheus;
pub mod sparkline;
pub mod style;
pub mod table;
