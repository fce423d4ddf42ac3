//! `!set NAME VALUE`.

use clap::ValueEnum as _;

use super::words;
use crate::error::UsageError;
use crate::server::console::{Console, seconds};
use crate::show::style::ColorChoice;
use crate::ways::prompt::Repl;

/// Sets what a script has: the timeout. The rest is for people, and is looked
/// at only to be known.
///
/// # Errors
///
/// There is no such setting, or it does not take that value.
pub(crate) fn set_in_script(console: &mut Console, rest: &str) -> crate::error::Result<()> {
    let words = words(rest)?;
    let [name, value] = &words[..] else {
        return Err(UsageError("usage: !set NAME VALUE".to_owned()).into());
    };
    match name.as_str() {
        "timeout" => set_timeout(console, value),
        "color" | "timing" | "pager" | "vi" => Ok(()),
        _ => Err(unknown(name).into()),
    }
}

/// Sets the deadline, in seconds.
///
/// # Errors
///
/// It is not a time to wait.
pub(crate) fn set_timeout(console: &mut Console, value: &str) -> crate::error::Result<()> {
    let timeout = seconds(value)?;
    if timeout.is_zero() {
        return Err(UsageError("the timeout must be more than 0 seconds".to_owned()).into());
    }
    console.set_timeout(timeout);
    Ok(())
}

/// There is no such setting.
pub(crate) fn unknown(name: &str) -> UsageError {
    UsageError(format!(
        "unknown setting {name:?}: there are timeout, color, timing, pager and vi"
    ))
}

/// Sets what the prompt has.
///
/// # Errors
///
/// There is no such setting, or it does not take that value.
pub(crate) fn set(repl: &mut Repl, rest: &str) -> crate::error::Result<()> {
    let words = words(rest)?;
    let (name, value) = match &words[..] {
        [] => return show(repl),
        [name, value] => (name.as_str(), value.as_str()),
        _ => return Err(UsageError("usage: !set NAME VALUE".to_owned()).into()),
    };
    match name {
        "timeout" => return set_timeout(&mut repl.console, value),
        "timing" => repl.settings.timing = on_or_off(name, value)?,
        "pager" => repl.settings.pager = on_or_off(name, value)?,
        "vi" => {
            repl.settings.vi = on_or_off(name, value)?;
            repl.lines.set_vi(repl.settings.vi);
        }
        "color" => {
            let choice = ColorChoice::from_str(value, true);
            let choice = choice.map_err(|_| {
                UsageError(format!("color is auto, always or never, not {value:?}"))
            })?;
            repl.set_color(choice);
        }
        _ => return Err(unknown(name).into()),
    }
    Ok(())
}

fn show(repl: &mut Repl) -> crate::error::Result<()> {
    let word = |on| if on { "on" } else { "off" };
    let timeout = repl
        .console
        .timeout
        .or(repl.console.target.as_ref().map(|t| t.timeout));
    let timeout = timeout
        .unwrap_or(crate::request::target::DEFAULT_TIMEOUT)
        .as_secs_f64();
    let text = format!(
        "timeout {timeout}\ncolor {}\ntiming {}\npager {}\nvi {}\n",
        repl.settings.color.name(),
        word(repl.settings.timing),
        word(repl.settings.pager),
        word(repl.settings.vi)
    );
    repl.print(&text).map(drop)
}

fn on_or_off(name: &str, value: &str) -> Result<bool, UsageError> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(UsageError(format!("{name} is on or off, not {value:?}"))),
    }
}
