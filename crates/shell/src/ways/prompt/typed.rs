//! Lines that a person types, read and done: one reader for the prompt of one
//! server and for that of many.

use std::io;

use rcon_proto::{Cancel, ErrorKind};

pub(crate) use super::came::Came;
use super::lines::{Input, Lines};
use super::messages::say;
use crate::commands::words::leaves_a_shell;
use crate::commands::{Command, Line, Local, Meant, split_pasted};
use crate::error::{Error, Result, UsageError};
use crate::request::target::Book;
use crate::typing::script::Script;
use crate::typing::script::nested::open;
use crate::ways::Next;

/// What one prompt does in a way of its own.
pub(crate) trait Prompt {
    /// Shows the prompt, and reads a line behind it.
    fn read(&mut self) -> io::Result<Input>;

    /// Where lines come from, and are kept.
    fn lines(&mut self) -> &mut Lines;

    /// What Ctrl-C sets.
    fn cancel(&self) -> &Cancel;

    /// The configuration, with its aliases.
    fn book(&self) -> &Book;

    /// Takes over what the configuration says now, where it has changed.
    fn read_config_again(&mut self);

    /// Whether a text is a password that was refused here.
    fn has_refused(&self, text: &str) -> bool;

    /// How many scripts are being run, one from within the other.
    fn depth(&mut self) -> &mut usize;

    /// Does what a `!` command says.
    fn act(&mut self, local: &Local) -> Result<Came>;

    /// Sends a command, and shows what comes back.
    ///
    /// # Errors
    ///
    /// It was not sent, or not answered.
    fn send_typed(&mut self, command: &[u8]) -> Result<Came>;

    /// Tells what could not be done.
    fn tell(&mut self, error: &Error);

    /// What `!shutdown` stops: `the server`.
    fn stopped(&self) -> &'static str;

    /// The places of those that a line goes to, where there are several.
    fn selected(&self) -> Vec<usize> {
        Vec::new()
    }

    /// Lines go to these from now on, where there are several.
    fn select(&mut self, _places: Vec<usize>) {}

    /// These by their names, for people.
    fn names_of(&self, _places: &[usize]) -> String {
        String::new()
    }
}

/// Reads lines and does what they say, until somebody leaves.
///
/// # Errors
///
/// The terminal cannot be read.
pub(crate) fn read_all(prompt: &mut dyn Prompt) -> Result<()> {
    loop {
        prompt.cancel().reset();
        match prompt.read()? {
            Input::Line(text) => {
                let lines = split_pasted(&text);
                if lines.iter().any(|line| is_password(prompt, line)) {
                    continue;
                }
                prompt.lines().remember(&text);
                for line in lines {
                    if told(prompt, &line) == Next::Leave {
                        return Ok(());
                    }
                    // Ctrl-C gives the prompt back, whatever was pasted
                    // behind the line.
                    if prompt.cancel().is_cancelled() {
                        break;
                    }
                }
            }
            Input::Interrupted => {}
            Input::Eof => return Ok(()),
        }
    }
}

/// Whether a line is a password that was refused, typed where a command is
/// expected: then it is neither sent nor kept, and that is told.
fn is_password(prompt: &dyn Prompt, line: &str) -> bool {
    let refused = prompt.has_refused(line.trim()) || prompt.has_refused(line);
    if refused {
        say(&format!(
            "That is the password that was refused: neither sent nor kept. {} asks for it again.",
            Command::Reconnect.typed()
        ));
    }
    refused
}

/// Does what one line says. Whatever fails is told.
fn told(prompt: &mut dyn Prompt, line: &str) -> Next {
    match one_line(prompt, line) {
        Ok(Came::Done(next)) => next,
        Ok(Came::NotSent | Came::FailedOn(_)) => Next::Go,
        Err(error) => {
            tell(prompt, &error);
            Next::Go
        }
    }
}

/// Tells what could not be done, and what is not done for it.
pub(super) fn tell(prompt: &mut dyn Prompt, error: &Error) {
    prompt.tell(error);
    for text in error.left_undone() {
        say(text);
    }
}

/// Does what one line says: itself, or the lines of an alias.
///
/// # Errors
///
/// What it says cannot be done; what one server of many made of it is no error.
pub(crate) fn one_line(prompt: &mut dyn Prompt, line: &str) -> Result<Came> {
    let mut read = meant(prompt, line)?;
    match (read.pop(), read.is_empty()) {
        (
            Some(Meant {
                line: it,
                alias: None,
            }),
            true,
        ) => itself(prompt, line, &it),
        (last, _) => {
            read.extend(last);
            lines_of_alias(prompt, read)
        }
    }
}

/// What a line says, with the aliases of the configuration as it is now.
fn meant(prompt: &mut dyn Prompt, line: &str) -> Result<Vec<Meant>> {
    let read = prompt.book().config().aliases.read(line.as_bytes());
    let is_ours = |meant: &Meant| meant.alias.is_none() && !matches!(meant.line, Line::Unknown(_));
    // An alias may have changed, or be new: whatever else is there is not.
    if read.as_ref().is_ok_and(|all| all.iter().all(is_ours)) {
        return Ok(read?);
    }
    prompt.read_config_again();
    Ok(prompt.book().config().aliases.read(line.as_bytes())?)
}

