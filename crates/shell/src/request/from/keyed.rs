//! A key, `=` and a value a line: Project Zomboid's servers' files, and Squad's.

use super::Entry;
use super::text::lines;

/// The settings of a text.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let rows = lines(text).filter_map(|(number, line)| {
        let line = line.trim();
        if line.starts_with(['#', ';']) || line.starts_with("//") {
            return None;
        }
        let (key, value) = line.split_once('=')?;
        Some(Entry::new("", key.trim(), value.trim(), number))
    });
    rows.collect()
}
