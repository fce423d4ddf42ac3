//! `!history [N]`.

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::show::escape;
use crate::ways::prompt::Repl;

/// Lines of the history that are shown where nobody says how many.
const COUNT: usize = 50;

pub(super) const ACTION: Action = Action {
    prompt: Some(history),
    script: None,
    fleet: Some(|fleet, local| {
        let text = lines(fleet.lines.history(count(local)?));
        fleet.print(&text).map(Came::Done)
    }),
};

fn history(repl: &mut Repl, local: &Local) -> Result<Next> {
    let text = lines(repl.lines.history(count(local)?));
    repl.print(&text)
}

fn count(local: &Local) -> Result<usize> {
    match local.text() {
        "" => Ok(COUNT),
        number => Ok(number.parse().map_err(|_| local.command.usage_error())?),
    }
}

fn lines(history: &[String]) -> String {
    let mut lines = String::new();
    for line in history {
        lines.push_str(&escape::line(line, usize::MAX));
        lines.push('\n');
    }
    lines
}
