//! `!help [NAME]`: what is done here, and what is known of a name.

use std::fmt::Write as _;

use super::{Action, Came, Next};
use crate::commands::{self, Alias, Aliases, Command, Local, Way};
use crate::error::Result;
use crate::server::console::NotConnected;
use crate::server::names::NameList;
use crate::show::escape;
use crate::system::terminal;
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::Repl;
use crate::ways::prompt::typed::Prompt as _;

pub(super) const ACTION: Action = Action {
    prompt: Some(help),
    script: None,
    fleet: Some(in_fleet),
};

/// Fewer columns than this, and a command and its help take a line each.
const WIDE: usize = 80;

/// What is asked about to see the keys.
const OF_KEYS: &str = "keys";

/// The commands of this shell.
fn list(way: Way, aliases: &Aliases) -> String {
    let mut text = String::new();
    let narrow = terminal::size().0 < WIDE;
    let rows = commands::rows().filter(|row| row.ways.contains(&way));
    for row in rows {
        let line = row.synopsis();
        // Writing to a `String` does not fail.
        let _ = if narrow {
            writeln!(text, "{line}\n  {}", row.help)
        } else {
            writeln!(text, "  {line:32} {}", row.help)
        };
    }
    for alias in aliases.iter() {
        let (line, meaning) = (alias.synopsis(), shown(alias));
        // Writing to a `String` does not fail.
        let _ = if narrow {
            writeln!(text, "{line}\n  {meaning}")
        } else {
            writeln!(text, "  {line:32} {meaning}")
        };
    }
    // Writing to a `String` does not fail.
    let _ = writeln!(
        text,
        "\nAll else goes to the server.\n{} help sends the word help to it.\n!!x sends the text !x.\n{} {OF_KEYS} lists the keys.",
        Command::Send.typed(),
        Command::Help.typed()
    );
    text
}

/// The keys of the prompt.
fn keys(narrow: bool) -> String {
    let mut text = String::new();
    for (key, does) in commands::KEYS {
        // Writing to a `String` does not fail.
        let _ = if narrow {
            writeln!(text, "{key}\n  {does}")
        } else {
            writeln!(text, "  {key:22} {does}")
        };
    }
    text
}

/// What an alias stands for, in a line without passwords.
fn shown(alias: &Alias) -> String {
    escape::line(&commands::redact(&alias.meaning()), usize::MAX).into_owned()
}

/// What an alias stands for, a line each.
fn alias(alias: &Alias) -> String {
    let mut text = format!("{}\n", alias.synopsis());
    for line in alias.lines() {
        let line = commands::redact(line);
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "  {}", escape::line(&line, usize::MAX));
    }
    text
}

fn help(repl: &mut Repl, local: &Local) -> Result<Next> {
    let name = local.text();
    if name.is_empty() {
        repl.read_config_again();
        let list = list(Way::Prompt, &repl.console.book.config().aliases);
        return repl.print(&list);
    }
    if name.eq_ignore_ascii_case(OF_KEYS) {
        return repl.print(&keys(terminal::size().0 < WIDE));
    }
    repl.read_config_again();
    // The server's own, unless the mark says which is meant.
    let is_servers = repl.directory.with_names(|names| {
        let found = names.get(name);
        found.is_some_and(|found| found.name().len() == name.len())
    });
    if let Some(text) = own(name).filter(|_| !is_servers) {
        return repl.print(&text);
    }
    let aliases = &repl.console.book.config().aliases;
    let found = aliases.get(name.trim_start_matches('!'));
    if let Some(found) = found.filter(|_| !is_servers || name.starts_with('!')) {
        let text = alias(found);
        return repl.print(&text);
    }
    let known = repl.directory.with_names(|names| of_server(names, name));
    match known {
        Some(text) => repl.print(&text),
        None if repl.console.target.is_some() => {
            repl.send(format!("help {name}").as_bytes())?;
            Ok(Next::Go)
        }
        None => Err(NotConnected.into()),
    }
}

fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Came> {
    let name = local.text();
    if name.is_empty() {
        fleet.read_config_again();
        let list = list(Way::FleetPrompt, &fleet.book.config().aliases);
        return fleet.print(&list).map(Came::Done);
    }
    if name.eq_ignore_ascii_case(OF_KEYS) {
        return fleet
            .print(&keys(terminal::size().0 < WIDE))
            .map(Came::Done);
    }
    fleet.read_config_again();
    let aliases = &fleet.book.config().aliases;
    if let Some(found) = aliases.get(name.trim_start_matches('!')) {
        let text = alias(found);
        return fleet.print(&text).map(Came::Done);
    }
    let known = fleet.union.with_names(|names, mark| {
        let text = of_server(names, name)?;
        let mark = mark(names.get(name)?.name());
        Some(mark.map_or_else(String::new, |mark| format!("({mark})\n")) + &text)
    });
    let own = own(name).filter(|_| known.is_none());
    if let Some(text) = own.or(known) {
        return fleet.print(&text).map(Came::Done);
    }
    fleet.send(format!("help {name}").as_bytes())
}

/// What is known of a command of ours.
fn own(name: &str) -> Option<String> {
    let row = Command::named(name.trim_start_matches('!'))?.row();
    let mut text = format!("{}\n  {}\n", row.synopsis(), row.help);
    if !row.more.is_empty() {
        // Writing to a `String` does not fail.
        let _ = writeln!(text, "  {}", row.more);
    }
    Some(text)
}

/// What is known of a name of the server's.
fn of_server(names: &NameList, name: &str) -> Option<String> {
    let found = names.get(name)?;
    let usage = found.usage();
    // Most usages begin with the name.
    let first = usage.split_whitespace().next().unwrap_or_default();
    let usage = if first
        .trim_start_matches('/')
        .eq_ignore_ascii_case(found.name().trim_start_matches('/'))
    {
        usage.into_owned()
    } else {
        format!("{} {usage}", found.name())
    };
    let text = format!("{usage}\n  {}", found.description());
    let lines = text
        .trim_end()
        .lines()
        .map(|line| escape::line(line.trim_end(), usize::MAX));
    Some(lines.collect::<Vec<_>>().join("\n") + "\n")
}
