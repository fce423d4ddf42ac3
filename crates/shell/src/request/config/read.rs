//! TOML into a [`Config`].

use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use rcon_proto::{Address, Game, Password};
use toml_edit::Document;

use super::aliases::aliases;
use super::section::{Section, Source};
use super::{Config, ConfigError, Defaults, Group, Problem, Profile};
use crate::nearest::nearest;
use crate::request::guard::Guard;
use crate::request::manner::{Confirm, Manner, PromptColor};
use crate::request::settings::{Location, PasswordSource, Settings};
use crate::show::style::ColorChoice;
use crate::system::encoding::ServerEncoding;
use crate::system::paths::with_home;

/// Keys that `[defaults]` and each server have in common.
const SHARED: [&str; 12] = [
    "timeout",
    "game",
    "encoding",
    "proxy_command",
    "max_command_bytes",
    "max_reply_bytes",
    "password",
    "password_file",
    "password_command",
    "strict",
    "confirm",
    "prompt",
];

/// Keys that stand in servers alone.
const OF_SERVERS: [&str; 7] = [
    "from",
    "address",
    "color",
    "allow",
    "deny",
    "log",
    "on_connect",
];

/// Keys that stand in `[defaults]` alone.
const OF_DEFAULTS: [&str; 6] = ["color", "pager", "timing", "vi", "history", "parallel"];

/// All of them.
#[cfg(test)]
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    let all = SHARED.iter().chain(&OF_SERVERS).chain(&OF_DEFAULTS);
    all.copied()
}

/// Reads the text of the file at `path`.
pub(super) fn parse(path: &Path, text: &str) -> Result<Config, ConfigError> {
    // Notepad writes one.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = Source { path, text };
    let document = Document::parse(text).map_err(|e| source.error(e.span(), syntax(&e)))?;
    let root = Section::of(source, "the file", document.as_item())?;
    root.only(&["defaults", "servers", "groups", "aliases"])?;

    let mut config = Config {
        path: Some(path.to_owned()),
        ..Config::default()
    };
    // Groups come after them: their members are checked against the profiles.
    for wanted in ["defaults", "servers", "groups", "aliases"] {
        let Some((_, item)) = root.iter().find(|(key, _)| *key == wanted) else {
            continue;
        };
        let section = Section::of(source, &format!("[{wanted}]"), item)?;
        match wanted {
            "defaults" => config.defaults = defaults(path, &section)?,
            "servers" => config.profiles = profiles(source, &section)?,
            "aliases" => config.aliases = aliases(&section)?,
            _ => config.groups = groups(source, &section, &config.profiles)?,
        }
    }
    Ok(config)
}

fn defaults(path: &Path, section: &Section<'_>) -> Result<Defaults, ConfigError> {
    section.only(&[&SHARED[..], &OF_DEFAULTS].concat())?;
    Ok(Defaults {
        settings: settings(section)?,
        password: password(path, section)?,
        color: section.parsed("color", |text| ColorChoice::from_str(text, true))?,
        pager: section.flag("pager")?,
        timing: section.flag("timing")?,
        vi: section.flag("vi")?,
        history: section.flag("history")?,
        parallel: section.count("parallel")?,
    })
}

fn profiles(source: Source<'_>, servers: &Section<'_>) -> Result<Vec<Profile>, ConfigError> {
    let mut profiles = Vec::new();
    for (name, item) in servers.iter() {
        check_name(servers, name)?;
        let section = Section::of(source, &format!("[servers.{name}]"), item)?;
        section.only(&[&SHARED[..], &OF_SERVERS].concat())?;
        let location = location(source.path, &section)?
            .ok_or_else(|| section.error(Problem::NoAddress(section.name().to_owned())))?;
        profiles.push(Profile {
            name: name.to_owned(),
            location,
            settings: settings(&section)?,
            password: password(source.path, &section)?,
            manner: manner(source.path, &section)?,
        });
    }
    Ok(profiles)
}

fn manner(path: &Path, section: &Section<'_>) -> Result<Manner, ConfigError> {
    Ok(Manner {
        guard: Guard {
            allow: section.texts("allow")?,
            deny: section.texts("deny")?.unwrap_or_default(),
        },
        color: section.parsed("color", str::parse::<PromptColor>)?,
        log: path_of(path, section, "log")?,
        on_connect: section.texts("on_connect")?.unwrap_or_default(),
    })
}

fn groups(
    source: Source<'_>,
    section: &Section<'_>,
    profiles: &[Profile],
) -> Result<Vec<Group>, ConfigError> {
    let mut groups = Vec::new();
    for (name, item) in section.iter() {
        check_name(section, name)?;
        let wrong = || Problem::WrongType {
            key: name.to_owned(),
            expected: "a list of names and addresses in quotes",
        };
        let list = item
            .as_array()
            .ok_or_else(|| section.error_at(name, wrong()))?;
        let mut members = Vec::new();
        for value in list {
            let member = value
                .as_str()
                .ok_or_else(|| source.error(value.span(), wrong()))?;
            check_member(name, member, profiles)
                .map_err(|problem| source.error(value.span(), problem))?;
            members.push(member.to_owned());
        }
        if members.is_empty() {
            return Err(section.error_at(name, Problem::EmptyGroup(name.to_owned())));
        }
        groups.push(Group {
            name: name.to_owned(),
            members,
        });
    }
    Ok(groups)
}

