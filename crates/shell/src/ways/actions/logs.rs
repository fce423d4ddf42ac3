//! `!logs [REGEX]`, `!logs off`: the server's log above the prompt.

use regex_lite::Regex;

use super::{Action, Came, Next};
use crate::error::{Result, UsageError};
use crate::ways::prompt::{Repl, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        say(&logs(repl, local.text())?);
        Ok(Next::Go)
    }),
    script: None,
    fleet: Some(|fleet, local| match local.text() {
        "off" => fleet.leave_logs().map(|()| Came::Done(Next::Go)),
        pattern => fleet.follow_logs(filter(pattern)?),
    }),
};

/// The lines that are wanted.
fn filter(pattern: &str) -> Result<Option<Regex>> {
    if pattern.is_empty() {
        return Ok(None);
    }
    let filter = Regex::new(pattern)
        .map_err(|error| UsageError(format!("not a pattern: {pattern:?}: {error}")))?;
    Ok(Some(filter))
}

/// Begins, changes or ends it. What there is to say about it.
fn logs(repl: &mut Repl, text: &str) -> Result<String> {
    match text {
        "off" if repl.leave_log() => Ok("the log is off".to_owned()),
        "off" => Ok("the log is off already".to_owned()),
        pattern => repl.follow_log(filter(pattern)?),
    }
}
