//! A line for the user beside all that is printed.

use std::io::Write as _;

use crate::show::report;

/// Something that the user should know, on standard error.
pub(crate) fn notice(text: &str) {
    let line = format!("rcon-shell: {}\n", report::sentence(text.to_owned()));
    // Nobody is left to be told if this fails.
    let _ = std::io::stderr().write_all(line.as_bytes());
}
