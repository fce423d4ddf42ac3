//! `!reconnect`.

use super::{Action, Next};
use crate::server::console::NotConnected;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| {
        if repl.console.target.is_none() {
            return Err(NotConnected.into());
        }
        let result = repl.console.reconnect();
        repl.connected(result);
        Ok(Next::Go)
    }),
    script: Some(|runner, _, _| {
        runner.settle();
        runner.console.reconnect()?;
        Ok(Next::Go)
    }),
};
