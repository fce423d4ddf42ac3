//! `!send TEXT`: what the shell would take for itself.

use super::{Action, Next};
use crate::commands::Local;
use crate::error::Result;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        // Without the blank that completion leaves.
        repl.send(text(local)?.trim_ascii_end())?;
        Ok(Next::Go)
    }),
    script: Some(|runner, local, follows| runner.deliver(text(local)?, follows)),
    fleet: Some(|fleet, local| fleet.send(text(local)?.trim_ascii_end())),
};

fn text(local: &Local) -> Result<&[u8]> {
    match local.bytes() {
        blank if blank.trim_ascii().is_empty() => Err(local.command.usage_error().into()),
        text => Ok(text),
    }
}
