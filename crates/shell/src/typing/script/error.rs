//! Why a script cannot go on.

use std::io;
use std::path::PathBuf;

use rcon_proto::ErrorKind;

use super::{MAX_LINE, Place};

/// Why a script cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// The file cannot be opened.
    #[error("cannot open the script {}: {error}", .file.display())]
    Open {
        /// The file.
        file: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// It cannot be read on.
    #[error("{place}: cannot read on: {error}")]
    Read {
        /// Where.
        place: Place,
        /// Why not.
        error: io::Error,
    },
    /// A line that is no command.
    #[error("{place}: the line is longer than {MAX_LINE} bytes: is this a script?")]
    TooLong {
        /// Where.
        place: Place,
    },
    /// Saved in a way that no server understands.
    #[error("{place}: the file is UTF-16: save it as UTF-8")]
    Utf16 {
        /// Where.
        place: Place,
    },
    /// Nothing to run.
    #[error("{place}: the command is empty")]
    Empty {
        /// Where.
        place: Place,
    },
    /// A `!` command that needs a person, or that there is not.
    #[error("{place}: {message}")]
    Local {
        /// Where.
        place: Place,
        /// What is wrong with it.
        message: String,
    },
    /// Ctrl-C.
    #[error("{place}: interrupted")]
    Interrupted {
        /// Where.
        place: Place,
    },
}

impl ScriptError {
    /// The kind of failure, for the exit code.
    pub fn kind(&self) -> ErrorKind {
        match self {
            ScriptError::Interrupted { .. } => ErrorKind::Interrupted,
            ScriptError::Read { .. } => ErrorKind::Other,
            _ => ErrorKind::Usage,
        }
    }
}

impl From<ScriptError> for crate::error::Error {
    fn from(error: ScriptError) -> Self {
        Self::new(error.kind(), error)
    }
}
