//! `!set NAME VALUE`.

use std::fmt::Write as _;
use std::time::Duration;

use clap::ValueEnum as _;
use rcon_proto::{ErrorKind, Game, UnknownGame};

use super::{Action, Came, Next};
use crate::commands::{Local, Setting};
use crate::error::{Cause, UsageError};
use crate::request::cli::value;
use crate::request::manner::Confirm;
use crate::request::target::DEFAULT_TIMEOUT;
use crate::server::console::{Console, NotConnected};
use crate::show::style::ColorChoice;
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::Repl;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| set(repl, local).map(|()| Next::Go)),
    script: Some(|runner, local, _| set_in_script(runner.console, local).map(|()| Next::Go)),
    fleet: Some(|fleet, local| set_in_fleet(fleet, local).map(|()| Came::Done(Next::Go))),
};

/// Sets what a script has: the timeout. The rest is for people, and is looked
/// at only to be known.
fn set_in_script(console: &mut Console, local: &Local) -> crate::error::Result<()> {
    let words = local.words()?;
    let [name, value] = &words[..] else {
        return Err(local.command.usage_error().into());
    };
    match known(name)? {
        Setting::Timeout => set_timeout(console, value),
        Setting::Strict => {
            console.strict = Some(on_or_off(name, value)?);
            Ok(())
        }
        Setting::Game => set_game(console, value).map(drop),
        Setting::Confirm => Ok(value.parse::<Confirm>().map(drop).map_err(UsageError)?),
        Setting::Color | Setting::Timing | Setting::Pager | Setting::Vi => Ok(()),
    }
}

/// Sets the deadline, in seconds.
fn set_timeout(console: &mut Console, value: &str) -> crate::error::Result<()> {
    console.set_timeout(deadline(value)?);
    Ok(())
}

/// What `-t` would take.
fn deadline(value: &str) -> Result<Duration, UsageError> {
    value::deadline(value).map_err(|why| UsageError(format!("{why}: {value:?}")))
}

fn color(value: &str) -> Result<ColorChoice, UsageError> {
    ColorChoice::from_str(value, true)
        .map_err(|_| UsageError(format!("color is auto, always or never, not {value:?}")))
}

/// Takes the server for one of this game: it is logged in to again, as the game
/// says how its replies end. Whether there is a server.
fn set_game(console: &mut Console, value: &str) -> crate::error::Result<bool> {
    let game: Game = value
        .parse()
        .map_err(|error: UnknownGame| UsageError(error.to_string()))?;
    let connected = console.name_game(game).ok_or(NotConnected)?;
    if connected {
        console.reconnect()?;
    }
    Ok(connected)
}

fn known(name: &str) -> Result<Setting, UsageError> {
    Setting::named(name).ok_or_else(|| {
        let list = Setting::list();
        UsageError(format!("unknown setting {name:?}: there are {list}"))
    })
}

/// Sets what the prompt has.
fn set(repl: &mut Repl, local: &Local) -> crate::error::Result<()> {
    let words = local.words()?;
    let (name, value) = match &words[..] {
        [] => return show(repl, Setting::ALL),
        [name] => return show(repl, &[known(name)?]),
        [name, value] => (name.as_str(), value.as_str()),
        _ => return Err(local.command.usage_error().into()),
    };
    match known(name)? {
        Setting::Timeout => return set_timeout(&mut repl.console, value),
        Setting::Timing => repl.settings.timing = on_or_off(name, value)?,
        Setting::Pager => repl.settings.pager = on_or_off(name, value)?,
        Setting::Vi => {
            repl.settings.vi = on_or_off(name, value)?;
            repl.lines.set_vi(repl.settings.vi);
        }
        Setting::Strict => repl.console.strict = Some(on_or_off(name, value)?),
        Setting::Confirm => repl.settings.confirm = Some(value.parse().map_err(UsageError)?),
        Setting::Game => match set_game(&mut repl.console, value) {
            Ok(connected) => {
                repl.directory.disconnected();
                if connected {
                    repl.connected(Ok(()));
                }
            }
            Err(error) if error.kind() == ErrorKind::Usage => return Err(error),
            Err(error) if matches!(error.cause(), Cause::NotConnected(_)) => return Err(error),
            Err(error) => repl.connected(Err(error)),
        },
        Setting::Color => repl.set_color(color(value)?),
    }
    Ok(())
}

/// Prints settings with their values.
fn show(repl: &mut Repl, settings: &[Setting]) -> crate::error::Result<()> {
    let mut text = String::new();
    for setting in settings {
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "{} {}", setting.name(), value(repl, *setting));
    }
    repl.print(&text).map(drop)
}

