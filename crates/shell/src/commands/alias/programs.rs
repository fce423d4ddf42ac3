//! Which lines start programs of this machine.

use std::collections::HashSet;

use super::Aliases;
use crate::commands::line::{Line, parse};
use crate::commands::table::Command;

/// So many bytes of lines are looked at: far more than any configuration has.
const MAX_BYTES: usize = 64 << 20;

impl Aliases {
    /// Whether one of these lines may start a program: itself, as what it carries
    /// (`!on a !pipe …`), or as what an alias comes to. A file that is run may
    /// hold anything, and so may more lines than are looked at.
    pub(crate) fn start_programs<'a>(&self, lines: impl Iterator<Item = &'a String>) -> bool {
        let mut left: Vec<String> = lines.cloned().collect();
        let mut seen = HashSet::new();
        let mut bytes = 0;
        while let Some(line) = left.pop() {
            bytes += line.len();
            if bytes > MAX_BYTES {
                return true;
            }
            match parse(line.as_bytes()) {
                Line::Local(local) if matches!(local.command, Command::Pipe | Command::Run) => {
                    return true;
                }
                _ if seen.contains(&line) => {}
                Line::Local(local) => left.extend(local.sent().ok().map(|(_, it)| it.to_owned())),
                // What cannot be filled in is not done either.
                Line::Unknown(_) => {
                    left.extend(self.loosely(&line).and_then(Result::ok).unwrap_or_default());
                }
                Line::Nothing | Line::Send(_) => {}
            }
            seen.insert(line);
        }
        false
    }
}
