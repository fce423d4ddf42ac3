//! A line for the user beside all that is printed.

use std::io::Write as _;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::show::report;
use crate::show::wrap::wrap;
use crate::system::terminal;

/// `--quiet`: for the whole program, as standard error is one.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From here on nothing is told that is no error.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether nothing is to be told that is no error.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// What is worth a line, but no error: nothing with `--quiet`.
pub(crate) fn remark(text: &str) {
    if !is_quiet() {
        notice(text);
    }
}

/// Something that the user should know, on standard error.
pub(crate) fn notice(text: &str) {
    let line = format!("rcon-shell: {}", report::sentence(text.to_owned()));
    let line = if terminal::streams().stderr {
        wrap(&line, terminal::stderr_columns())
    } else {
        line
    } + "\n";
    // Nobody is left to be told if this fails.
    let _ = std::io::stderr().write_all(line.as_bytes());
}
