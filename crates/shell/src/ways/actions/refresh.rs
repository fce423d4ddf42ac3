//! `!refresh`.

use super::{Action, Came, Next};
use crate::server::console::NotConnected;
use crate::ways::prompt::say;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| {
        if repl.console.target.is_none() {
            return Err(NotConnected.into());
        }
        if repl.directory.refresh() {
            say("asking the server for its names again");
        } else {
            say("no names are asked for here: this kind of server has no list of them");
        }
        Ok(Next::Go)
    }),
    script: None,
    fleet: Some(|fleet, _| {
        fleet.union.refresh();
        say("asking the servers for their names again");
        Ok(Came::Done(Next::Go))
    }),
};
