//! Something wrong in a file, and where.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

/// What is wrong in a file, behind its name and the line: `servers.toml:3: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFile<P> {
    file: PathBuf,
    line: Option<usize>,
    problem: P,
}

impl<P> InFile<P> {
    /// The line is counted from 1, where one can be named.
    pub(super) fn new(file: &Path, line: Option<usize>, problem: P) -> Self {
        Self {
            file: file.to_owned(),
            line,
            problem,
        }
    }

    /// The line, counted from 1, where one can be named.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong there.
    pub fn problem(&self) -> &P {
        &self.problem
    }
}

impl<P: Display> Display for InFile<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl<P: Display + fmt::Debug> std::error::Error for InFile<P> {}
