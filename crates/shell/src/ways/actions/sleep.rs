//! `!sleep SECONDS`.

use super::{Action, Next};
use crate::server::console::seconds;
use crate::system::patience::pause;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        repl.console.sleep(seconds(local.text())?)?;
        Ok(Next::Go)
    }),
    script: Some(|runner, local, _| {
        runner.sleep(seconds(local.text())?)?;
        Ok(Next::Go)
    }),
    fleet: Some(|fleet, local| {
        pause(seconds(local.text())?, &fleet.cancel)?;
        Ok(Next::Go)
    }),
};
