//! Options, environment and configuration into one answer.

use std::path::{Path, PathBuf};

use rcon_proto::DEFAULT_PORT;

use crate::commands::parse;
use crate::request::cli::{Args, Format, value};
use crate::request::config::Config;
use crate::request::config::folders::Folders;
use crate::request::settings::{PasswordSource, Settings};
use crate::request::target::Book;

use super::{
    DEFAULT_PARALLEL, Destination, Mode, Options, OptionsError, ScriptSource, Surroundings,
};

/// Works out what was asked for. Reads the configuration file, other than for
/// `--generate`.
///
/// # Errors
///
/// Whatever cannot be, of the options, the environment or the configuration:
/// each is a usage error.
pub fn resolve(
    args: &Args,
    around: &Surroundings,
    folders: Option<&Folders>,
) -> Result<Options, OptionsError> {
    let format = format(args)?;
    if args.raw && format != Format::Text {
        return Err(OptionsError::Together("--raw", "--json"));
    }
    if args.group_by_reply && format != Format::Text {
        return Err(OptionsError::Together("--group-by-reply", "--json"));
    }
    let mode = mode(args, around)?;
    if args.no_wait && !matches!(mode, Mode::Script(_) | Mode::Generate(_)) {
        return Err(OptionsError::Needs("--no-wait", "-e, -f or piped commands"));
    }
    if format != Format::Text && matches!(mode, Mode::Shell { .. }) {
        return Err(OptionsError::Needs(
            "--json",
            "-e, -f, --check or piped commands",
        ));
    }

    let config = match &mode {
        Mode::Generate(_) => Config::default(),
        _ => configuration(args, around, folders)?,
    };
    let defaults = config.defaults.clone();
    let book = Book::new(config, settings(args));
    let destination = match &mode {
        Mode::Generate(_) => Destination::Nowhere,
        _ => destination(args, around, &book)?,
    };
    check_destination(&mode, &destination)?;

    let password = password(args);
    let mut notices = Vec::new();
    let password_ignored = password.is_some()
        && match destination {
            Destination::Server(_) | Destination::Fleet(_) => false,
            Destination::Nowhere => {
                notices.push("the password option is ignored: there is no server".to_owned());
                true
            }
            Destination::Demo => {
                notices.push("the password option is ignored: the demo brings its own".to_owned());
                true
            }
        };
    Ok(Options {
        mode,
        destination,
        book,
        password,
        password_ignored,
        environment_password: environment_password(around)?,
        wait: args.wait.unwrap_or_default(),
        format,
        no_wait: args.no_wait,
        keep_going: args.keep_going,
        color: args.color.or(defaults.color).unwrap_or_default(),
        raw: args.raw,
        parallel: args
            .parallel
            .or(defaults.parallel)
            .unwrap_or(DEFAULT_PARALLEL),
        group_by_reply: args.group_by_reply,
        history: !args.no_history && defaults.history.unwrap_or(true),
        pager: defaults.pager.unwrap_or(false),
        timing: defaults.timing.unwrap_or(false),
        vi: defaults.vi.unwrap_or(false),
        verbose: args.verbose,
        notices,
    })
}

fn format(args: &Args) -> Result<Format, OptionsError> {
    let format = match (args.format, args.json) {
        (Some(Format::Json) | None, true) => Format::Json,
        (Some(_), true) => return Err(OptionsError::Together("--json", "another --format")),
        (format, false) => format.unwrap_or_default(),
    };
    if format == Format::Prometheus && !args.check {
        return Err(OptionsError::Needs("--format prometheus", "--check"));
    }
    Ok(format)
}

fn mode(args: &Args, around: &Surroundings) -> Result<Mode, OptionsError> {
    if let Some(what) = args.generate {
        return Ok(Mode::Generate(what));
    }
    if args.check {
        return Ok(Mode::Check);
    }
    if !args.execute.is_empty() {
        return args
            .execute
            .iter()
            .map(|command| value::os_bytes(command.clone()).ok_or(OptionsError::CommandNotText))
            .collect::<Result<_, _>>()
            .map(|commands| Mode::Script(ScriptSource::Commands(commands)));
    }
    Ok(match &args.file {
        Some(file) if file == Path::new("-") => Mode::Script(ScriptSource::Stdin),
        Some(file) => Mode::Script(ScriptSource::File(file.clone())),
        None if !around.stdin_is_terminal => Mode::Script(ScriptSource::Stdin),
        None => Mode::Shell {
            editor: around.stdout_is_terminal,
        },
    })
}

