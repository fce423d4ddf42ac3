//! Why there is no password.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use rcon_proto::ErrorKind;

use crate::commands::Command;

/// Why there is no password. None of these holds one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// No source has one, and there is nobody to ask.
    #[error(
        "no password, and no terminal to ask for it: give --password-file FILE, --password-stdin, --password PASSWORD, RCON_PASSWORD_FILE, RCON_PASSWORD, or a profile with password_command or password_file"
    )]
    NoneAndNoTerminal,
    /// The same of a server that a line names: the options and the environment are
    /// meant for those that a run begins with.
    #[error(
        "no password is known for {server}, and no terminal to ask for it: give it a profile with password_command or password_file, or log in to it by {} SERVER PASSWORD",
        Command::Connect.typed()
    )]
    NoneOfLine {
        /// Which one.
        server: String,
    },
    /// A file that cannot be read.
    #[error("cannot read the password file {}: {error}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// A file that others may read.
    #[error("the password file {0} may be read by others: chmod 600 {0}", .file.display())]
    Exposed {
        /// The file.
        file: PathBuf,
    },
    /// There is a source, and nothing in it.
    #[error("{origin}: the first line is empty")]
    Empty {
        /// Which one.
        origin: String,
    },
    /// Enter alone at the prompt: more often a slip than a server that has none, and a
    /// refusal that counts towards a ban.
    #[error(
        "no password was typed, and nothing was sent; for a server that has none, say so with --password ''"
    )]
    NothingTyped,
    /// More than any server takes.
    #[error("{origin}: the first line is longer than {limit} bytes: not a password")]
    TooLong {
        /// Which one.
        origin: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// What `PowerShell` writes with `>`, and Windows editors as "Unicode".
    #[error("{origin}: the password is written in UTF-16: save it as UTF-8 or plain ASCII")]
    Utf16 {
        /// Which one.
        origin: String,
    },
    /// A server would read up to it only.
    #[error("{origin}: the password holds a NUL byte, which RCON cannot carry")]
    Nul {
        /// Which one.
        origin: String,
    },
    /// The password command did not do its work.
    #[error("the password_command of {origin} {how}")]
    Command {
        /// Which source it belongs to.
        origin: String,
        /// What it did instead.
        how: String,
    },
    /// It took too long.
    #[error("{origin}: no password within {} s", .after.as_secs())]
    TooSlow {
        /// Which source.
        origin: String,
        /// How long was waited.
        after: Duration,
    },
    /// Reading from the terminal or from standard input failed.
    #[error("cannot read the password from {origin}: {error}")]
    Io {
        /// Which one.
        origin: String,
        /// Why not.
        error: io::Error,
    },
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
}

impl SecretError {
    /// The kind of failure, for the exit code.
    pub fn kind(&self) -> ErrorKind {
        match self {
            SecretError::Interrupted => ErrorKind::Interrupted,
            _ => ErrorKind::Usage,
        }
    }
}

impl From<SecretError> for crate::error::Error {
    fn from(error: SecretError) -> Self {
        Self::new(error.kind(), error)
    }
}