/// What a setting is set to.
pub(super) fn value(repl: &mut Repl, setting: Setting) -> String {
    let word = |on| if on { "on" } else { "off" }.to_owned();
    match setting {
        Setting::Timeout => {
            let console = &repl.console;
            let of_target = console.target.as_ref().map(|target| target.timeout);
            let timeout = console.timeout.or(of_target).unwrap_or(DEFAULT_TIMEOUT);
            timeout.as_secs_f64().to_string()
        }
        Setting::Color => repl.settings.color.name().to_owned(),
        Setting::Timing => word(repl.settings.timing),
        Setting::Pager => word(repl.settings.pager),
        Setting::Vi => word(repl.settings.vi),
        Setting::Game => repl.game().name().to_owned(),
        Setting::Confirm => {
            let of_target = repl.console.target.as_ref().map(|target| target.confirm);
            let confirm = repl.settings.confirm.or(of_target).unwrap_or_default();
            confirm.name().to_owned()
        }
        Setting::Strict => {
            let of_target = repl
                .console
                .target
                .as_ref()
                .is_some_and(|target| target.strict);
            word(repl.console.strict.unwrap_or(of_target))
        }
    }
}

/// Sets what the prompt of a fleet has, or something of all its servers.
fn set_in_fleet(fleet: &mut Fleet, local: &Local) -> crate::error::Result<()> {
    let words = local.words()?;
    let (name, value) = match &words[..] {
        [] => return show_in_fleet(fleet, Setting::ALL),
        [name] => return show_in_fleet(fleet, &[known(name)?]),
        [name, value] => (name.as_str(), value.as_str()),
        _ => return Err(local.command.usage_error().into()),
    };
    match known(name)? {
        Setting::Timeout => {
            fleet.overrides.timeout = Some(deadline(value)?);
        }
        Setting::Strict => {
            fleet.overrides.strict = Some(on_or_off(name, value)?);
        }
        Setting::Timing => fleet.settings.timing = on_or_off(name, value)?,
        Setting::Pager => fleet.settings.pager = on_or_off(name, value)?,
        Setting::Vi => {
            fleet.settings.vi = on_or_off(name, value)?;
            fleet.lines.set_vi(fleet.settings.vi);
        }
        Setting::Confirm => fleet.settings.confirm = Some(value.parse().map_err(UsageError)?),
        Setting::Game => {
            let why = "the game is each server's own: game = in its profile, or --game for all";
            return Err(UsageError(why.to_owned()).into());
        }
        Setting::Color => fleet.set_color(color(value)?),
    }
    Ok(())
}

/// Prints settings with their values.
fn show_in_fleet(fleet: &mut Fleet, settings: &[Setting]) -> crate::error::Result<()> {
    let mut text = String::new();
    for setting in settings {
        let value = value_in_fleet(fleet, *setting);
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "{} {value}", setting.name());
    }
    fleet.print(&text).map(drop)
}

/// What a setting of a fleet is set to: `mixed` where it differs by server.
pub(super) fn value_in_fleet(fleet: &Fleet, setting: Setting) -> String {
    let word = |on| if on { "on" } else { "off" }.to_owned();
    let common = |of: &dyn Fn(usize) -> String| {
        let mut values: Vec<String> = (0..fleet.members.len()).map(of).collect();
        values.dedup();
        match &values[..] {
            [value] => value.clone(),
            _ => "mixed".to_owned(),
        }
    };
    let target = |place: usize| fleet.members.get(place).map(|member| &member.target);
    match setting {
        Setting::Timeout => fleet.overrides.timeout.map_or_else(
            || {
                common(&|it| {
                    target(it)
                        .map_or(DEFAULT_TIMEOUT, |t| t.timeout)
                        .as_secs_f64()
                        .to_string()
                })
            },
            |timeout| timeout.as_secs_f64().to_string(),
        ),
        Setting::Color => fleet.settings.color.name().to_owned(),
        Setting::Timing => word(fleet.settings.timing),
        Setting::Pager => word(fleet.settings.pager),
        Setting::Vi => word(fleet.settings.vi),
        Setting::Game => fleet.game().to_owned(),
        Setting::Confirm => match fleet.settings.confirm {
            Some(confirm) => confirm.name().to_owned(),
            None => common(&|it| {
                let confirm = target(it).map(|target| target.confirm);
                confirm.unwrap_or_default().name().to_owned()
            }),
        },
        Setting::Strict => fleet.overrides.strict.map_or_else(
            || common(&|it| word(target(it).is_some_and(|target| target.strict))),
            word,
        ),
    }
}

fn on_or_off(name: &str, value: &str) -> Result<bool, UsageError> {
    let is_on = value == "on";
    if is_on || value == "off" {
        return Ok(is_on);
    }
    Err(UsageError(format!("{name} is on or off, not {value:?}")))
}
