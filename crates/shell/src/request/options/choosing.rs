//! Which way of running the options ask for, and which of them do not go
//! together.

use std::path::Path;

use super::mode::{
    CheckForm, DriftEnd, DriftForm, DriftRun, Equal, Failures, FollowForm, Mode, PlayersForm,
    Reading, RecordForm, Replies, ScriptForm, ScriptRun, ScriptSource, Shell,
};
use super::{OptionsError, Surroundings};
use crate::request::cli::{Args, Format, value};
use crate::request::config::Defaults;

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
