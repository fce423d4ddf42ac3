//! `!log`: a transcript of what was sent and what came back.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::commands::{redact, secret_part};
use crate::system::private;

/// A file that everything is appended to. It can hold whatever a server
/// says, so only its owner may read it.
#[derive(Debug)]
pub(crate) struct Transcript {
    path: PathBuf,
    file: File,
    /// The last reply did not end in a newline.
    mid_line: bool,
    /// The last command held a password, which its reply may repeat: CS:GO and
    /// Garry's Mod end replies in a log line with the whole command.
    secret: bool,
}

impl Transcript {
    /// Opens a file to append to.
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            file: private::append(path)?,
            mid_line: false,
            secret: false,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Notes a command, without a password that it may hold.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn command(&mut self, prompt: &str, command: &[u8]) -> io::Result<()> {
        let text = String::from_utf8_lossy(command);
        let newline = if self.mid_line { "\n" } else { "" };
        self.mid_line = false;
        self.secret = secret_part(&text);
        let line = format!("{newline}{prompt}{}\n", redact(&text));
        self.file.write_all(line.as_bytes())
    }

    /// Notes a piece of a reply, as it came; nothing of one to a command that
    /// held a password.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn reply(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.secret {
            return Ok(());
        }
        if let Some(last) = bytes.last() {
            self.mid_line = *last != b'\n';
        }
        self.file.write_all(bytes)
    }
}
