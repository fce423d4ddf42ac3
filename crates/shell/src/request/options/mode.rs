//! The ways of running, each with what it can have and nothing else.
//!
//! A new way of running is a variant of [`Mode`] with a type of its own beside
//! it, chosen in [`mode`]; a new form of output is a variant of the form of the
//! way that can print it, chosen in [`mode`] too.

use std::path::{Path, PathBuf};

use super::{OptionsError, Surroundings};
use crate::request::cli::{Args, Format, What, value};
use crate::request::config::Defaults;

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

/// The way of running that these options ask for.
///
/// # Errors
///
/// Options that do not go together, or lack what they need; the message has
/// both as they were typed.
pub(super) fn mode(args: &Args, around: &Surroundings) -> Result<Mode, OptionsError> {
    let (format, said) = format(args)?;
    if format != Format::Text {
        for (given, option) in [
            (args.raw, "--raw"),
            (args.group_by_reply, "--group-by-reply"),
        ] {
            if given {
                return Err(OptionsError::Together(option, said));
            }
        }
    }
    if args.no_wait {
        for (given, option) in [
            (args.strict, "--strict"),
            (!args.fail_on.is_empty(), "--fail-on"),
        ] {
            if given {
                return Err(OptionsError::Together(option, "--no-wait"));
            }
        }
    }
    if let Some(what) = args.generate {
        return Ok(Mode::Generate(what));
    }
    if args.follow {
        return match format {
            Format::Text => Ok(FollowForm::Text { raw: args.raw }),
            Format::Json => Ok(FollowForm::Json),
            Format::Csv => Err(OptionsError::Needs(said, "--players")),
            Format::Prometheus => Err(OptionsError::Needs(said, "--check")),
        }
        .map(Mode::Follow);
    }
    if let Some(run) = drift(args, (format, said))? {
        return Ok(Mode::Drift(run));
    }
    if args.players && !args.check {
        return match format {
            Format::Text => Ok(PlayersForm::Table),
            Format::Json => Ok(PlayersForm::Json),
            Format::Csv => Ok(PlayersForm::Csv),
            Format::Prometheus => Err(OptionsError::Needs(said, "--check")),
        }
        .map(Mode::Players);
    }
    if format == Format::Csv {
        return Err(OptionsError::Needs(said, "--players"));
    }
    if args.check {
        if args.players && format != Format::Prometheus {
            return Err(OptionsError::Needs(
                "--check --players",
                "--format prometheus",
            ));
        }
        return Ok(Mode::Check(match format {
            Format::Text => CheckForm::Text,
            Format::Json => CheckForm::Json,
            Format::Csv | Format::Prometheus if args.players => CheckForm::PrometheusPlayers,
            Format::Csv | Format::Prometheus => CheckForm::Prometheus,
        }));
    }
    let Some(source) = script_source(args, around)? else {
        return shell(args, around, (format, said)).map(Mode::Shell);
    };
    let form = match format {
        Format::Text => ScriptForm::Text {
            raw: args.raw,
            equal: if args.group_by_reply {
                Equal::Once
            } else {
                Equal::Apart
            },
        },
        Format::Json => ScriptForm::Records(RecordForm::Json),
        Format::Csv => return Err(OptionsError::Needs(said, "--players")),
        Format::Prometheus => return Err(OptionsError::Needs(said, "--check")),
    };
    Ok(Mode::Script(ScriptRun {
        source,
        form,
        replies: if args.no_wait {
            Replies::NotAwaited
        } else {
            Replies::Awaited
        },
        failures: if args.keep_going {
            Failures::GoOn
        } else {
            Failures::End
        },
    }))
}

/// What is to be compared, if that is what is asked for.
fn drift(
    args: &Args,
    (format, said): (Format, &'static str),
) -> Result<Option<DriftRun>, OptionsError> {
    let asked = match (&args.expect, &args.apply) {
        (Some(file), _) => Some((file, DriftEnd::Told, "--expect")),
        (None, Some(file)) => Some((file, DriftEnd::Set, "--apply")),
        (None, None) => None,
    };
    let Some((file, end, option)) = asked else {
        return Ok(None);
    };
    for (given, other) in [
        (args.raw, "--raw"),
        (args.group_by_reply, "--group-by-reply"),
    ] {
        if given {
            return Err(OptionsError::Together(other, option));
        }
    }
    let form = match format {
        Format::Text => DriftForm::Text,
        Format::Json => DriftForm::Json,
        Format::Csv => return Err(OptionsError::Needs(said, "--players")),
        Format::Prometheus => return Err(OptionsError::Needs(said, "--check")),
    };
    let file = file.clone();
    Ok(Some(DriftRun { file, end, form }))
}

/// The form of output, and the option that asked for it.
fn format(args: &Args) -> Result<(Format, &'static str), OptionsError> {
    let said = match args.format {
        None | Some(Format::Text) => "--format text",
        Some(Format::Json) => "--format json",
        Some(Format::Csv) => "--format csv",
        Some(Format::Prometheus) => "--format prometheus",
    };
    match (args.format, args.json) {
        (None | Some(Format::Json), true) => Ok((Format::Json, "--json")),
        (Some(_), true) => Err(OptionsError::Together("--json", said)),
        (format, false) => Ok((format.unwrap_or_default(), said)),
    }
}

/// Where the commands come from, if there are any to come.
fn script_source(args: &Args, around: &Surroundings) -> Result<Option<ScriptSource>, OptionsError> {
    if !args.execute.is_empty() {
        return args
            .execute
            .iter()
            .map(|command| value::os_bytes(command.clone()).ok_or(OptionsError::CommandNotText))
            .collect::<Result<_, _>>()
            .map(|commands| Some(ScriptSource::Commands(commands)));
    }
    Ok(match &args.file {
        Some(file) if file == Path::new("-") => Some(ScriptSource::Stdin),
        Some(file) => Some(ScriptSource::File(file.clone())),
        None if !around.stdin_is_terminal => Some(ScriptSource::Stdin),
        None => None,
    })
}

fn shell(
    args: &Args,
    around: &Surroundings,
    (format, said): (Format, &'static str),
) -> Result<Shell, OptionsError> {
    if args.no_wait {
        return Err(OptionsError::Needs("--no-wait", "-e, -f or piped commands"));
    }
    match format {
        Format::Text => {}
        Format::Json => {
            return Err(OptionsError::Needs(
                said,
                "-e, -f, --check or piped commands",
            ));
        }
        Format::Csv => return Err(OptionsError::Needs(said, "--players")),
        Format::Prometheus => return Err(OptionsError::Needs(said, "--check")),
    }
    Ok(Shell {
        reading: if around.stdout_is_terminal {
            Reading::Terminal {
                history: !args.no_history,
            }
        } else {
            Reading::Plain
        },
        raw: args.raw,
        pager: false,
        timing: false,
        vi: false,
    })
}

impl Shell {
    /// What the configuration says of it, where no option does.
    pub(super) fn with(self, defaults: &Defaults) -> Self {
        let reading = match self.reading {
            Reading::Terminal { history } => Reading::Terminal {
                history: history && defaults.history.unwrap_or(true),
            },
            Reading::Plain => Reading::Plain,
        };
        Self {
            reading,
            pager: defaults.pager.unwrap_or(false),
            timing: defaults.timing.unwrap_or(false),
            vi: defaults.vi.unwrap_or(false),
            ..self
        }
    }
}
