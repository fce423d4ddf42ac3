//! A configuration of Source's, as its command buffer reads it.

use super::Entry;
use super::text::lines;

/// The commands of a text; what follows a name is its value.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (number, line) in lines(text) {
        for command in commands(line) {
            let command = command.trim();
            let (name, rest) = if let Some(quoted) = command.strip_prefix('"') {
                quoted.split_once('"').unwrap_or((quoted, ""))
            } else {
                let end = command.find(|c: char| c.is_whitespace() || c == '"');
                command.split_at(end.unwrap_or(command.len()))
            };
            if !name.is_empty() {
                entries.push(Entry::new("", name, value(rest), number));
            }
        }
    }
    entries
}

/// The commands of a line: between `;`, up to `//`, neither of them in quotes.
fn commands(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => {
                found.push(&line[start..at]);
                start = at + 1;
            }
            '/' if !quoted && line[at..].starts_with("//") => {
                found.push(&line[start..at]);
                return found;
            }
            _ => {}
        }
    }
    found.push(&line[start..]);
    found
}

/// What is in the quotes; without quotes, all of it.
fn value(rest: &str) -> &str {
    let rest = rest.trim();
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').map_or(quoted, |(value, _)| value),
        None => rest,
    }
}
