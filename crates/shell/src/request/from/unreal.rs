//! Unreal's configuration files, as `FConfigFile` reads them, and the
//! structures that Palworld keeps in one value.

use super::Entry;
use super::text::lines;

/// The settings of a text, each with its section.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut section = "";
    for (number, line) in lines(text) {
        let line = line.trim();
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = name;
        } else if !line.starts_with(';')
            && let Some((key, value)) = line.split_once('=')
        {
            // In front of a key: added to, and taken from, what other files say.
            let key = key.trim().trim_start_matches(['+', '-', '.', '!']);
            entries.push(Entry::new(section, key, &unquoted(value.trim()), number));
        }
    }
    entries
}

/// The settings within `OptionSettings=(…)`.
pub(super) fn read_options(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for whole in read(text) {
        if whole.key.eq_ignore_ascii_case("OptionSettings") {
            // The later one replaces all of the one before.
            entries.clear();
            let inner = whole.value.trim();
            let inner = inner.strip_prefix('(').unwrap_or(inner);
            let inner = inner.strip_suffix(')').unwrap_or(inner);
            for setting in fields(inner) {
                if let Some((key, value)) = setting.split_once('=') {
                    let value = unquoted(value.trim());
                    entries.push(Entry::new(&whole.section, key.trim(), &value, whole.line));
                }
            }
        }
    }
    entries
}

/// What stands between commas that are neither in quotes nor in parentheses.
fn fields(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// A value without its quotes, its escapes undone; as it is where it has none.
fn unquoted(value: &str) -> String {
    let Some(quoted) = value.strip_prefix('"') else {
        return value.to_owned();
    };
    let mut out = String::with_capacity(quoted.len());
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}
