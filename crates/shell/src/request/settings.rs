//! What can be said about a connection, by an option, a profile or the
//! defaults.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use rcon_proto::{Game, Password};

use super::manner::Confirm;
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
    /// Whether a reply that refuses the command is a failure.
    pub strict: Option<bool>,
    /// Replies in which one of these is are failures.
    pub fail_on: Vec<FailOn>,
    /// What a person is asked before it is sent.
    pub confirm: Option<Confirm>,
    /// The prompt, with places to be filled in.
    pub prompt: Option<String>,
}

/// A pattern that no reply may hold.
#[derive(Debug, Clone)]
pub struct FailOn(regex_lite::Regex);

impl FailOn {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Where a text holds it, if it does, in bytes, from `start` on: what is
    /// before that is context, in which nothing is looked for.
    pub fn find(&self, text: &str, start: usize) -> Option<std::ops::Range<usize>> {
        self.0.find_at(text, start).map(|found| found.range())
    }
}

impl FromStr for FailOn {
    type Err = regex_lite::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        regex_lite::Regex::new(text).map(Self)
    }
}

impl PartialEq for FailOn {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for FailOn {}

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
            strict: self.strict.or(others.strict),
            fail_on: [&self.fail_on[..], &others.fail_on].concat(),
            confirm: self.confirm.or(others.confirm),
            prompt: self.prompt.clone().or_else(|| others.prompt.clone()),
        }
    }
}

/// Where a server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// At this address, as it was written: the port of one that names none depends
    /// on the game, which an option or the defaults may name.
    Address(String),
    /// Where the game's own file says; its password is there too. The file is
    /// read when the server is asked for.
    From(PathBuf),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Address(address) => f.write_str(address),
            Location::From(file) => write!(f, "from {}", file.display()),
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
    /// It was read out of the game's own file.
    Game {
        /// The password.
        password: Password,
        /// The file.
        file: PathBuf,
    },
}
