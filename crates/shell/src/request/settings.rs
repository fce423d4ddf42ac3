//! What can be said about a connection, by an option, a profile or the
//! defaults.

use std::path::PathBuf;
use std::time::Duration;

use rcon_proto::{Game, Password};

use crate::system::encoding::ServerEncoding;

/// Properties of a connection; each may be left unsaid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Deadline for connecting and logging in, and for each reply.
    pub timeout: Option<Duration>,
    /// The kind of server.
    pub game: Option<Game>,
    /// The server's text encoding.
    pub encoding: Option<ServerEncoding>,
    /// The program to reach it through; `none` (or nothing) is none.
    pub proxy_command: Option<String>,
    /// Longest command that is sent, in bytes.
    pub max_command: Option<usize>,
    /// Longest reply that is kept whole, in bytes.
    pub max_reply: Option<usize>,
}

impl Settings {
    /// These, and what `others` say where these say nothing.
    #[must_use]
    pub fn or(&self, others: &Settings) -> Settings {
        Settings {
            timeout: self.timeout.or(others.timeout),
            game: self.game.or(others.game),
            encoding: self.encoding.or(others.encoding),
            proxy_command: self
                .proxy_command
                .clone()
                .or_else(|| others.proxy_command.clone()),
            max_command: self.max_command.or(others.max_command),
            max_reply: self.max_reply.or(others.max_reply),
        }
    }
}

/// Where a password is to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordSource {
    /// Here it is.
    Value(Password),
    /// The first line of a file.
    File(PathBuf),
    /// The first line that a shell command prints.
    Command(String),
    /// The first line of standard input.
    Stdin,
}
