//! The ways of running: a person at a prompt, a script against one server, many
//! servers at once, a look whether a server is there or who is on it. `actions` is what the
//! `!` commands do, in a file each: it knows prompt and script, and they are
//! handed it.

pub(crate) mod actions;
pub(crate) mod app;
pub(crate) mod check;
pub(crate) mod drift;
pub(crate) mod fleet;
pub(crate) mod follow;
mod next;
pub(crate) mod players;
pub(crate) mod prompt;
pub(crate) mod script;
pub(crate) mod sink;

pub(crate) use next::Next;
