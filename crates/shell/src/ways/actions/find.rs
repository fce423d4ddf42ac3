//! `!find TEXT`: the names that are known here, best match first.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Action, Came, Next};
use crate::commands::{Command, Local};
use crate::error::Result;
use crate::server::names::{Name, NameList};
use crate::show::escape;
use crate::show::style::{self, paint};
use crate::system::terminal;
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::{Repl, say};

/// The most names that are listed.
const LIMIT: usize = 50;

/// How long a fleet's names are waited for where they are not known.
const WAIT: Duration = Duration::from_secs(5);

pub(super) const ACTION: Action = Action {
    prompt: Some(find),
    script: None,
    fleet: Some(|fleet, local| in_fleet(fleet, local).map(Came::Done)),
};

/// Searches names and help texts.
fn find(repl: &mut Repl, local: &Local) -> Result<Next> {
    let text = text(local)?;
    repl.wait_for_names();
    let colour = repl.settings.color.for_stdout();
    let listed = repl
        .directory
        .with_names(|names| list(names, text, colour, &|_| None));
    match listed {
        Some(list) => repl.print(&list),
        None => Ok(Next::Go),
    }
}

fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Next> {
    let text = text(local)?;
    fleet.union.names_within(WAIT, &fleet.cancel)?;
    let colour = fleet.settings.color.for_stdout();
    let listed = fleet
        .union
        .with_names(|names, mark| list(names, text, colour, mark));
    match listed {
        Some(list) => fleet.print(&list),
        None => Ok(Next::Go),
    }
}

fn text(local: &Local) -> Result<&str> {
    match local.text() {
        "" => Err(local.command.usage_error().into()),
        text => Ok(text),
    }
}

/// The names that are found, a line each, with what `mark` says of each; nothing
/// where there are none, which is told.
fn list(
    names: &NameList,
    text: &str,
    colour: bool,
    mark: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let width = terminal::size().0;
    let found = names.find(text, LIMIT + 1);
    if names.is_empty() {
        say(&format!(
            "no names are known here: {} asks a server that has a list of them",
            Command::Refresh.typed()
        ));
        return None;
    }
    if found.is_empty() {
        say("nothing matches");
        return None;
    }
    let rows: Vec<_> = found
        .iter()
        .take(LIMIT)
        .map(|name| {
            let help = match mark(name.name()) {
                Some(mark) => format!("({mark}) {}", name.description()),
                None => name.description().into_owned(),
            };
            (shown(name, width), help)
        })
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
    Some(list)
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
