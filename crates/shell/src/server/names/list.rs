//! The list itself: one buffer in the form of the cache file, sorted.

use std::cmp::Ordering;
use std::collections::HashMap;

use rcon_proto::convar::Query;

use crate::commands::is_secret_name;

use super::name::{Kind, Name};
use crate::fit::Fit;

/// The most text of a list, in bytes. A real game's has some hundreds of KiB.
pub(super) const MAX_TEXT: usize = 16 * 1024 * 1024;

/// The most variables of which values and defaults are remembered.
const MAX_LEARNED: usize = 10_000;

/// The names of one server, sorted without regard to ASCII case.
#[derive(Debug, Clone, Default)]
pub struct NameList {
    /// A name a line, its fields apart by tabs; see [`Name`].
    text: String,
    /// Where the lines begin in it: behind the head of a file that was read.
    body: usize,
    entries: Vec<Entry>,
    learned: HashMap<String, Query>,
}

/// Where a line and its name stand in the text. `u32` is enough: the text is
/// bounded by `MAX_TEXT`.
#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    name_end: u32,
    end: u32,
}

impl NameList {
    /// A list of lines as [`NameList::as_text`] gives them. Nothing if a line
    /// is none of those or the text is too long. Sorts only if it must.
    pub(super) fn from_text(text: String) -> Option<Self> {
        Self::behind(text, 0)
    }

    /// The same of a text that has something else in front of the lines, which
    /// stays where it is: moving megabytes takes longer than reading them.
    pub(super) fn behind(text: String, body: usize) -> Option<Self> {
        let lines = text.as_bytes().get(body..)?;
        if lines.len() > MAX_TEXT {
            return None;
        }
        let mut entries = Vec::with_capacity(lines.len() / 64);
        let mut start = body;
        for end in memchr::memchr_iter(b'\n', lines) {
            let end = body + end;
            let name_len = memchr::memchr(b'\t', &text.as_bytes()[start..end])?;
            if name_len == 0 {
                return None;
            }
            entries.push(Entry {
                start: start as u32,
                name_end: (start + name_len) as u32,
                end: end as u32,
            });
            start = end + 1;
        }
        if start < text.len() {
            return None;
        }
        let mut list = Self {
            text,
            body,
            entries,
            learned: HashMap::new(),
        };
        if !list.is_sorted() {
            list.sort();
        }
        Some(list)
    }

    /// The lines of the list, sorted; what the cache keeps.
    pub(super) fn as_text(&self) -> &str {
        self.text.get(self.body..).unwrap_or_default()
    }

    /// Whether each name is there once, in order.
    fn is_sorted(&self) -> bool {
        self.entries
            .is_sorted_by(|a, b| compare(self.name_of(*a), self.name_of(*b)) == Ordering::Less)
    }

    /// Sorts lines and text; of two lines with the same name the first stays.
    fn sort(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.sort_by(|a, b| compare(self.name_of(*a), self.name_of(*b)));
        entries.dedup_by(|a, b| self.name_of(*a) == self.name_of(*b));
        let mut text = String::with_capacity(self.text.len());
        for entry in &mut entries {
            let line = self.slice(entry.start, entry.end);
            let start = text.len() as u32;
            text.push_str(line);
            text.push('\n');
            *entry = Entry {
                start,
                name_end: start + (entry.name_end - entry.start),
                end: start + (entry.end - entry.start),
            };
        }
        self.text = text;
        self.body = 0;
        self.entries = entries;
    }

    /// The names of both; of one that both have, what this list says of it.
    pub(crate) fn merged(&self, other: &Self) -> Self {
        let both = [self.as_text(), other.as_text()].concat();
        Self::from_text(both).unwrap_or_else(|| self.clone())
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All names in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Name<'_>> {
        self.entries.iter().map(|&entry| self.view(entry))
    }

