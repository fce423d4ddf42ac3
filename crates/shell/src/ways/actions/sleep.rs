//! `!sleep SECONDS`.

use std::time::Duration;

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::UsageError;
use crate::request::cli::value;
use crate::system::patience::pause;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        repl.console.sleep(time(local)?)?;
        Ok(Next::Go)
    }),
    script: Some(|runner, local, _| {
        runner.sleep(time(local)?)?;
        Ok(Next::Go)
    }),
    fleet: Some(|fleet, local| {
        pause(time(local)?, &fleet.cancel)?;
        Ok(Came::Done(Next::Go))
    }),
};

fn time(local: &Local) -> Result<Duration, UsageError> {
    match local.text() {
        "" => Err(local.command.usage_error()),
        text => seconds(text),
    }
}

/// What the options take.
pub(super) fn seconds(text: &str) -> Result<Duration, UsageError> {
    value::duration(text).map_err(|why| UsageError(format!("{why}: {text:?}")))
}
