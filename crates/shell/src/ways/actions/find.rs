//! `!find TEXT`: the names that are known here, best match first.

use std::fmt::Write as _;

use super::{Action, Next};
use crate::commands::{Command, Local};
use crate::error::Result;
use crate::server::names::Name;
use crate::show::escape;
use crate::show::style::{self, paint};
use crate::system::terminal;
use crate::ways::prompt::{Repl, say};

/// The most names that are listed.
const LIMIT: usize = 50;

pub(super) const ACTION: Action = Action {
    prompt: Some(find),
    script: None,
};

/// Searches names and help texts.
fn find(repl: &mut Repl, local: &Local) -> Result<Next> {
    let text = local.text();
    if text.is_empty() {
        return Err(local.command.usage_error().into());
    }
    repl.wait_for_names();
    let colour = repl.settings.color.for_stdout();
    let width = terminal::size().0;
    let listed = repl.directory.with_names(|names| {
        let found = names.find(text, LIMIT + 1);
        if names.is_empty() || found.is_empty() {
            return (names.is_empty(), String::new());
        }
        let rows: Vec<_> = found
            .iter()
            .take(LIMIT)
            .map(|name| (shown(name, width), name.description()))
            .collect();
        let widest = rows.iter().map(|(line, _)| escape::width(line)).max();
        let column = widest.unwrap_or(0).min(width / 2);
        let mut list = String::new();
        for (line, help) in &rows {
            let blanks = column.saturating_sub(escape::width(line));
            let used = escape::width(line) + blanks + 3;
            let help = escape::line(help, width.saturating_sub(used)).into_owned();
            let line = paint(style::KNOWN, line, colour);
            // Writing to a `String` does not fail.
            let _ = if help.is_empty() {
                writeln!(list, "{line}")
            } else {
                let help = paint(style::DIM, &help, colour);
                writeln!(list, "{line}{:blanks$}  {help}", "")
            };
        }
        if found.len() > LIMIT {
            list.push_str("(more match: search for more of the name)\n");
        }
        (false, list)
    });
    match listed {
        (true, _) => say(&format!(
            "no names are known here: {} asks a server that has a list of them",
            Command::Refresh.typed()
        )),
        (false, list) if list.is_empty() => say("nothing matches"),
        (false, list) => return repl.print(&list),
    }
    Ok(Next::Go)
}

/// A name, with its value where that is known.
fn shown(name: &Name<'_>, width: usize) -> String {
    let mut line = escape::line(name.name(), width / 2).into_owned();
    if let Some(value) = name.value() {
        let changed = if name.is_changed() == Some(true) {
            ", not the default"
        } else {
            ""
        };
        // Writing to a `String` does not fail.
        let _ = write!(line, " = {}{changed}", escape::line(&value, width / 2));
    }
    line
}
