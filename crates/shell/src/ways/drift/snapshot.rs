//! A server's settings as a file that the game itself can run.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::SystemTime;

use rcon_proto::Game;
use rcon_proto::settings::line;

use super::read;
use crate::error::{Context as _, Result};
use crate::live;
use crate::request::target::Target;
use crate::server::console::Console;
use crate::server::settings::{Known, Reading, State};
use crate::show::escape;
use crate::system::replace::{Access, Outlives, replace};
use crate::system::utc::rfc3339;

/// Which values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhichValues {
    /// Those that are not their default, where the game tells that.
    Changed,
    /// All.
    All,
}

/// Asks for all values and writes them, for the user's eyes alone and in one
/// step. What there is to say about it.
///
/// # Errors
///
/// The server did not answer, has no settings to be asked for, or the file cannot
/// be written.
pub(crate) fn snapshot(
    console: &mut Console,
    (target, game): (&Target, Game),
    kept: WhichValues,
    path: &Path,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<String> {
    let mut all = |known: &Known| known.settings().to_vec();
    let (known, state) = read(console, (target, game), &mut all, progress)?;
    let written = Written::of(&known, &state, kept, &target.known_as());
    written.save(path)?;
    let mut told = format!(
        "{} of {} values are in {}",
        written.count,
        written.all,
        path.display()
    );
    told.push_str(which(kept, known.tells_defaults()));
    told.push_str(&written.not_in_it());
    Ok(told)
}

/// Which values those in a file are.
pub(super) fn which(kept: WhichValues, tells_defaults: bool) -> &'static str {
    match kept {
        WhichValues::All => "",
        WhichValues::Changed if tells_defaults => ": those that are not their default",
        WhichValues::Changed => ": this game tells no defaults, so all of them",
    }
}

/// The text of a file, and what is in it.
pub(super) struct Written {
    text: String,
    pub(super) count: usize,
    pub(super) all: usize,
    runs_files: bool,
    /// Names that are not in it, with the reason.
    left_out: Vec<String>,
}

impl Written {
    fn of(known: &Known, state: &State, kept: WhichValues, server: &str) -> Self {
        let mut written = Self::begin(server, known.runs_files(), known.settings().len());
        // Behind it, what only a cheat can set takes when the game runs the file.
        let is_first = |name: &&String| name.eq_ignore_ascii_case("sv_cheats");
        let (first, rest): (Vec<_>, Vec<_>) = known.settings().iter().partition(is_first);
        for name in first.into_iter().chain(rest) {
            let (value, is_default) = match state.get(name) {
                Reading::Value { value, is_default } => (value, *is_default),
                Reading::Untold => {
                    written.leave_out(name, "not told");
                    continue;
                }
                Reading::Secret => {
                    written.leave_out(name, "a password");
                    continue;
                }
                Reading::Command | Reading::Unknown => continue,
            };
            if kept == WhichValues::Changed && is_default == Some(true) {
                continue;
            }
            written.setting(name, value);
        }
        written
    }

    /// A file with nothing in it yet, of so many values.
    pub(super) fn begin(whose: &str, runs_files: bool, all: usize) -> Self {
        let time = rfc3339(SystemTime::now());
        let whose = escape::line(whose, usize::MAX);
        let mut text = format!("// {whose}, {time}\n");
        text.push_str(if runs_files {
            "// For the game's own exec, and for rcon-shell --expect and --apply.\n"
        } else {
            "// For rcon-shell --expect and --apply.\n"
        });
        Self {
            text,
            count: 0,
            all,
            runs_files,
            left_out: Vec::new(),
        }
    }

    /// Puts a value into it, if that can be.
    pub(super) fn setting(&mut self, name: &str, value: &str) {
        let quoted = if self.runs_files {
            line(name, value)
        } else {
            Some(format!("{name} {value}"))
        };
        match quoted {
            Some(_) if live::is_in(value.as_bytes()) => self.leave_out(name, "a password"),
            Some(line) => {
                self.count += 1;
                self.text.push_str(&line);
                self.text.push('\n');
            }
            None => self.leave_out(name, "no line can hold its value"),
        }
    }

    /// Puts a remark into it, one line.
    pub(super) fn remark(&mut self, text: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "// {text}");
    }

    /// Writes it, for the user's eyes alone and in one step.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(super) fn save(&self, path: &Path) -> Result<()> {
        replace(path, Access::Private, Outlives::PowerCut, |file| {
            file.write_all(self.text.as_bytes())
        })
        .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(())
    }

    /// What is not in it, behind a sentence.
    pub(super) fn not_in_it(&self) -> String {
        if self.left_out.is_empty() {
            return String::new();
        }
        format!("; left out: {}", self.left_out.join(", "))
    }

    pub(super) fn leave_out(&mut self, name: &str, why: &str) {
        let shown = escape::line(name, usize::MAX);
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "// {shown}: left out, {why}");
        self.left_out.push(format!("{shown} ({why})"));
    }
}
