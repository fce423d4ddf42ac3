//! `!pipe SHELL-COMMAND :: COMMAND`.

use std::io::Write as _;
use std::process::Stdio;

use super::{Action, Next};
use crate::commands::Local;
use crate::error::{Context as _, Result};
use crate::system::command::shell_command;
use crate::system::interrupt::Unhushed;
use crate::ways::prompt::{Repl, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(pipe),
    script: None,
};

/// Gives a reply, as it came, to a program's standard input.
fn pipe(repl: &mut Repl, local: &Local) -> Result<Next> {
    let (program, command) = local.sent()?;
    if program.is_empty() {
        return Err(local.command.usage_error().into());
    }
    let Some(asked) = repl.ask(command.as_bytes())? else {
        return Ok(Next::Go);
    };
    repl.show_asides(&asked.asides);
    let _unhushed = Unhushed::begin();
    let mut child = shell_command(program)
        .stdin(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    if let Some(mut stdin) = child.stdin.take()
        && let Err(error) = stdin.write_all(&asked.reply)
    {
        // A program that has read enough closes its input: `head`.
        log::debug!("{program} did not read on: {error}");
    }
    let status = child
        .wait()
        .with_context(|| format!("cannot wait for {program}"))?;
    repl.console.cancel().reset();
    if !status.success() {
        say(&format!("{program} ended with {status}"));
    }
    if let Some(rejected) = asked.rejected {
        return Err(rejected);
    }
    Ok(Next::Go)
}