/// Does what a line says that was typed as it is.
fn itself(prompt: &mut dyn Prompt, typed: &str, line: &Line) -> Result<Came> {
    match line {
        Line::Send(_) if wants_to_leave(typed) => {
            say(&format!(
                "Use {} to exit this shell or {} to shutdown {}.",
                Command::Exit.typed(),
                Command::Shutdown.typed(),
                prompt.stopped()
            ));
            Ok(Came::Done(Next::Go))
        }
        // Alone, it is this shell's.
        Line::Send(command) if command.trim_ascii() == Command::Help.name().as_bytes() => {
            prompt.act(&Local::alone(Command::Help))
        }
        line => trimmed(prompt, line),
    }
}

/// Whether a line is what people type to leave a shell.
fn wants_to_leave(line: &str) -> bool {
    let first = line
        .split(|c: char| c.is_whitespace() || c == ';')
        .find(|w| !w.is_empty());
    first.is_some_and(leaves_a_shell)
}

/// Does what a line says that a person wrote: without the blank that completion
/// leaves, and the one that keeps a line out of the history. Minecraft takes them
/// for arguments.
fn trimmed(prompt: &mut dyn Prompt, line: &Line) -> Result<Came> {
    match line {
        Line::Send(command) => prompt.send_typed(command.trim_ascii()),
        line => as_it_is(prompt, line),
    }
}

fn as_it_is(prompt: &mut dyn Prompt, line: &Line) -> Result<Came> {
    match line {
        Line::Nothing => Ok(Came::Done(Next::Go)),
        Line::Send(command) => prompt.send_typed(command),
        Line::Local(local) => prompt.act(local),
        Line::Unknown(unknown) => Err(UsageError(unknown.to_string()).into()),
    }
}

/// Does what the lines of an alias say, up to the first that fails, or that
/// somebody thought better of; of several servers, on each up to the first that
/// fails there. Which servers that are comes of it.
///
/// # Errors
///
/// That of the line that failed; which lines are not done is with it.
pub(super) fn lines_of_alias(prompt: &mut dyn Prompt, lines: Vec<Meant>) -> Result<Came> {
    let all = prompt.selected();
    let result = lines_where_well(prompt, lines);
    prompt.select(all);
    result
}

/// The same; the servers that are selected become those where all went well.
fn lines_where_well(prompt: &mut dyn Prompt, lines: Vec<Meant>) -> Result<Came> {
    let mut all = Came::Done(Next::Go);
    let mut lines = lines.into_iter();
    while let Some(Meant { line, alias }) = lines.next() {
        let result = trimmed(prompt, &line);
        let not_run = match lines.len() {
            // With which alias it was is plain where that is all there is.
            0 => None,
            1 => Some("one more line was not run".to_owned()),
            left => Some(format!("{left} more lines were not run")),
        };
        let not_run = not_run.map(|text| format!("{}: {text}", alias.unwrap_or_default()));
        match result {
            Ok(Came::Done(Next::Go)) => {}
            Ok(leave @ Came::Done(Next::Leave)) => return Ok(leave),
            Ok(Came::NotSent) => return Ok(Came::NotSent),
            Ok(Came::FailedOn(failed)) => {
                let mut left = prompt.selected();
                left.retain(|place| !failed.contains(place));
                if let Some(mut text) = not_run.filter(|_| !failed.is_empty()) {
                    if !left.is_empty() {
                        text.extend([" on ", &prompt.names_of(&failed)]);
                    }
                    say(&text);
                }
                all = all.and(Came::FailedOn(failed));
                if left.is_empty() {
                    break;
                }
                prompt.select(left);
            }
            Err(error) => {
                return Err(match not_run {
                    Some(text) => error.leaving_undone(text),
                    None => error,
                });
            }
        }
        if prompt.cancel().is_cancelled() {
            break;
        }
    }
    Ok(all)
}

/// Runs the script that a line names to its end, or to the first line that fails,
/// on any server, and names that.
///
/// # Errors
///
/// As that line's; or there is no such script.
pub(crate) fn run(prompt: &mut dyn Prompt, local: &Local) -> Result<Next> {
    let depth = *prompt.depth();
    let mut script = open(local, depth, &prompt.book().config().aliases)?;
    *prompt.depth() += 1;
    let result = steps(prompt, &mut script);
    *prompt.depth() -= 1;
    result
}

fn steps(prompt: &mut dyn Prompt, script: &mut Script) -> Result<Next> {
    let cancel = prompt.cancel().clone();
    while let Some(step) = script.next(&cancel)? {
        match as_it_is(prompt, &step.line) {
            Ok(Came::Done(Next::Leave)) => break,
            Ok(Came::Done(Next::Go) | Came::NotSent) => {}
            Ok(Came::FailedOn(failed)) => {
                let all = prompt.selected().len();
                let text = format!("{} of {all} servers failed", failed.len());
                return Err(Error::new(ErrorKind::Other, text).context(step.place.to_string()));
            }
            Err(error) => return Err(error.context(step.place.to_string())),
        }
    }
    Ok(Next::Go)
}
