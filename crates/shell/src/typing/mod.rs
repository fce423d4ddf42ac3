//! The editor, and the reading of lines.

pub mod editor;
pub mod script;
