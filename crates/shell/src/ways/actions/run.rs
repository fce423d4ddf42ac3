//! `!run FILE`: the commands of a file, up to the first that fails.

use std::sync::Arc;

use super::{Action, Next};
use crate::commands::{Aliases, Local};
use crate::error::{Result, UsageError};
use crate::system::paths::with_home;
use crate::typing::script::Script;
use crate::ways::prompt::Repl;
use crate::ways::script::Runner;

/// How deep scripts run scripts.
const MAX_DEPTH: usize = 16;

pub(super) const ACTION: Action = Action {
    prompt: Some(at_prompt),
    script: Some(|runner, local, _| in_script(runner, local)),
};

/// Opens the script that a line names. `depth` is how many are open already,
/// below the first.
///
/// # Errors
///
/// It cannot be opened, or they go too deep.
pub(crate) fn open(local: &Local, depth: usize, aliases: &Arc<Aliases>) -> Result<Script> {
    if depth == MAX_DEPTH {
        let why = format!("scripts run scripts {MAX_DEPTH} deep: is this a circle?");
        return Err(UsageError(why).into());
    }
    let path = local.one_word()?;
    Ok(Script::file(&with_home(&path), Arc::clone(aliases))?)
}

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
