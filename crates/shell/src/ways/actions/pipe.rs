//! `!pipe SHELL-COMMAND :: COMMAND`.

use std::io::Write as _;
use std::process::Stdio;

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::{Context as _, Result};
use crate::system::command::shell_command;
use crate::system::encoding::in_utf_8;
use crate::system::interrupt::Unhushed;
use crate::ways::fleet::prompt::{Answer, Fleet, Outcome, Reply};
use crate::ways::prompt::{Agreed, Repl, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(pipe),
    script: None,
    fleet: Some(in_fleet),
};

/// Gives a reply to a program's standard input, as a pipe behind the shell would:
/// in UTF-8 where it was named what the server speaks, else as it came.
fn pipe(repl: &mut Repl, local: &Local) -> Result<Next> {
    let (program, command) = local.sent()?;
    if program.is_empty() {
        return Err(local.command.usage_error().into());
    }
    let Some(asked) = repl.ask(command.as_bytes())? else {
        return Ok(Next::Go);
    };
    repl.show_asides(&asked.asides);
    let encoding = asked.encoding.filter(|_| !repl.settings.raw);
    give(program, &in_utf_8(&asked.reply, encoding))?;
    repl.console.cancel().reset();
    if let Some(rejected) = asked.rejected {
        return Err(rejected);
    }
    Ok(Next::Go)
}

/// Gives a program what there is to read.
fn give(program: &str, input: &[u8]) -> Result<()> {
    let _unhushed = Unhushed::begin();
    let mut child = shell_command(program)
        .stdin(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    if let Some(mut stdin) = child.stdin.take()
        && let Err(error) = stdin.write_all(input)
    {
        // A program that has read enough closes its input: `head`.
        log::debug!("{program} did not read on: {error}");
    }
    let status = child
        .wait()
        .with_context(|| format!("cannot wait for {program}"))?;
    if !status.success() {
        say(&format!("{program} ended with {status}"));
    }
    Ok(())
}

/// The replies one behind the other, in the order of the servers; of more than
/// one, each below its server's name.
fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Came> {
    let (program, command) = local.sent()?;
    if program.is_empty() {
        return Err(local.command.usage_error().into());
    }
    let lines = fleet.lines_of(command.as_bytes());
    if fleet.confirm(&lines)? == Agreed::No {
        return Ok(Came::NotSent);
    }
    let answers = fleet.execute(&lines)?;
    if fleet.is_cancelled() {
        // What a program makes of a part of it, in a file, say, nobody asked for.
        return Ok(fleet.tell_failures(&answers));
    }
    give(program, &joined(fleet, &answers))?;
    fleet.cancel.reset();
    Ok(fleet.tell_failures(&answers))
}

/// What a program reads of several servers.
fn joined(fleet: &Fleet, answers: &[Answer<Reply>]) -> Vec<u8> {
    let mut input = Vec::new();
    for answer in answers {
        let Outcome::Done(reply) = &answer.outcome else {
            continue;
        };
        if let [name] = fleet.names(&[answer.member])[..]
            && answers.len() > 1
        {
            input.extend_from_slice(format!("==> {name} <==\n").as_bytes());
        }
        let encoding = reply.encoding.filter(|_| !fleet.settings.raw);
        input.extend_from_slice(&in_utf_8(&reply.bytes, encoding));
        if !reply.bytes.ends_with(b"\n") && !reply.bytes.is_empty() && answers.len() > 1 {
            input.push(b'\n');
        }
    }
    input
}
