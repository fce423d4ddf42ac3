//! One line on standard error that is written over as it changes, and is gone
//! when it is of no more use.

use std::io::Write as _;

use super::escape;
use crate::system::terminal;

/// The line. Dropping it takes it away.
#[derive(Debug)]
pub(crate) struct InPlace {
    works: bool,
    shown: String,
}

impl InPlace {
    /// A line that is not there yet. Nothing is ever shown where standard error
    /// is no terminal, or one that cannot take a line away.
    pub(crate) fn new() -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
        Self {
            works: terminal::streams().stderr && !dumb,
            shown: String::new(),
        }
    }

    /// Shows a text, as much of it as fits: a line that wraps cannot be taken
    /// away.
    pub(crate) fn show(&mut self, text: &str) {
        if !self.works {
            return;
        }
        let columns = terminal::stderr_columns();
        let line = escape::line(text, columns.saturating_sub(1));
        if self.shown != line {
            self.shown = line.into_owned();
            put(&format!("\r\x1b[2K{}", self.shown));
        }
    }

    /// Takes it away.
    pub(crate) fn clear(&mut self) {
        if !self.shown.is_empty() {
            self.shown.clear();
            put("\r\x1b[2K");
        }
    }
}

impl Drop for InPlace {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A terminal that is gone shows nothing.
fn put(text: &str) {
    let mut error = std::io::stderr().lock();
    let _ = error.write_all(text.as_bytes());
    let _ = error.flush();
}
