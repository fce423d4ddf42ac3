//! The platform: signals, the terminal, private files, a shell's command, waits.

pub(crate) mod channel;
pub(crate) mod command;
pub(crate) mod encoding;
pub(crate) mod helper;
pub(crate) mod interrupt;
pub(crate) mod lock;
pub(crate) mod paths;
pub(crate) mod patience;
pub(crate) mod private;
pub(crate) mod quit_key;
pub(crate) mod replace;
pub(crate) mod terminal;
pub(crate) mod udp_lost;
pub(crate) mod utc;
