//! Cells of the tables that fail: the program is not right there yet. Each table
//! asserts that they do, so that one that is mended has to be taken off. Those
//! that fail now and then only stand in lists of their own, and decide nothing.

use crate::support::NotYet;

const LINES: &str = "lines that come without their newlines are glued together";
const RUST: &str = "the end mark, (-1, 0, empty), is not known, and copies are shown";
const RUST_SAID: &str = "likewise, with --game rust, and lines are glued together";
const BYTE: &str = "ids that do not fit a byte never come back; id 255 is no refusal";
const EARLY: &str = "a probe's answer with text, before any reply, is taken for its end";
const PAGES: &str = "a probe's answer that is more of the reply is thrown away";
const OWN_ID: &str = "a refusal under the request's own id is taken for acceptance";

/// With `-e`.
pub(super) const ONE_SHOT: &[NotYet] = &[
    ("pumpkin", "large", LINES),
    ("pumpkin", "two in a row", LINES),
    ("rust", "small", RUST),
    ("rust", "large", RUST),
    ("rust", "empty", RUST),
    ("rust", "two in a row", RUST),
    ("bepinex", "small", BYTE),
    ("bepinex", "large", BYTE),
    ("bepinex", "empty", BYTE),
    ("bepinex", "wrong password", BYTE),
    ("bepinex", "check", BYTE),
    ("bepinex", "two in a row", BYTE),
    ("velocity", "small", EARLY),
    ("velocity", "large", EARLY),
    ("velocity", "two in a row", EARLY),
    ("vintage-story", "large", PAGES),
    ("vintage-story", "two in a row", PAGES),
    ("hytale", "wrong password", OWN_ID),
    ("hytale", "check", OWN_ID),
    ("rust, --game rust", "large", RUST_SAID),
    ("rust, --game rust", "empty", RUST_SAID),
    ("rust, --game rust", "two in a row", RUST_SAID),
];

/// Ten commands, and JSON.
pub(super) const SCRIPTS: &[NotYet] = &[
    ("pumpkin", "ten commands", LINES),
    ("pumpkin", "json", LINES),
    ("rust", "ten commands", RUST),
    ("rust", "json", RUST),
    ("bepinex", "ten commands", BYTE),
    ("bepinex", "json", BYTE),
    ("velocity", "ten commands", EARLY),
    ("velocity", "json", EARLY),
    ("rust, --game rust", "ten commands", RUST_SAID),
    ("rust, --game rust", "json", RUST_SAID),
];

/// On a terminal.
#[cfg(unix)]
pub(super) const PROMPT: &[NotYet] = &[
    ("rust", "large", RUST),
    ("rust", "empty", RUST),
    ("rust", "two in a row", RUST),
    ("bepinex", "small", BYTE),
    ("bepinex", "large", BYTE),
    ("bepinex", "empty", BYTE),
    ("bepinex", "wrong password", BYTE),
    ("bepinex", "two in a row", BYTE),
    ("bepinex", "reconnect", BYTE),
    ("velocity", "small", EARLY),
    ("velocity", "large", EARLY),
    ("velocity", "two in a row", EARLY),
    ("velocity", "reconnect", EARLY),
    ("vintage-story", "large", PAGES),
    ("vintage-story", "two in a row", PAGES),
    ("hytale", "wrong password", OWN_ID),
    ("rust, --game rust", "empty", RUST_SAID),
];

/// What is peculiar to one server.
pub(super) const SPECIAL: &[NotYet] = &[
    (
        "rust",
        "bans",
        "removeip is recommended, where a minute's ban is the case",
    ),
    ("rust", "utf-8", "UTF-8 is not asked for"),
];

/// In scripts, now and then: how fast the server and the client are decides.
pub(super) const SCRIPTS_NOT_ALWAYS: &[NotYet] = &[];

/// On a terminal, now and then.
#[cfg(unix)]
pub(super) const PROMPT_NOT_ALWAYS: &[NotYet] = &[];

/// Whether this cell is listed.
pub(super) fn lists(list: &[NotYet], row: &str, column: &str) -> bool {
    list.iter().any(|(r, c, _)| *r == row && *c == column)
}
