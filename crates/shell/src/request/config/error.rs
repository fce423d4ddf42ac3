//! What can be wrong with the configuration file.

use std::io;
use std::path::PathBuf;

use crate::nearest::did_you_mean;
use crate::request::in_file::InFile;

/// Something wrong with the configuration file, and where.
pub(crate) type ConfigError = InFile<Problem>;

/// What is wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// It cannot be written.
    #[error("cannot be written: {0}")]
    Unwritable(io::Error),
    /// It is not TOML.
    #[error("not TOML: {0}")]
    Syntax(String),
    /// There is no such key.
    #[error("unknown key {key:?} in {section} ({hint})")]
    UnknownKey {
        /// The key.
        key: String,
        /// Where it stands.
        section: String,
        /// What it was meant to be; where nothing is near, all keys that
        /// there are.
        hint: String,
    },
    /// A key's value is of another type.
    #[error("{key} has to be {expected}")]
    WrongType {
        /// The key.
        key: String,
        /// What it has to be.
        expected: &'static str,
    },
    /// A key's value cannot be.
    #[error("{key}: {detail}")]
    WrongValue {
        /// The key.
        key: String,
        /// Why not.
        detail: String,
    },
    /// A profile without an address.
    #[error("{0} has no address (address = \"HOST:PORT\", or from = \"FILE\" of the game)")]
    NoAddress(String),
    /// More than one way to the password, or to the address.
    #[error("{section} has both {first} and {second}: keep one")]
    TwoWays {
        /// The profile, or the defaults.
        section: String,
        /// One of them.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
    /// A name that could not be used on the command line.
    #[error("{0:?} cannot be a name: no blanks, no @ or - in front")]
    BadName(String),
    /// An alias that cannot be.
    #[error("{0}")]
    BadAlias(String),
    /// A group without members.
    #[error("the group {0} has no members")]
    EmptyGroup(String),
    /// A group's member that is nothing known.
    #[error(
        "{member:?} in the group {group} is neither a profile nor an address with a dot or a port{}",
        did_you_mean(.nearest.as_deref())
    )]
    UnknownMember {
        /// The member.
        member: String,
        /// The group.
        group: String,
        /// What it was meant to be.
        nearest: Option<String>,
    },
    /// A password in it, and others may read it. The cure is a command to copy.
    #[error(
        "holds a password, and others may read it: chmod 600 {}, or use password_file or password_command",
        .0.display()
    )]
    Exposed(PathBuf),
    /// A password or a command in it, and others may change it.
    #[error("holds a password or a command, and {0}")]
    Writable(String),
    /// Another shell is writing it, and does not end.
    #[error("another program has it locked: try again")]
    Locked,
    /// It is no file of settings, but something without end.
    #[error("longer than {0} bytes: not a configuration")]
    TooLong(u64),
    /// A password that TOML cannot hold.
    #[error("the password is not text, so it cannot be kept here: use password_file")]
    BinaryPassword,
}

impl ConfigError {
    /// Whether the file could not be read for this reason.
    pub(super) fn is(&self, kind: io::ErrorKind) -> bool {
        matches!(self.problem(), Problem::Unreadable(error) if error.kind() == kind)
    }
}

impl From<ConfigError> for crate::error::Error {
    fn from(error: ConfigError) -> Self {
        Self::new(rcon_proto::ErrorKind::Usage, error)
    }
}
