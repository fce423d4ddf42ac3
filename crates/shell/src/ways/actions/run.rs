//! `!run FILE`: the commands of a file, up to the first that fails.

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::typing::script::nested::open;
use crate::ways::prompt::typed;
use crate::ways::script::Runner;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| typed::run(repl, local)),
    script: Some(|runner, local, _| in_script(runner, local)),
    fleet: Some(|fleet, local| typed::run(fleet, local).map(Came::Done)),
};

fn in_script(runner: &mut Runner<'_>, local: &Local) -> Result<Next> {
    let aliases = &runner.console.book.config().aliases;
    let mut script = open(local, runner.depth, aliases)?;
    runner.depth += 1;
    let next = runner.steps(&mut script);
    runner.depth -= 1;
    Ok(next)
}
