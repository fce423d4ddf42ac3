//! `!disconnect`.

use super::{Action, Came, Next};
use crate::server::console::NotConnected;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| {
        if !repl.leave_server() {
            return Err(NotConnected.into());
        }
        Ok(Next::Go)
    }),
    script: Some(|runner, _, _| {
        runner.part();
        runner.console.disconnect();
        Ok(Next::Go)
    }),
    fleet: Some(|fleet, _| {
        let places = fleet.selected.clone();
        fleet.leave(&places)?;
        Ok(Came::Done(Next::Go))
    }),
};
