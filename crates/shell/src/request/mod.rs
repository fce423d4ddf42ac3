//! What is asked for: by the command line, the environment and the configuration.

pub(crate) mod cli;
pub(crate) mod config;
pub(crate) mod from;
pub(crate) mod guard;
mod in_file;
pub(crate) mod log_place;
pub(crate) mod manner;
pub(crate) mod options;
pub(crate) mod secret;
pub(crate) mod settings;
pub(crate) mod target;
