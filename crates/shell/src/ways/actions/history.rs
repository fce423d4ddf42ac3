//! `!history [N]`.

use super::{Action, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::show::escape;
use crate::ways::prompt::Repl;

/// Lines of the history that are shown where nobody says how many.
const COUNT: usize = 50;

pub(super) const ACTION: Action = Action {
    prompt: Some(history),
    script: None,
};

fn history(repl: &mut Repl, local: &Local) -> Result<Next> {
    let count = match local.text() {
        "" => COUNT,
        number => number.parse().map_err(|_| local.command.usage_error())?,
    };
    let mut lines = String::new();
    for line in repl.lines.history(count) {
        lines.push_str(&escape::line(line, usize::MAX));
        lines.push('\n');
    }
    repl.print(&lines)
}
