//! The `!` commands: what is done here and not sent to the server.

pub(crate) mod connect;
mod find;
pub(crate) mod help;
pub(crate) mod log;
pub(crate) mod pipe;
pub(crate) mod prompt;
pub(crate) mod run;
mod save;
mod servers;
pub(crate) mod set;
mod watch;

use crate::error::UsageError;

/// The words of a `!` command's arguments, quoted as for a shell.
///
/// # Errors
///
/// A quote that is not closed.
pub(crate) fn words(rest: &str) -> Result<Vec<String>, UsageError> {
    shlex::split(rest).ok_or_else(|| UsageError("a quote is not closed".to_owned()))
}

/// The one word that a command takes.
///
/// # Errors
///
/// There is none, or more.
pub(crate) fn one_word(usage: &str, rest: &str) -> Result<String, UsageError> {
    let mut words = words(rest)?;
    match (words.pop(), words.is_empty()) {
        (Some(word), true) => Ok(word),
        _ => Err(UsageError(format!("usage: {usage}"))),
    }
}
