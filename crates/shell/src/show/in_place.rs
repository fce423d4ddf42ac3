//! One line on standard error that is written over as it changes, and is gone
//! when it is of no more use.

use super::passing;
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
        Self {
            works: passing::can_be_taken_away(),
            shown: String::new(),
        }
    }

    /// Shows a text, as much of it as fits: a line that wraps cannot be taken
    /// away.
    pub(crate) fn show(&mut self, text: &str) {
        if !self.works {
            return;
        }
        let line = passing::fitting(text, terminal::stderr_columns());
        if self.shown != line {
            passing::redraw(&line);
            self.shown = line;
        }
    }

    /// Takes it away.
    pub(crate) fn clear(&mut self) {
        if !self.shown.is_empty() {
            self.shown.clear();
            passing::clear();
        }
    }
}

impl Drop for InPlace {
    fn drop(&mut self) {
        self.clear();
    }
}
