//! `!set NAME VALUE`.

use super::words;
use crate::console::{Console, seconds};
use crate::exit::UsageError;

/// Sets what a script has: the timeout. The rest is for people, and is looked
/// at only to be known.
///
/// # Errors
///
/// There is no such setting, or it does not take that value.
pub(crate) fn set_in_script(console: &mut Console, rest: &str) -> anyhow::Result<()> {
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
pub(crate) fn set_timeout(console: &mut Console, value: &str) -> anyhow::Result<()> {
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
