//! `!reconnect`.

use super::{Action, Next};
use crate::error::Cause;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| {
        match repl.console.last_with_password() {
            Ok((target, found)) => {
                repl.connect(&target, found);
                repl.say_where();
                repl.on_connect();
            }
            Err(error) if matches!(error.cause(), Cause::NotConnected(_)) => return Err(error),
            Err(error) => repl.connected(Err(error)),
        }
        Ok(Next::Go)
    }),
    script: Some(|runner, _, _| {
        runner.part();
        runner.elsewhere = runner.console.last().cloned();
        runner.console.reconnect()?;
        runner.elsewhere = None;
        // It may have been tried only, after another.
        if let Some(target) = &runner.console.target {
            runner.sink.server(target);
        }
        Ok(Next::Go)
    }),
    fleet: Some(|fleet, _| {
        let places = fleet.selected.clone();
        fleet.reconnect(&places)
    }),
};
