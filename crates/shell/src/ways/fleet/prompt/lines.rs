//! What a line at the prompt of many servers says: a command of ours, an alias, or
//! what is sent.

use super::{Fleet, Sent};
use crate::commands::{Command, Line, Local, Meant};
use crate::error::{Result, UsageError};
use crate::show::several::counted;
use crate::typing::script::Script;
use crate::ways::Next;
use crate::ways::prompt::aliases::of_lines;
use crate::ways::prompt::{say, say_how_to_leave, wants_to_leave};

impl Fleet {
    /// Does what one line says. Whatever fails is told.
    pub(crate) fn line(&mut self, line: &str) -> Next {
        self.do_line(line).unwrap_or_else(|error| {
            Self::tell(&error);
            Next::Go
        })
    }

    /// Does what one line says.
    ///
    /// # Errors
    ///
    /// What it says cannot be done; what a server made of it is no error.
    pub(crate) fn do_line(&mut self, line: &str) -> Result<Next> {
        let mut read = self.meant(line)?;
        let only = read.len() == 1 && read.iter().all(|meant| meant.alias.is_none());
        let meaning = match read.pop() {
            Some(meant) if only => meant.line,
            last => {
                read.extend(last);
                return self.lines_of_alias(read);
            }
        };
        match meaning {
            Line::Nothing => Ok(Next::Go),
            Line::Local(local) => (self.act)(self, &local),
            Line::Unknown(unknown) => Err(UsageError(unknown.to_string()).into()),
            Line::Send(_) if wants_to_leave(line) => {
                say_how_to_leave("the servers");
                Ok(Next::Go)
            }
            // Alone, it is this shell's.
            Line::Send(command) if command.trim_ascii() == Command::Help.name().as_bytes() => {
                (self.act)(self, &Local::alone(Command::Help))
            }
            Line::Send(command) => match self.send(command.trim_ascii())? {
                sent @ Sent::To { .. } if self.depth > 0 => sent.all_well(),
                _ => Ok(Next::Go),
            },
        }
    }

    /// What a line says, with the aliases of the configuration as it is now.
    fn meant(&mut self, line: &str) -> Result<Vec<Meant>> {
        let read = self.book.config().aliases.read(line.as_bytes());
        let is_ours =
            |meant: &Meant| meant.alias.is_none() && !matches!(meant.line, Line::Unknown(_));
        // An alias may have changed, or be new: whatever else is there is not.
        if read.as_ref().is_ok_and(|all| all.iter().all(is_ours)) {
            return Ok(read?);
        }
        self.read_config_again();
        Ok(self.book.config().aliases.read(line.as_bytes())?)
    }

    /// Takes over what the configuration says now, where it has changed: its
    /// aliases and names. The servers of this fleet stay what they are.
    pub(crate) fn read_config_again(&mut self) {
        if self.config_seen.read_again(&mut self.book) {
            self.union.set_config(&self.book);
        }
    }

    /// Does what the lines of an alias say, on each server up to the first that
    /// fails there; or until somebody thought better of it.
    fn lines_of_alias(&mut self, lines: Vec<Meant>) -> Result<Next> {
        let all = self.selected.clone();
        let result = self.rest_of_alias(lines);
        self.selected = all;
        result
    }

    /// The same; the servers that are selected become those where all went well.
    fn rest_of_alias(&mut self, lines: Vec<Meant>) -> Result<Next> {
        let mut lines = lines.into_iter();
        while let Some(Meant { line, alias }) = lines.next() {
            let (next, failed) = match line {
                Line::Nothing => (Next::Go, Vec::new()),
                Line::Unknown(unknown) => return Err(UsageError(unknown.to_string()).into()),
                Line::Local(local) => match (self.act)(self, &local) {
                    Ok(next) => (next, Vec::new()),
                    Err(error) if self.depth > 0 => return Err(error),
                    Err(error) => {
                        Self::tell(&error);
                        (Next::Go, self.selected.clone())
                    }
                },
                Line::Send(command) => match self.send(command.trim_ascii())? {
                    Sent::NotSent => break,
                    // It ends the script.
                    sent @ Sent::To { .. } if self.depth > 0 => (sent.all_well()?, Vec::new()),
                    Sent::To { failed, .. } => (Next::Go, failed),
                },
            };
            self.selected.retain(|place| !failed.contains(place));
            let left = lines.len();
            // What failed is told by now, and where that is all there is, enough.
            if !failed.is_empty() && left > 0 {
                let alias = alias.unwrap_or_default();
                let mut text = format!("{alias}: {} not run", of_lines(left));
                if !self.selected.is_empty() {
                    text.extend([format!(" on {}", counted(&self.names(&failed)))]);
                }
                say(&text);
            }
            if self.selected.is_empty() || next == Next::Leave || self.cancel.is_cancelled() {
                return Ok(next);
            }
        }
        Ok(Next::Go)
    }

    /// Runs a script to its end, or to the first line that fails on any server,
    /// and names that.
    ///
    /// # Errors
    ///
    /// As that line's.
    pub(crate) fn script(&mut self, script: &mut Script) -> Result<Next> {
        let cancel = self.cancel.clone();
        while let Some(step) = script.next(&cancel)? {
            let result = match &step.line {
                Line::Nothing => Ok(Next::Go),
                Line::Send(command) => self.send(command).and_then(Sent::all_well),
                Line::Local(local) => (self.act)(self, local),
                Line::Unknown(unknown) => Err(UsageError(unknown.to_string()).into()),
            };
            match result {
                Ok(Next::Go) => {}
                Ok(Next::Leave) => break,
                Err(error) => return Err(error.context(step.place.to_string())),
            }
        }
        Ok(Next::Go)
    }
}
