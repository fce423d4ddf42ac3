//! The ways of running: a person at a prompt, a script against one server, many
//! servers at once, a look whether a server is there.

pub(crate) mod app;
pub(crate) mod check;
pub(crate) mod fleet;
pub(crate) mod local;
pub(crate) mod prompt;
pub(crate) mod script;
pub(crate) mod sink;
