//! Aliases at the prompt, and what a profile has done once connected.

use super::messages::say;
use super::{Answer, Repl};
use crate::commands::{Line, Meant, redact};
use crate::error::{Error, Result, UsageError};
use crate::request::target::Target;
use crate::ways::Next;

/// What a line at the prompt says.
pub(super) enum Said {
    /// What stands there.
    Itself(Line),
    /// What the alias that it calls comes to.
    Alias(Vec<Meant>),
}

impl Repl {
    /// What a line says, with the aliases of the configuration as it is now.
    pub(super) fn meant(&mut self, line: &str) -> Result<Said> {
        let read = self.console.book.config().aliases.read(line.as_bytes());
        let is_ours =
            |meant: &Meant| meant.alias.is_none() && !matches!(meant.line, Line::Unknown(_));
        // An alias may have changed, or be new: whatever else is there is not.
        let read = if read.as_ref().is_ok_and(|all| all.iter().all(is_ours)) {
            read
        } else {
            self.read_config_again();
            self.console.book.config().aliases.read(line.as_bytes())
        };
        let mut read = read?;
        Ok(match (read.pop(), read.is_empty()) {
            (Some(Meant { line, alias: None }), true) => Said::Itself(line),
            (last, _) => {
                read.extend(last);
                Said::Alias(read)
            }
        })
    }

    /// Does what the lines of an alias say, up to the first that fails, or that
    /// somebody thought better of.
    pub(super) fn lines_of_alias(&mut self, lines: Vec<Meant>) -> Result<Next> {
        let mut lines = lines.into_iter();
        while let Some(Meant { line, alias }) = lines.next() {
            let result = match line {
                Line::Nothing => Ok(Next::Go),
                Line::Unknown(unknown) => Err(UsageError(unknown.to_string()).into()),
                Line::Local(local) => (self.act)(self, &local),
                Line::Send(command) => match self.send(command.trim_ascii()) {
                    Ok(Answer::NotSent) => break,
                    sent => sent.map(|_| Next::Go),
                },
            };
            let left = lines.len();
            match result {
                // With which alias it was is plain where that is all there is.
                Err(error) if left > 0 => {
                    self.tell(&error);
                    let alias = alias.unwrap_or_default();
                    say(&format!("{alias}: {} not run", of_lines(left)));
                    break;
                }
                Ok(Next::Go) if !self.console.cancel().is_cancelled() => {}
                other => return other,
            }
        }
        Ok(Next::Go)
    }

    /// Does what the profile says is to be done once connected: at the prompt
    /// only, not in what scripts connect to.
    pub(crate) fn on_connect(&mut self) {
        let Some(target) = self.console.target.as_ref() else {
            return;
        };
        // Connecting somewhere else there ends it.
        if self.connecting || self.depth > 0 || target.manner.on_connect.is_empty() {
            return;
        }
        self.connecting = true;
        let label = target.label();
        for line in target.manner.on_connect.clone() {
            if let Err(error) = self.line_on_connect(&line) {
                say(&format!("on_connect: {}", redact(&line)));
                self.tell(&error);
                break;
            }
            let here = self.console.target.as_ref().map(Target::label);
            if here.as_ref() != Some(&label) || self.console.cancel().is_cancelled() {
                break;
            }
        }
        self.connecting = false;
    }

    fn line_on_connect(&mut self, line: &str) -> Result<(), Error> {
        let lines = self.console.book.config().aliases.read(line.as_bytes())?;
        self.lines_of_alias(lines).map(|_| ())
    }
}

/// So many lines, in words.
pub(crate) fn of_lines(count: usize) -> String {
    match count {
        1 => "one more line was".to_owned(),
        count => format!("{count} more lines were"),
    }
}
