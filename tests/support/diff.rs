//! Two texts that should have been the same.

use std::fmt::Write as _;

/// Where `expected` and `got` part ways: the first line that differs, with two
/// lines before it and three after. Nothing when they are equal.
pub(crate) fn difference(expected: &str, got: &str) -> Option<String> {
    if expected == got {
        return None;
    }
    let wanted: Vec<&str> = expected.split_inclusive('\n').collect();
    let had: Vec<&str> = got.split_inclusive('\n').collect();
    let first = wanted
        .iter()
        .zip(&had)
        .take_while(|(one, other)| one == other)
        .count();
    let mut text = format!(
        "line {} of {} expected and {} printed:\n",
        first + 1,
        wanted.len(),
        had.len()
    );
    for line in &wanted[first.saturating_sub(2)..first] {
        let _ = writeln!(text, "    {}", line.escape_debug());
    }
    for line in wanted.iter().skip(first).take(3) {
        let _ = writeln!(text, "  - {}", line.escape_debug());
    }
    for line in had.iter().skip(first).take(3) {
        let _ = writeln!(text, "  + {}", line.escape_debug());
    }
    Some(text)
}
