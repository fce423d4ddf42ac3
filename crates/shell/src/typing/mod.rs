//! The editor, and the reading of lines.

pub(crate) mod editor;
pub(crate) mod nearest;
pub(crate) mod script;