fn configuration(
    args: &Args,
    around: &Surroundings,
    folders: Option<&Folders>,
) -> Result<Config, OptionsError> {
    Ok(match config_file(args, around, folders) {
        Some((path, Named::Yes)) => Config::read(&path)?,
        Some((path, Named::No)) => Config::read_if_there(&path)?,
        None => Config::default(),
    })
}

/// Whether somebody asked for this very file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Then it has to be there.
    Yes,
    /// It is the usual one.
    No,
}

/// The configuration file that `--config`, the environment, or nothing names.
pub fn config_file(
    args: &Args,
    around: &Surroundings,
    folders: Option<&Folders>,
) -> Option<(PathBuf, Named)> {
    if args.no_config {
        return None;
    }
    let named = args.config.clone();
    let named = named.or_else(|| around.variable("RCON_SHELL_CONFIG").map(PathBuf::from));
    match (named, folders) {
        (Some(path), _) => Some((path, Named::Yes)),
        (None, Some(folders)) => Some((folders.config_file(), Named::No)),
        (None, None) => None,
    }
}

fn settings(args: &Args) -> Settings {
    Settings {
        timeout: args.timeout,
        game: args.game,
        encoding: args.encoding,
        proxy_command: args.proxy_command.clone(),
        max_command: args.max_command,
        max_reply: args.max_reply,
    }
}

fn destination(
    args: &Args,
    around: &Surroundings,
    book: &Book,
) -> Result<Destination, OptionsError> {
    if args.demo {
        return Ok(Destination::Demo);
    }
    let (words, port) = if args.servers.is_empty() {
        match around.text("RCON_HOST")? {
            None => return Ok(Destination::Nowhere),
            Some(host) => (vec![host], environment_port(around)?),
        }
    } else {
        (args.servers.clone(), DEFAULT_PORT)
    };
    let mut targets = book.all_with_port(&words, port)?;
    // A server named twice is one, and then no fleet; a group of one stays a
    // fleet, so that its output does not change with its size.
    let group = words.iter().any(|word| word.starts_with('@'));
    Ok(match targets.pop() {
        None => Destination::Nowhere,
        Some(only) if !group && targets.is_empty() => Destination::Server(Box::new(only)),
        Some(last) => {
            targets.push(last);
            Destination::Fleet(targets)
        }
    })
}

fn environment_port(around: &Surroundings) -> Result<u16, OptionsError> {
    match around.text("RCON_PORT")? {
        None => Ok(DEFAULT_PORT),
        Some(text) => match text.trim().parse() {
            Ok(port) if port > 0 => Ok(port),
            _ => Err(OptionsError::BadPort(text)),
        },
    }
}

/// Refuses what needs a server and has none, or needs one and has many.
fn check_destination(mode: &Mode, destination: &Destination) -> Result<(), OptionsError> {
    match (mode, destination) {
        (Mode::Shell { .. }, Destination::Fleet(_)) => Err(OptionsError::FleetShell),
        (Mode::Check, Destination::Nowhere) => Err(OptionsError::NoServer("--check")),
        // A first command that is not one of ours has nowhere to go.
        (Mode::Script(ScriptSource::Commands(commands)), Destination::Nowhere)
            if commands.first().is_some_and(|first| parse(first).is_sent()) =>
        {
            Err(OptionsError::NoServer("-e"))
        }
        _ => Ok(()),
    }
}

fn password(args: &Args) -> Option<PasswordSource> {
    if args.password_stdin {
        return Some(PasswordSource::Stdin);
    }
    let file = args.password_file.clone().map(PasswordSource::File);
    file.or_else(|| args.password.clone().map(PasswordSource::Value))
}

fn environment_password(around: &Surroundings) -> Result<Option<PasswordSource>, OptionsError> {
    if let Some(file) = around.variable("RCON_PASSWORD_FILE") {
        return Ok(Some(PasswordSource::File(file.into())));
    }
    let Some(word) = around.variable("RCON_PASSWORD") else {
        return Ok(None);
    };
    match value::password(word) {
        Ok(password) => Ok(Some(PasswordSource::Value(password))),
        Err(_) => Err(OptionsError::VariableNotText("RCON_PASSWORD")),
    }
}
