//! `!run FILE`: the commands of a file, up to the first that fails.

use super::{Action, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::typing::script::nested::open;
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::Repl;
use crate::ways::script::Runner;

pub(super) const ACTION: Action = Action {
    prompt: Some(at_prompt),
    script: Some(|runner, local, _| in_script(runner, local)),
    fleet: Some(in_fleet),
};

fn at_prompt(repl: &mut Repl, local: &Local) -> Result<Next> {
    let aliases = &repl.console.book.config().aliases;
    let mut script = open(local, repl.depth, aliases)?;
    repl.depth += 1;
    let result = repl.script(&mut script);
    repl.depth -= 1;
    result
}

fn in_script(runner: &mut Runner<'_>, local: &Local) -> Result<Next> {
    let aliases = &runner.console.book.config().aliases;
    let mut script = open(local, runner.depth, aliases)?;
    runner.depth += 1;
    let next = runner.steps(&mut script);
    runner.depth -= 1;
    Ok(next)
}

fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Next> {
    let aliases = &fleet.book.config().aliases;
    let mut script = open(local, fleet.depth, aliases)?;
    fleet.depth += 1;
    let result = fleet.script(&mut script);
    fleet.depth -= 1;
    result
}