    /// The names that begin with `prefix`, in any case, topics of the help
    /// included. Finding them takes
    /// time logarithmic in the size of the list; their number is known then.
    pub fn matching(&self, prefix: &str) -> impl ExactSizeIterator<Item = Name<'_>> {
        let start = self
            .entries
            .partition_point(|&entry| compare_folded(self.name_of(entry), prefix).is_lt());
        let rest = self.entries.get(start..).unwrap_or_default();
        let count = rest.partition_point(|&entry| starts_with_folded(self.name_of(entry), prefix));
        let found = rest.get(..count).unwrap_or_default();
        found.iter().map(|&entry| self.view(entry))
    }

    /// At most `limit` names that `typed` fits in this way and that can begin a
    /// command line (no topics of the help), and how many there are. Where
    /// none begins so and there is a slash in front, as players type
    /// Minecraft's commands, those that begin so without it. By prefix as
    /// fast as [`matching`](Self::matching), else linear.
    pub(crate) fn complete(&self, fit: Fit, typed: &str, limit: usize) -> (Vec<Name<'_>>, usize) {
        let begin = |prefix| {
            let all = self.matching(prefix);
            let total = all.len();
            (commands(all).take(limit).collect::<Vec<_>>(), total)
        };
        if fit == Fit::Begins {
            let (found, total) = begin(typed);
            return match typed.strip_prefix('/') {
                Some(bare) if total == 0 => begin(bare),
                _ => {
                    let total = if found.len() < limit {
                        found.len()
                    } else {
                        total
                    };
                    (found, total)
                }
            };
        }
        let mut total = 0;
        let mut found = Vec::new();
        let fitting = self.iter().filter(|name| fit.takes(name.name(), typed));
        for name in commands(fitting) {
            total += 1;
            if found.len() < limit {
                found.push(name);
            }
        }
        (found, total)
    }

    /// The name itself: as written, else in another case.
    pub fn get(&self, name: &str) -> Option<Name<'_>> {
        let same_length = |found: &Name<'_>| found.name().len() == name.len();
        // Names that differ in case only are neighbours at the front.
        let mut candidates = self.matching(name).take_while(same_length).peekable();
        let first = candidates.peek().copied();
        candidates.find(|found| found.name() == name).or(first)
    }

    /// Remembers what the console said of a variable: its value, default and
    /// limits. Kept for this run only, as values change; a password's not at all.
    pub fn learn(&mut self, query: Query) {
        if is_secret_name(&query.name) {
            return;
        }
        let Some(name) = self.get(&query.name).map(|name| name.name().to_owned()) else {
            return;
        };
        if self.learned.len() < MAX_LEARNED || self.learned.contains_key(&name) {
            self.learned.insert(name, query);
        }
    }

    fn view(&self, entry: Entry) -> Name<'_> {
        let name = self.name_of(entry);
        let fields = self.slice(entry.name_end + 1, entry.end);
        Name::new(name, fields, self.learned.get(name))
    }

    fn name_of(&self, entry: Entry) -> &str {
        self.slice(entry.start, entry.name_end)
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// Those that can begin a command line.
fn commands<'a>(names: impl Iterator<Item = Name<'a>>) -> impl Iterator<Item = Name<'a>> {
    names.filter(|name| name.kind() != Kind::Topic)
}

/// The order of a list: by name without regard to ASCII case, then as is.
fn compare(a: &str, b: &str) -> Ordering {
    compare_folded(a, b).then_with(|| a.cmp(b))
}

fn compare_folded(a: &str, b: &str) -> Ordering {
    // Equal bytes need no folding, and neighbours in a list begin alike: eight at
    // a time.
    let (first, second) = (
        a.as_bytes().as_chunks::<8>().0,
        b.as_bytes().as_chunks::<8>().0,
    );
    let alike = first.iter().zip(second).take_while(|(a, b)| a == b);
    let alike = 8 * alike.count();
    let pairs = a.bytes().skip(alike).zip(b.bytes().skip(alike));
    let mut different = pairs.filter(|(a, b)| a != b).map(|(a, b)| {
        let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
        a.cmp(&b)
    });
    different
        .find(|order| order.is_ne())
        .unwrap_or(a.len().cmp(&b.len()))
}

fn starts_with_folded(name: &str, prefix: &str) -> bool {
    name.as_bytes()
        .get(..prefix.len())
        .is_some_and(|front| front.eq_ignore_ascii_case(prefix.as_bytes()))
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