/// A member is a profile or an address. A lone word could be either a host
/// name or a slip, so a host name needs a dot or a port here.
fn check_member(group: &str, member: &str, profiles: &[Profile]) -> Result<(), Problem> {
    if profiles.iter().any(|profile| profile.name == member) {
        return Ok(());
    }
    if member == "localhost" || member.contains(['.', ':']) {
        return match member.parse::<Address>() {
            Ok(_) => Ok(()),
            Err(error) => Err(Problem::WrongValue {
                key: group.to_owned(),
                detail: error.to_string(),
            }),
        };
    }
    let names = profiles.iter().map(|profile| profile.name.as_str());
    Err(Problem::UnknownMember {
        member: member.to_owned(),
        group: group.to_owned(),
        nearest: nearest(member, names).map(str::to_owned),
    })
}

/// Whether a profile or a group can be called so and be named on the command
/// line.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['@', '-'])
        && !name.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn check_name(section: &Section<'_>, name: &str) -> Result<(), ConfigError> {
    if is_name(name) {
        return Ok(());
    }
    Err(section.error_at(name, Problem::BadName(name.to_owned())))
}

fn settings(section: &Section<'_>) -> Result<Settings, ConfigError> {
    Ok(Settings {
        timeout: section.deadline("timeout")?,
        game: section.parsed("game", str::parse::<Game>)?,
        encoding: section.parsed("encoding", str::parse::<ServerEncoding>)?,
        proxy_command: section.text("proxy_command")?.map(str::to_owned),
        max_command: section.bytes("max_command_bytes")?,
        max_reply: section.bytes("max_reply_bytes")?,
        strict: section.flag("strict")?,
        fail_on: Vec::new(),
        confirm: section.parsed("confirm", str::parse::<Confirm>)?,
        prompt: section.text("prompt")?.map(str::to_owned),
    })
}

/// The address, or the game's own file that has it.
fn location(path: &Path, section: &Section<'_>) -> Result<Option<Location>, ConfigError> {
    only_one(section, &["from", "address"])?;
    // The game's file has the password too.
    for key in PASSWORDS {
        only_one(section, &["from", key])?;
    }
    if let Some(file) = path_of(path, section, "from")? {
        return Ok(Some(Location::From(file)));
    }
    let checked = |text: &str| text.parse::<Address>().map(|_| text.to_owned());
    let address = section.parsed("address", checked)?;
    Ok(address.map(Location::Address))
}

/// The ways to a password.
const PASSWORDS: [&str; 3] = ["password_command", "password_file", "password"];

/// Refuses more than one of these keys.
fn only_one(section: &Section<'_>, keys: &[&'static str]) -> Result<(), ConfigError> {
    let mut there = keys.iter().filter(|key| section.has(key));
    if let (Some(first), Some(second)) = (there.next(), there.next()) {
        let problem = Problem::TwoWays {
            section: section.name().to_owned(),
            first,
            second,
        };
        return Err(section.error_at(second, problem));
    }
    Ok(())
}

fn password(path: &Path, section: &Section<'_>) -> Result<Option<PasswordSource>, ConfigError> {
    only_one(section, &PASSWORDS)?;
    let command = section.text("password_command")?;
    let file = path_of(path, section, "password_file")?;
    let value = section.text("password")?;
    Ok(command
        .map(|command| PasswordSource::Command(command.to_owned()))
        .or_else(|| file.map(PasswordSource::File))
        .or_else(|| value.map(|value| PasswordSource::Value(Password::new(value)))))
}

/// A path in the file: `~/` is the home folder, what is relative starts where
/// the file is, so that it means the same wherever the program is started.
///
/// A control character in it was not meant: `"C:\new"` has a newline.
fn path_of(
    config: &Path,
    section: &Section<'_>,
    key: &'static str,
) -> Result<Option<PathBuf>, ConfigError> {
    let Some(text) = section.text(key)? else {
        return Ok(None);
    };
    if text.contains(char::is_control) {
        let problem = Problem::WrongValue {
            key: key.to_owned(),
            detail: BACKSLASH.to_owned(),
        };
        return Err(section.error_at(key, problem));
    }
    let file = with_home(text);
    Ok(Some(match config.parent() {
        Some(folder) => folder.join(file),
        None => file,
    }))
}

/// What to do about a path that was written as on Windows.
const BACKSLASH: &str =
    "a \\ in double quotes begins an escape: put the path in single quotes, 'C:\\logs\\a.log'";

/// What TOML's reader has to say, or what helps instead.
pub(super) fn syntax(error: &toml_edit::TomlError) -> Problem {
    let message = error.message();
    // `\q`, `\Users` and `\xyz`.
    if ["escape", "unicode", "hexadecimal"]
        .iter()
        .any(|word| message.contains(word))
    {
        return Problem::Syntax(BACKSLASH.to_owned());
    }
    Problem::Syntax(message.to_owned())
}
