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
pub(crate) enum Kept {
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
    kept: Kept,
    path: &Path,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<String> {
    let mut all = |known: &Known| known.settings().to_vec();
    let (known, state) = read(console, (target, game), &mut all, progress)?;
    let written = Written::of(&known, &state, kept, &target.known_as());
    let shown = path.display();
    replace(path, Access::Private, Outlives::PowerCut, |file| {
        file.write_all(written.text.as_bytes())
    })
    .with_context(|| format!("cannot write {shown}"))?;
    let mut told = format!("{} of {} values are in {shown}", written.count, written.all);
    if kept == Kept::Changed {
        told.push_str(if known.tells_defaults() {
            ": those that are not their default"
        } else {
            ": this game tells no defaults, so all of them"
        });
    }
    if !written.left_out.is_empty() {
        let _ = write!(told, "; left out: {}", written.left_out.join(", "));
    }
    Ok(told)
}

/// The text of a file, and what is in it.
struct Written {
    text: String,
    count: usize,
    all: usize,
    /// Names that are not in it, with the reason.
    left_out: Vec<String>,
}

impl Written {
    fn of(known: &Known, state: &State, kept: Kept, server: &str) -> Self {
        let time = rfc3339(SystemTime::now());
        let server = escape::line(server, usize::MAX);
        let mut text = format!("// {server}, {time}\n");
        if known.runs_files() {
            text.push_str("// For the game's own exec, and for rcon-shell --expect and --apply.\n");
        } else {
            text.push_str("// For rcon-shell --expect and --apply.\n");
        }
        let mut written = Self {
            text,
            count: 0,
            all: known.settings().len(),
            left_out: Vec::new(),
        };
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
            if kept == Kept::Changed && is_default == Some(true) {
                continue;
            }
            let quoted = match known {
                Known::Convars(_) => line(name, value),
                Known::Gamerules(_) => Some(format!("{name} {value}")),
            };
            match quoted {
                Some(_) if live::is_in(value.as_bytes()) => written.leave_out(name, "a password"),
                Some(line) => {
                    written.count += 1;
                    written.text.push_str(&line);
                    written.text.push('\n');
                }
                None => written.leave_out(name, "no line can hold its value"),
            }
        }
        written
    }

    fn leave_out(&mut self, name: &str, why: &str) {
        let shown = escape::line(name, usize::MAX);
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "// {shown}: left out, {why}");
        self.left_out.push(format!("{shown} ({why})"));
    }
}
