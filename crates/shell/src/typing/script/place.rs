//! Where a command stands, for messages.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Where a command stands. Counts start at 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The only `-e`.
    OnlyExecute,
    /// The nth `-e` of several.
    Execute(usize),
    /// A line of a file.
    File {
        /// The file, as it was named.
        file: Arc<Path>,
        /// The line.
        line: usize,
    },
    /// A line of standard input.
    Stdin {
        /// The line, counted from where the script began.
        line: usize,
    },
    /// A line of an alias.
    Alias {
        /// Where it is called.
        at: Box<Place>,
        /// As it is called, `!night`, behind those that call it.
        alias: String,
    },
}

impl Place {
    pub(super) fn advance(&mut self) {
        match self {
            Place::OnlyExecute | Place::Alias { .. } => {}
            Place::Execute(n) | Place::File { line: n, .. } | Place::Stdin { line: n } => *n += 1,
        }
    }

    /// The place of a line of an alias that is called here.
    pub(super) fn within(&self, alias: String) -> Place {
        let at = Box::new(self.clone());
        Place::Alias { at, alias }
    }

    /// Whether a message is clearer with it.
    pub(crate) fn is_worth_naming(&self) -> bool {
        !matches!(self, Place::OnlyExecute)
    }

    pub(super) fn is_first_line(&self) -> bool {
        matches!(self, Place::File { line: 1, .. } | Place::Stdin { line: 1 })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::OnlyExecute => f.write_str("-e"),
            Place::Execute(n) => write!(f, "-e {n}"),
            Place::File { file, line } => write!(f, "{}:{line}", file.display()),
            Place::Stdin { line } => write!(f, "standard input:{line}"),
            Place::Alias { at, alias } => write!(f, "{at}, in {alias}"),
        }
    }
}
