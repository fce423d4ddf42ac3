//! The platform: signals, the terminal, text encodings, waits.

pub mod encoding;
pub mod interrupt;
pub(crate) mod patience;
