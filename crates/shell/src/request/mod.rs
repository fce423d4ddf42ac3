//! What is asked for: by the command line, the environment and the configuration.

pub mod cli;
pub mod config;
pub mod options;
pub mod secret;
pub mod settings;
pub mod target;
