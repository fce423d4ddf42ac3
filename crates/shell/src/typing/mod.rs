//! The editor, and the reading of lines.

pub(crate) mod editor;
pub(crate) mod script;
