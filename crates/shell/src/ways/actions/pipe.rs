//! `!pipe SHELL-COMMAND :: COMMAND`.

use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::Context as _;

use super::{Action, Next};
use crate::commands::Local;
use crate::system::interrupt::Unhushed;
use crate::ways::prompt::{Repl, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(pipe),
    script: None,
};

/// Gives a reply, as it came, to a program's standard input.
fn pipe(repl: &mut Repl, local: &Local) -> anyhow::Result<Next> {
    let (program, command) = local.sent()?;
    if program.is_empty() {
        return Err(local.command.usage_error().into());
    }
    let asked = repl.ask(command.as_bytes())?;
    repl.show_asides(&asked.asides);
    let _unhushed = Unhushed::begin();
    let mut child = shell(program)
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
    Ok(Next::Go)
}

#[cfg(unix)]
fn shell(line: &str) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(line);
    shell
}

#[cfg(not(unix))]
fn shell(line: &str) -> Command {
    use std::os::windows::process::CommandExt as _;
    let mut shell = Command::new("cmd");
    shell.arg("/C").raw_arg(line);
    shell
}
