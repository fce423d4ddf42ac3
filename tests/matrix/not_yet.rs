//! Cells of the tables that fail: the program is not right there yet. Each table
//! asserts that they do, so that one that is mended has to be taken off. Those
//! that fail now and then only stand in lists of their own, and decide nothing.

use crate::support::NotYet;

/// With `-e`.
pub(super) const ONE_SHOT: &[NotYet] = &[];

/// Ten commands, and JSON.
pub(super) const SCRIPTS: &[NotYet] = &[];

/// On a terminal.
#[cfg(unix)]
pub(super) const PROMPT: &[NotYet] = &[];

/// What is peculiar to one server.
pub(super) const SPECIAL: &[NotYet] = &[];

/// In scripts, now and then: how fast the server and the client are decides.
pub(super) const SCRIPTS_NOT_ALWAYS: &[NotYet] = &[];

/// On a terminal, now and then.
#[cfg(unix)]
pub(super) const PROMPT_NOT_ALWAYS: &[NotYet] = &[];

/// Whether this cell is listed.
pub(super) fn lists(list: &[NotYet], row: &str, column: &str) -> bool {
    list.iter().any(|(r, c, _)| *r == row && *c == column)
}
