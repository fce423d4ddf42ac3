//! Why a game's file gives no address and password. None of these holds one.

use crate::request::in_file::InFile;

/// Why a game's own file is of no use, and where.
pub(crate) type FromError = InFile<FromProblem>;

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
