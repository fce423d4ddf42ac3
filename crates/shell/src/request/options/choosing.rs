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
    let asked = Asked::of(args)?;
    check_together(args, asked)?;
    if let Some(what) = args.generate {
        return Ok(Mode::Generate(what));
    }
    if args.follow {
        let text = FollowForm::Text { raw: args.raw };
        return asked.text_or_json(text, FollowForm::Json).map(Mode::Follow);
    }
    if let Some(run) = drift(args, asked)? {
        return Ok(Mode::Drift(run));
    }
    if args.players && !args.check {
        return players(asked).map(Mode::Players);
    }
    if asked.format == Format::Csv {
        return Err(asked.belongs_elsewhere());
    }
    if args.check {
        return check(args, asked).map(Mode::Check);
    }
    match script_source(args, around)? {
        Some(source) => script(args, asked, source).map(Mode::Script),
        None => shell(args, around, asked).map(Mode::Shell),
    }
}

/// The form of output that is asked for, and the option that does.
#[derive(Clone, Copy)]
struct Asked {
    format: Format,
    said: &'static str,
}

impl Asked {
    fn of(args: &Args) -> Result<Self, OptionsError> {
        let said = args.format.unwrap_or_default().typed();
        let (format, said) = match (args.format, args.json) {
            (None | Some(Format::Json), true) => (Format::Json, "--json"),
            (Some(_), true) => return Err(OptionsError::Together("--json", said)),
            (format, false) => (format.unwrap_or_default(), said),
        };
        Ok(Self { format, said })
    }

    /// The form of a way of running that has these two.
    fn text_or_json<T>(self, text: T, json: T) -> Result<T, OptionsError> {
        match self.format {
            Format::Text => Ok(text),
            Format::Json => Ok(json),
            _ => Err(self.belongs_elsewhere()),
        }
    }

    /// It is the form of another way of running.
    fn belongs_elsewhere(self) -> OptionsError {
        OptionsError::Needs(self.said, self.format.needs())
    }
}

/// Options that make no sense together, whatever the way of running.
fn check_together(args: &Args, asked: Asked) -> Result<(), OptionsError> {
    if asked.format != Format::Text {
        none_of(&text_alone(args), asked.said)?;
    }
    if args.no_wait {
        let judging = [
            (args.strict, "--strict"),
            (!args.fail_on.is_empty(), "--fail-on"),
        ];
        none_of(&judging, "--no-wait")?;
    }
    Ok(())
}

/// What says how replies look that are text.
fn text_alone(args: &Args) -> [(bool, &'static str); 2] {
    [
        (args.raw, "--raw"),
        (args.group_by_reply, "--group-by-reply"),
    ]
}

/// None of these may be given beside an option.
fn none_of(others: &[(bool, &'static str)], option: &'static str) -> Result<(), OptionsError> {
    match others.iter().find(|(given, _)| *given) {
        Some((_, other)) => Err(OptionsError::Together(other, option)),
        None => Ok(()),
    }
}

fn players(asked: Asked) -> Result<PlayersForm, OptionsError> {
    match asked.format {
        Format::Csv => Ok(PlayersForm::Csv),
        _ => asked.text_or_json(PlayersForm::Table, PlayersForm::Json),
    }
}

fn check(args: &Args, asked: Asked) -> Result<CheckForm, OptionsError> {
    match (asked.format, args.players) {
        (Format::Prometheus, true) => Ok(CheckForm::PrometheusPlayers),
        (Format::Prometheus, false) => Ok(CheckForm::Prometheus),
        (_, true) => Err(OptionsError::Needs(
            "--check --players",
            "--format prometheus",
        )),
        (_, false) => asked.text_or_json(CheckForm::Text, CheckForm::Json),
    }
}

fn script(args: &Args, asked: Asked, source: ScriptSource) -> Result<ScriptRun, OptionsError> {
    let form = match RecordForm::of(asked.format) {
        Some(form) => ScriptForm::Records(form),
        None if asked.format == Format::Text => ScriptForm::Text {
            raw: args.raw,
            equal: if args.group_by_reply {
                Equal::Once
            } else {
                Equal::Apart
            },
        },
        None => return Err(asked.belongs_elsewhere()),
    };
    Ok(ScriptRun {
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
    })
}

/// What is to be compared, if that is what is asked for.
fn drift(args: &Args, form: Asked) -> Result<Option<DriftRun>, OptionsError> {
    let asked = match (&args.expect, &args.apply) {
        (Some(file), _) => Some((file, DriftEnd::Told, "--expect")),
        (None, Some(file)) => Some((file, DriftEnd::Set, "--apply")),
        (None, None) => None,
    };
    let Some((file, end, option)) = asked else {
        return Ok(None);
    };
    none_of(&text_alone(args), option)?;
    let form = form.text_or_json(DriftForm::Text, DriftForm::Json)?;
    let file = file.clone();
    Ok(Some(DriftRun { file, end, form }))
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

fn shell(args: &Args, around: &Surroundings, asked: Asked) -> Result<Shell, OptionsError> {
    if args.no_wait {
        return Err(OptionsError::Needs("--no-wait", "-e, -f or piped commands"));
    }
    if RecordForm::of(asked.format).is_some() {
        return Err(OptionsError::Needs(
            asked.said,
            "-e, -f, --check or piped commands",
        ));
    }
    asked.text_or_json((), ())?;
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
