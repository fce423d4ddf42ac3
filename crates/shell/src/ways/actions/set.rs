//! `!set NAME VALUE`.

use std::fmt::Write as _;

use clap::ValueEnum as _;

use super::{Action, Next};
use crate::commands::{Local, Setting};
use crate::error::UsageError;
use crate::request::target::DEFAULT_TIMEOUT;
use crate::server::console::{Console, seconds};
use crate::show::style::ColorChoice;
use crate::ways::prompt::Repl;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| set(repl, local).map(|()| Next::Go)),
    script: Some(|runner, local, _| set_in_script(runner.console, local).map(|()| Next::Go)),
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
        Setting::Color | Setting::Timing | Setting::Pager | Setting::Vi => Ok(()),
    }
}

/// Sets the deadline, in seconds.
fn set_timeout(console: &mut Console, value: &str) -> crate::error::Result<()> {
    let timeout = seconds(value)?;
    if timeout.is_zero() {
        return Err(UsageError("the timeout must be more than 0 seconds".to_owned()).into());
    }
    console.set_timeout(timeout);
    Ok(())
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
        [] => return show(repl),
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
        Setting::Color => {
            let choice = ColorChoice::from_str(value, true);
            let choice = choice.map_err(|_| {
                UsageError(format!("color is auto, always or never, not {value:?}"))
            })?;
            repl.set_color(choice);
        }
    }
    Ok(())
}

/// Prints each setting with its value.
fn show(repl: &mut Repl) -> crate::error::Result<()> {
    let mut text = String::new();
    for setting in Setting::ALL {
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "{} {}", setting.name(), value(repl, *setting));
    }
    repl.print(&text).map(drop)
}

fn value(repl: &Repl, setting: Setting) -> String {
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
    }
}

fn on_or_off(name: &str, value: &str) -> Result<bool, UsageError> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(UsageError(format!("{name} is on or off, not {value:?}"))),
    }
}
