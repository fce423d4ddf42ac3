//! `!find TEXT`: the names that are known here, best match first.

use std::fmt::Write as _;

use super::{Action, Next};
use crate::commands::{Command, Local};
use crate::error::Result;
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
    let colour = repl.settings.color.for_stdout();
    let width = terminal::size().0;
    let listed = repl.directory.with_names(|names| {
        let found = names.find(text, LIMIT + 1);
        if names.is_empty() || found.is_empty() {
            return (names.is_empty(), String::new());
        }
        let mut list = String::new();
        for name in found.iter().take(LIMIT) {
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
            let used = escape::width(&line);
            let help =
                escape::line(&name.description(), width.saturating_sub(used + 3)).into_owned();
            let line = paint(style::KNOWN, &line, colour);
            let _ = if help.is_empty() {
                writeln!(list, "{line}")
            } else {
                writeln!(list, "{line}  {}", paint(style::DIM, &help, colour))
            };
        }
        if found.len() > LIMIT {
            list.push_str("(more match: search for more of the name)\n");
        }
        (false, list)
    });
    match listed {
        (true, _) => say(&format!(
            "no names are known here: once connected, Tab or {} asks for them",
            Command::Refresh.typed()
        )),
        (false, list) if list.is_empty() => say("nothing matches"),
        (false, list) => return repl.print(&list),
    }
    Ok(Next::Go)
}
