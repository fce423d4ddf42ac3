//! Why a game's file gives no address and password. None of these holds one.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a game's own file is of no use, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromError {
    file: PathBuf,
    line: Option<usize>,
    problem: FromProblem,
}

/// What is wrong with a game's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FromProblem {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A folder, a pipe.
    #[error("is not a file")]
    NotAFile,
    /// Longer than any such file is.
    #[error("is longer than {} KiB: not a game's settings", .0 >> 10)]
    TooLong(u64),
    /// No game is known to keep its settings under this name.
    #[error(
        "is no game's file that is known here: server.properties, *.cfg (Source), PalWorldSettings.ini, GameUserSettings.ini (ARK), *.ini (Zomboid), Rcon.cfg (Squad), Game.ini (Conan), beserver*.cfg (BattlEye)"
    )]
    UnknownFile,
    /// RCON is off.
    #[error("RCON is switched off: set {setting} there, and restart the server")]
    SwitchedOff {
        /// The key with the value that it needs.
        setting: String,
    },
    /// There is no password, and games then have no RCON.
    #[error("there is no RCON password: set {setting} there, and restart the server")]
    NoPassword {
        /// The key.
        setting: String,
    },
    /// There is no port, and the game has none of its own.
    #[error("there is no RCON port: set {setting} there, and restart the server")]
    NoPort {
        /// The key.
        setting: String,
    },
    /// The port is none.
    #[error("{key} is not a port between 1 and 65535")]
    BadPort {
        /// The key.
        key: String,
    },
    /// The address is none.
    #[error("{key} is not an address")]
    BadAddress {
        /// The key.
        key: String,
    },
}

impl FromError {
    pub(super) fn new(file: &Path, line: Option<usize>, problem: FromProblem) -> Self {
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
    pub fn problem(&self) -> &FromProblem {
        &self.problem
    }
}

impl fmt::Display for FromError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for FromError {}
