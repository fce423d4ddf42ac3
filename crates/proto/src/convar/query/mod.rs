//! What a console prints for a bare variable name or `help NAME`.

mod flags;
mod quoted;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::lines::{lines, text};
use flags::is_flag;
use quoted::{closing_quote, default_of, whole};

/// The most answers that are read from one reply.
const MAX_QUERIES: usize = 1000;

/// One variable or command as its console describes it. Made by
/// [`Query::parse`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Query {
    /// Its name as printed.
    pub name: String,
    /// Its value; nothing for a command.
    pub value: Option<String>,
    /// The default, where the console prints it: Source does so only where
    /// the value differs from it.
    pub default: Option<String>,
    /// The least value, as printed.
    pub min: Option<String>,
    /// The greatest value, as printed.
    pub max: Option<String>,
    /// Flags spelled out, such as `cheat` or `replicated`.
    pub flags: BTreeSet<String>,
    /// The help text; empty if there is none.
    pub description: String,
}

impl Query {
    /// The first answer in a reply.
    ///
    /// ```
    /// use rcon_proto::convar::Query;
    ///
    /// let reply = b"\"sv_gravity\" = \"600\" ( def. \"800\" )\n game notify replicated\n - World gravity.\n";
    /// let query = Query::parse(reply).expect("a variable");
    /// assert_eq!(query.value.as_deref(), Some("600"));
    /// assert_eq!(query.default.as_deref(), Some("800"));
    /// assert!(query.flags.contains("notify"));
    /// assert_eq!(query.description, "World gravity.");
    /// ```
    pub fn parse(reply: &[u8]) -> Option<Self> {
        Self::parse_all(reply).into_iter().next()
    }

    /// Every answer in a reply: several names can be asked for in one line.
    /// Lines that belong to none are skipped. At most 1000 are read.
    ///
    /// ```
    /// use rcon_proto::convar::Query;
    ///
    /// // What CS2 prints for `sv_lan; sv_cheats`.
    /// let both = Query::parse_all(b"sv_lan = false\nsv_cheats = true\n");
    /// assert_eq!(both[1].value.as_deref(), Some("true"));
    /// ```
    pub fn parse_all(reply: &[u8]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for line in lines(reply) {
            let line = text(line);
            if let Some(query) = Self::head(&line) {
                if found.len() == MAX_QUERIES {
                    break;
                }
                found.push(query);
            } else if let Some(query) = found.last_mut() {
                query.continue_with(&line);
            }
        }
        found
    }

    /// A line that begins an answer.
    fn head(line: &str) -> Option<Self> {
        quoted(line).or_else(|| bare(line)).or_else(|| colon(line))
    }

    /// A line below the head: flags, or the help text.
    fn continue_with(&mut self, line: &str) {
        if let Some(help) = line.trim_start().strip_prefix("- ") {
            if self.description.is_empty() {
                help.trim().clone_into(&mut self.description);
            }
        } else if line.starts_with(' ') && line.split_whitespace().all(is_flag) {
            self.flags
                .extend(line.split_whitespace().map(str::to_owned));
        }
    }

    /// What stands behind the value in the same line.
    fn tail(&mut self, mut rest: &str) {
        if rest.is_empty() {
            return;
        }
        if let Some((default, after)) = default_of(rest) {
            self.default = Some(default.to_owned());
            rest = after;
        }
        let mut words = rest.split_ascii_whitespace();
        while let Some(word) = words.next() {
            match word {
                "min." => self.min = words.next().map(str::to_owned),
                "max." => self.max = words.next().map(str::to_owned),
                "-" => break,
                word if is_flag(word) => {
                    self.flags.insert(word.to_owned());
                }
                _ => {}
            }
        }
        if let Some((_, help)) = rest.split_once(" - ") {
            help.trim().clone_into(&mut self.description);
        }
    }
}

/// Source 1: `"name" = "value" …`, `GoldSrc`: `"name" is "value"`, and
/// `"name"` alone for a command.
fn quoted(line: &str) -> Option<Query> {
    let (name, rest) = line.strip_prefix('"')?.split_once('"')?;
    if !is_name(name) {
        return None;
    }
    let mut query = Query {
        name: name.to_owned(),
        ..Query::default()
    };
    let assigned = rest
        .strip_prefix(" = \"")
        .or_else(|| rest.strip_prefix(" is \""));
    if let Some(value) = assigned {
        let start = line.len() - value.len();
        let (value, rest) = whole(line, start).or_else(|| closing_quote(value))?;
        query.value = Some(value.to_owned());
        query.tail(rest);
    } else if rest.trim().is_empty() || rest.split_whitespace().next().is_some_and(is_flag) {
        query.tail(rest);
    } else {
        return None;
    }
    Some(query)
}

/// CS2: `name = value`, the value up to the line's end.
fn bare(line: &str) -> Option<Query> {
    let (name, value) = line
        .split_once(" = ")
        .or_else(|| Some((line.strip_suffix(" =")?, "")))?;
    is_name(name).then(|| Query {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        ..Query::default()
    })
}

/// Rust, the game: `name: "value"`.
fn colon(line: &str) -> Option<Query> {
    let (name, value) = line.split_once(": \"")?;
    let value = value.trim_end().strip_suffix('"')?;
    is_name(name).then(|| Query {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        ..Query::default()
    })
}

fn is_name(name: &str) -> bool {
    super::row::is_name(name) && !name.contains('"')
}
