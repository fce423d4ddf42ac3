//! A line on standard error that stands there while something lasts, and is
//! gone when it is over.

use std::io::Write as _;

use super::escape;
use crate::system::terminal;

/// Takes the line away that stands there.
const TAKE_AWAY: &str = "\r\x1b[2K";

/// A bar of fewer columns says nothing.
const SHORTEST_BAR: usize = 10;

/// Whether there is a terminal that can take a line away.
pub(crate) fn can_be_taken_away() -> bool {
    let dumb = || std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    terminal::streams().stderr && !dumb()
}

/// The same, and nobody writes right through it: with `-v` what happens on the wire is
/// told.
pub(crate) fn works() -> bool {
    can_be_taken_away() && log::max_level() == log::LevelFilter::Off
}

/// Puts this line in the place of the one that stands there.
pub(crate) fn redraw(line: &str) {
    put(&format!("{TAKE_AWAY}{line}"));
}

/// Takes the line away.
pub(crate) fn clear() {
    put(TAKE_AWAY);
}

/// A terminal that is gone shows nothing.
pub(crate) fn put(text: &str) {
    let mut error = std::io::stderr().lock();
    let _ = error.write_all(text.as_bytes());
    let _ = error.flush();
}

/// A line as short as it has to be: one that wraps cannot be taken away.
pub(crate) fn fitting(text: &str, columns: usize) -> String {
    escape::line(text, columns.saturating_sub(1)).into_owned()
}

/// A bar of at most `longest` columns and its figures, which the bar makes room
/// for.
pub(crate) fn bar(
    (done, all): (usize, usize),
    figures: &str,
    longest: usize,
    columns: usize,
) -> String {
    let room = columns
        .saturating_sub(escape::width(figures) + 2)
        .min(longest);
    if room < SHORTEST_BAR {
        return fitting(figures, columns);
    }
    let full = room * done / all.max(1);
    format!("{}{} {figures}", "█".repeat(full), "░".repeat(room - full))
}
