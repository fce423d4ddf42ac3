//! What was asked for: the command line, the environment and the
//! configuration, worked out into one answer.

mod error;
mod resolve;
mod surroundings;

use std::path::PathBuf;
use std::time::Duration;

use crate::request::cli::{Format, What};
use crate::request::settings::PasswordSource;
use crate::request::target::{Book, Target};
use crate::show::style::ColorChoice;

pub(crate) use error::OptionsError;
pub(crate) use resolve::config_file;
pub use resolve::resolve;
pub use surroundings::Surroundings;

/// Servers asked at a time where nothing names another number.
pub(crate) const DEFAULT_PARALLEL: usize = 256;

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Read lines from a person.
    Shell {
        /// With the editor: standard input and output are both terminals.
        editor: bool,
    },
    /// Run commands and exit.
    Script(ScriptSource),
    /// Connect, log in, say so and exit.
    Check,
    /// Print a file that is made from the options' definition.
    Generate(What),
}

/// Where the commands of a script come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptSource {
    /// The values of `-e`.
    Commands(Vec<Vec<u8>>),
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// Whom to talk to at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Nobody yet.
    Nowhere,
    /// The simulated server.
    Demo,
    /// One server.
    Server(Box<Target>),
    /// Several, or a group: at least one, each once.
    Fleet(Vec<Target>),
}

/// Everything that was asked for.
#[derive(Debug)]
pub struct Options {
    /// What to do.
    pub mode: Mode,
    /// Whom to talk to.
    pub destination: Destination,
    /// What names mean, now and after `!connect`.
    pub book: Book,
    /// The password option. It is there without a server too, where
    /// [`password_ignored`](Self::password_ignored) says so.
    pub password: Option<PasswordSource>,
    /// The password option has no server: it is to be ignored.
    pub password_ignored: bool,
    /// The environment's password, for where nothing else names one.
    pub environment_password: Option<PasswordSource>,
    /// How long to keep trying to connect; zero is once.
    pub wait: Duration,
    /// What standard output holds.
    pub format: Format,
    /// Send without waiting for replies.
    pub no_wait: bool,
    /// Go on after a failure.
    pub keep_going: bool,
    /// When to use colours.
    pub color: ColorChoice,
    /// Print replies byte for byte.
    pub raw: bool,
    /// Servers asked at a time; at least one.
    pub parallel: usize,
    /// Print equal replies once.
    pub group_by_reply: bool,
    /// Keep typed lines.
    pub history: bool,
    /// Long replies go to the pager.
    pub pager: bool,
    /// Say how long each reply took.
    pub timing: bool,
    /// Edit lines as in vi.
    pub vi: bool,
    /// How much to tell of the wire: 0, 1 or 2.
    pub verbose: u8,
    /// What the user should know before it begins, for standard error.
    pub notices: Vec<String>,
}

#[cfg(test)]
mod tests;
