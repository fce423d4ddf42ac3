//! The editor, and the reading of lines.

pub mod editor;
pub mod nearest;
pub mod script;
