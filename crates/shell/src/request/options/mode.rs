//! The ways of running, each with what it can have and nothing else.
//!
//! A new way of running is a variant of [`Mode`] with a type of its own beside
//! it; a new form of output is a variant of the form of the way that can print
//! it. What was typed for them is read in `choosing`.

use std::path::PathBuf;

use crate::request::cli::{Format, What};

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Read lines from a person.
    Shell(Shell),
    /// Run commands and exit.
    Script(ScriptRun),
    /// Connect, log in, say so and exit.
    Check(CheckForm),
    /// Say who is on, and exit.
    Players(PlayersForm),
    /// Print the server's log as it happens.
    Follow(FollowForm),
    /// Compare servers with a file, and exit.
    Drift(DriftRun),
    /// Print a file that is made from the options' definition.
    Generate(What),
}

/// How lines are read from a person, and what becomes of replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shell {
    /// What reads the lines.
    pub reading: Reading,
    /// Print replies byte for byte.
    pub raw: bool,
    /// Long replies go to the pager.
    pub pager: bool,
    /// Say how long each reply took.
    pub timing: bool,
    /// Edit lines as in vi.
    pub vi: bool,
}

/// What reads a person's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Standard input and output are both terminals: the editor, or what a
    /// terminal that can do too little for it has.
    Terminal {
        /// Typed lines are kept.
        history: bool,
    },
    /// Line by line, without any help.
    Plain,
}

/// A script, and how it is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptRun {
    /// Where its commands come from.
    pub source: ScriptSource,
    /// What standard output holds.
    pub form: ScriptForm,
    /// Whether replies are waited for.
    pub replies: Replies,
    /// What follows a failure.
    pub failures: Failures,
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

/// What standard output holds of a script's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScriptForm {
    /// The replies.
    Text {
        /// Byte for byte.
        raw: bool,
        /// What becomes of equal replies of several servers.
        equal: Equal,
    },
    /// A record a command.
    Records(RecordForm),
}

/// How a record is written; `ways/sink.rs` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordForm {
    /// A JSON object on a line.
    Json,
}

impl RecordForm {
    /// The one that this word asks for; none where it is not a record's.
    pub(super) fn of(format: Format) -> Option<Self> {
        match format {
            Format::Json => Some(RecordForm::Json),
            Format::Text | Format::Csv | Format::Prometheus => None,
        }
    }
}

/// What becomes of equal replies of several servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Equal {
    /// Each stands under its server.
    Apart,
    /// Printed once, under all their servers.
    Once,
}

/// Whether replies are waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Replies {
    /// Each before the next command.
    #[default]
    Awaited,
    /// Commands are sent, and no more.
    NotAwaited,
}

/// What follows the failure of a command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Failures {
    /// The end of the run.
    #[default]
    End,
    /// The next command.
    GoOn,
}

/// What standard output holds of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckForm {
    /// A line for each server that passed.
    Text,
    /// A JSON object a server.
    Json,
    /// Metrics for a textfile collector.
    Prometheus,
    /// The same, and how many players are on.
    PrometheusPlayers,
}

impl CheckForm {
    /// Whether it is metrics, of all servers at once.
    pub fn is_metrics(self) -> bool {
        matches!(self, CheckForm::Prometheus | CheckForm::PrometheusPlayers)
    }
}

/// What standard output holds of who is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlayersForm {
    /// One table for all servers.
    Table,
    /// A JSON object a player.
    Json,
    /// A row of CSV a player.
    Csv,
}

/// What standard output holds of a server's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowForm {
    /// Its lines: as they came, or fit for a terminal.
    Text {
        /// As they came, on a terminal too.
        raw: bool,
    },
    /// A JSON object a line.
    Json,
}

/// A file that servers are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftRun {
    /// The file.
    pub file: PathBuf,
    /// What becomes of what differs.
    pub end: DriftEnd,
    /// What standard output holds.
    pub form: DriftForm,
}

/// What becomes of what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftEnd {
    /// It is told: `--expect`.
    Told,
    /// It is set as the file says: `--apply`.
    Set,
}

/// What standard output holds of what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftForm {
    /// A line a difference.
    Text,
    /// A JSON object a difference.
    Json,
}
