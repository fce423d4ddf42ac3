//! `BattlEye`'s `BEServer.cfg`: a command a line, its argument behind a blank.

use super::Entry;
use super::text::lines;

/// The commands of a text.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let rows = lines(text).filter_map(|(number, line)| {
        let line = line.trim();
        let (key, value) = line.split_once(char::is_whitespace)?;
        Some(Entry::new("", key, value.trim(), number))
    });
    rows.collect()
}
