//! `!pipe SHELL-COMMAND :: COMMAND`, and the pager.

use std::io::Write as _;
use std::process::Stdio;

use crate::error::Context as _;
use crate::error::UsageError;
use crate::show::escape::{self, EscapeOptions};
use crate::show::pager::{self, Pager};
use crate::system::command::shell_command;
use crate::system::interrupt::Unhushed;
use crate::system::terminal;
use crate::ways::prompt::{Repl, say};

/// What stands between the program and the server's command.
const MARK: &str = "::";

/// Gives a reply, as it came, to a program's standard input.
///
/// # Errors
///
/// The program does not start, or the command fails.
pub(crate) fn pipe(repl: &mut Repl, rest: &str) -> crate::error::Result<()> {
    let usage = || UsageError("usage: !pipe SHELL-COMMAND :: COMMAND".to_owned());
    let (program, command) = rest.split_once(MARK).ok_or_else(usage)?;
    let (program, command) = (program.trim(), command.trim());
    if program.is_empty() || command.is_empty() {
        return Err(usage().into());
    }
    let asked = repl.ask(command.as_bytes())?;
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
    Ok(())
}

/// Prints a reply that was kept: through the pager if the screen is too small
/// for it.
///
/// # Errors
///
/// Standard output cannot be written.
pub(crate) fn show_paged(repl: &mut Repl, reply: &[u8]) -> crate::error::Result<()> {
    let (columns, rows) = terminal::size();
    let text = escape::text(
        reply,
        EscapeOptions {
            colour: repl.settings.color.for_stdout(),
            ..EscapeOptions::default()
        },
    );
    if pager::rows(&text, columns, rows) >= rows
        && let Some(pager) = Pager::from_environment()
    {
        let shown = pager.show(text.as_bytes());
        repl.console.cancel().reset();
        match shown {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                say(&format!("the pager does not start: {error}"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    repl.output.reply(reply);
    Ok(repl.output.end_reply()?)
}
