//! `!logs [REGEX]`, `!logs off`: the server's log above the prompt.

use regex_lite::Regex;

use super::{Action, Next};
use crate::error::{Result, UsageError};
use crate::ways::prompt::{Repl, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        say(&logs(repl, local.text())?);
        Ok(Next::Go)
    }),
    script: None,
    fleet: None,
};

/// Begins, changes or ends it. What there is to say about it.
fn logs(repl: &mut Repl, text: &str) -> Result<String> {
    match text {
        "" => repl.follow_log(None),
        "off" if repl.leave_log() => Ok("the log is off".to_owned()),
        "off" => Ok("the log is off already".to_owned()),
        pattern => {
            let filter = Regex::new(pattern)
                .map_err(|error| UsageError(format!("not a pattern: {pattern:?}: {error}")))?;
            repl.follow_log(Some(filter))
        }
    }
}
