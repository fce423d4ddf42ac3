//! What was asked for: the command line, the environment and the
//! configuration, worked out into one answer.

mod choosing;
mod error;
mod mode;
mod resolve;
mod surroundings;

use std::time::Duration;

use crate::request::log_place::LogPlace;
use crate::request::settings::PasswordSource;
use crate::request::target::{Book, Target};
use crate::show::style::ColorChoice;

pub(crate) use error::OptionsError;
pub(crate) use mode::{
    CheckForm, DriftEnd, DriftForm, DriftRun, Equal, Failures, FollowForm, Mode, PlayersForm,
    Reading, RecordForm, Replies, ScriptForm, ScriptRun, ScriptSource, Shell,
};
pub(crate) use resolve::config_file;
pub use resolve::resolve;
pub use surroundings::Surroundings;

/// Servers asked at a time where nothing names another number.
const DEFAULT_PARALLEL: usize = 256;

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

/// The password that an option gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordOption {
    /// There is none.
    Absent,
    /// It is for the servers beside it.
    Given(PasswordSource),
    /// There is no server that it could be for; its source is read up all the
    /// same.
    Ignored(PasswordSource),
}

/// Everything that was asked for.
#[derive(Debug)]
pub struct Options {
    /// What to do.
    pub mode: Mode,
    /// Whom to talk to.
    pub destination: Destination,
    /// How the servers were named on the command line.
    pub called: Vec<String>,
    /// What names mean, now and after `!connect`.
    pub book: Book,
    /// The password option.
    pub password: PasswordOption,
    /// The environment's password, for where nothing else names one.
    pub environment_password: Option<PasswordSource>,
    /// How long to keep trying to connect; zero is once.
    pub wait: Option<Duration>,
    /// Whether it is kept what servers have shown: not with `--no-history`.
    pub keeps: bool,
    /// When to use colours.
    pub color: ColorChoice,
    /// Servers asked at a time, where somebody has said how many; at least one.
    pub parallel: Option<usize>,
    /// Where a server's log is to come.
    pub log: LogPlace,
    /// How much to tell of the wire: 0, 1 or 2.
    pub verbose: u8,
    /// Whether nothing is told that is no error.
    pub quiet: bool,
    /// What the user should know before it begins, for standard error.
    pub notices: Vec<String>,
}

impl Options {
    /// How many servers a run asks at a time: at least one.
    pub(crate) fn at_a_time(&self) -> usize {
        self.parallel.unwrap_or(DEFAULT_PARALLEL)
    }
}

#[cfg(test)]
mod tests;
