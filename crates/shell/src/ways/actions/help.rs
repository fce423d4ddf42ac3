//! `!help [NAME]`: what is done here, and what is known of a name.

use std::fmt::Write as _;

use super::{Action, Next};
use crate::commands::{self, Alias, Command, Local};
use crate::error::Result;
use crate::server::console::NotConnected;
use crate::show::escape;
use crate::system::terminal;
use crate::ways::prompt::Repl;

pub(super) const ACTION: Action = Action {
    prompt: Some(help),
    script: None,
};

/// Fewer columns than this, and a command and its help take a line each.
const WIDE: usize = 80;

/// What is asked about to see the keys.
const OF_KEYS: &str = "keys";

/// The commands of this shell.
fn list(repl: &mut Repl) -> Result<Next> {
    repl.read_config_again();
    let mut text = String::new();
    let narrow = terminal::size().0 < WIDE;
    for row in commands::rows() {
        let line = row.synopsis();
        // Writing to a `String` does not fail.
        let _ = if narrow {
            writeln!(text, "{line}\n  {}", row.help)
        } else {
            writeln!(text, "  {line:32} {}", row.help)
        };
    }
    for alias in repl.console.book.config().aliases.iter() {
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
    repl.print(&text)
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
        return list(repl);
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
    let own = Command::named(name.trim_start_matches('!'));
    if let Some(own) = own.filter(|_| !is_servers) {
        let row = own.row();
        let mut text = format!("{}\n  {}\n", row.synopsis(), row.help);
        if !row.more.is_empty() {
            // Writing to a `String` does not fail.
            let _ = writeln!(text, "  {}", row.more);
        }
        return repl.print(&text);
    }
    let aliases = &repl.console.book.config().aliases;
    let found = aliases.get(name.trim_start_matches('!'));
    if let Some(found) = found.filter(|_| !is_servers || name.starts_with('!')) {
        let text = alias(found);
        return repl.print(&text);
    }
    let known = repl.directory.with_names(|names| {
        names.get(name).map(|found| {
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
                .lines()
                .map(|line| escape::line(line.trim_end(), usize::MAX));
            lines.collect::<Vec<_>>().join("\n") + "\n"
        })
    });
    match known {
        Some(text) => repl.print(&text),
        None if repl.console.target.is_some() => {
            repl.send(format!("help {name}").as_bytes())?;
            Ok(Next::Go)
        }
        None => Err(NotConnected.into()),
    }
}
