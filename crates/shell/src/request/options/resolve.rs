//! Options, environment and configuration into one answer.

use std::path::PathBuf;

use crate::commands::{parse, redact, secret_part};
use crate::live::REDACTED;
use crate::request::cli::stray::Guess;
use crate::request::cli::{Args, value};
use crate::request::config::Config;
use crate::request::config::folders::Folders;
use crate::request::log_place::LogPlace;
use crate::request::settings::{PasswordSource, Settings};
use crate::request::target::{Book, TargetError, is_bare};

use super::choosing::mode;
use super::{
    Destination, DriftEnd, Mode, Options, OptionsError, PasswordOption, ScriptRun, ScriptSource,
    Surroundings,
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
    let mode = mode(args, around)?;
    let config = match &mode {
        Mode::Generate(_) => Config::default(),
        _ => configuration(args, around, folders)?,
    };
    let defaults = config.defaults.clone();
    let mode = match mode {
        Mode::Shell(shell) => Mode::Shell(shell.with(&defaults)),
        mode => mode,
    };
    let book = Book::new(config, settings(args)).with_hosts(around.hosts.clone());
    let destination = match &mode {
        Mode::Generate(_) => Destination::Nowhere,
        _ => destination(args, around, &book)?,
    };
    check_destination(&mode, &destination)?;

    let mut notices = Vec::new();
    let password = match (password(args), &destination) {
        (None, _) => PasswordOption::Absent,
        (Some(source), Destination::Server(_) | Destination::Fleet(_)) => {
            PasswordOption::Given(source)
        }
        (Some(source), Destination::Nowhere) => {
            notices.push("the password option is ignored: there is no server".to_owned());
            PasswordOption::Ignored(source)
        }
        (Some(source), Destination::Demo) => {
            notices.push("the password option is ignored: the demo brings its own".to_owned());
            PasswordOption::Ignored(source)
        }
    };
    Ok(Options {
        mode,
        called: match &destination {
            Destination::Fleet(_) => called(args, around)?,
            _ => Vec::new(),
        },
        destination,
        book,
        password,
        environment_password: environment_password(around)?,
        wait: args.wait,
        keeps: !args.no_history,
        color: args.color.or(defaults.color).unwrap_or_default(),
        parallel: args.parallel.or(defaults.parallel),
        log: LogPlace {
            listen: args.log_listen,
            via: args.log_via.clone(),
        },
        verbose: args.verbose,
        quiet: args.quiet,
        notices,
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
pub(crate) enum Named {
    /// Then it has to be there.
    Yes,
    /// It is the usual one.
    No,
}

/// The configuration file that `--config`, the environment, or nothing names.
pub(crate) fn config_file(
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
        strict: args.strict.then_some(true),
        fail_on: args.fail_on.clone(),
        confirm: None,
        prompt: None,
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
    if let Some(file) = &args.from {
        return Ok(Destination::Server(Box::new(book.of_game_file(file)?)));
    }
    let words = called(args, around)?;
    let port = match (args.servers.is_empty(), words.is_empty()) {
        (true, true) => return Ok(Destination::Nowhere),
        (true, false) => environment_port(around)?.unwrap_or_else(|| book.default_port()),
        (false, _) => book.default_port(),
    };
    let mut targets = book
        .all_with_port(&words, port)
        .map_err(|error| explained(error, args, book))?;
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

/// The words that name servers: arguments, or what the environment says.
fn called(args: &Args, around: &Surroundings) -> Result<Vec<String>, OptionsError> {
    if args.servers.is_empty() {
        return Ok(around.text("RCON_HOST")?.into_iter().collect());
    }
    Ok(args.servers.clone())
}

/// Adds to a word that is no server what it is more likely part of: a command.
fn explained(error: TargetError, args: &Args, book: &Book) -> TargetError {
    let TargetError::NoServer { word, nearest, .. } = &error else {
        return error;
    };
    let (instead, command) = match args.command_of(word, |word| {
        is_bare(word) && book.config().profile(word).is_none()
    }) {
        Some(Guess::Quotes(command)) => (
            format!("; quotes missing? -e {}", quoted(&command)),
            command,
        ),
        Some(Guess::Command(command)) => (
            format!("; -e {} runs it as a command", quoted(&command)),
            command,
        ),
        None => return error,
    };
    // What was to be a command may hold a password, in the very word.
    let word = if secret_part(&command) {
        REDACTED.to_owned()
    } else {
        word.clone()
    };
    TargetError::NoServer {
        word,
        nearest: nearest.clone(),
        instead,
    }
}

/// A command as a shell takes it, without a password in it.
fn quoted(command: &str) -> String {
    let command = redact(command);
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@%+,=".contains(c);
    if command.chars().all(plain) {
        command.into_owned()
    } else {
        format!("'{}'", command.replace('\'', "'\\''"))
    }
}

fn environment_port(around: &Surroundings) -> Result<Option<u16>, OptionsError> {
    match around.text("RCON_PORT")? {
        None => Ok(None),
        Some(text) => match text.trim().parse() {
            Ok(port) if port > 0 => Ok(Some(port)),
            _ => Err(OptionsError::BadPort(text)),
        },
    }
}

/// Refuses what needs a server and has none, or needs one and has many.
fn check_destination(mode: &Mode, destination: &Destination) -> Result<(), OptionsError> {
    match (mode, destination) {
        (Mode::Check(_), Destination::Nowhere) => Err(OptionsError::NoServer("--check")),
        (Mode::Follow(_), Destination::Nowhere) => Err(OptionsError::NoServer("--follow")),
        (Mode::Players(_), Destination::Nowhere) => Err(OptionsError::NoServer("--players")),
        (Mode::Drift(run), Destination::Nowhere) => Err(OptionsError::NoServer(match run.end {
            DriftEnd::Told => "--expect",
            DriftEnd::Set => "--apply",
        })),
        // A first command that is not one of ours has nowhere to go.
        (
            Mode::Script(ScriptRun {
                source: ScriptSource::Commands(commands),
                ..
            }),
            Destination::Nowhere,
        ) if commands.first().is_some_and(|first| parse(first).is_sent()) => {
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
