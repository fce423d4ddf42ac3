//! `!log`: a transcript of what was sent and what came back.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::commands::{asks_for_secret, redact, secret_part};
use crate::live::{self, Stream};
use crate::show::notice::notice;
use crate::system::private;

/// A file that everything is appended to. It can hold whatever a server
/// says, so only its owner may read it.
#[derive(Debug)]
pub(crate) struct Transcript {
    path: PathBuf,
    file: File,
    /// The last reply did not end in a newline.
    mid_line: bool,
    /// The last command held a password, or asked for one, which its reply may repeat: CS:GO and
    /// Garry's Mod end replies in a log line with the whole command.
    secret: bool,
    /// The same of the command before it, of whose reply there can be more.
    was_secret: bool,
    /// Takes the passwords out that are known, also where one comes in two
    /// pieces.
    passwords: Stream,
}

impl Transcript {
    /// Opens a file to append to. One that is there already is narrowed to its
    /// owner; where it is somebody else's, that is for the user to know.
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = private::append(path)?;
        // Pipes and devices are what they are.
        if file.metadata().is_ok_and(|found| found.is_file()) && private::narrow(&file).is_err() {
            notice(&format!(
                "the log {} may be read by others, and is not yours to change",
                path.display()
            ));
        }
        Ok(Self {
            path: path.to_owned(),
            file,
            mid_line: false,
            secret: false,
            was_secret: false,
            passwords: Stream::default(),
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
        self.flush()?;
        let text = String::from_utf8_lossy(command);
        let newline = if self.mid_line { "\n" } else { "" };
        self.mid_line = false;
        self.was_secret = self.secret;
        self.secret = secret_part(&text) || asks_for_secret(&text);
        let text = redact(&text);
        let line = format!("{newline}{prompt}{}\n", live::redact(&text));
        self.file.write_all(line.as_bytes())
    }

    /// Notes a piece of a reply, as it came but for passwords; nothing of one to
    /// a command that held or asked for one.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn reply(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.piece(self.secret, bytes)
    }

    /// Notes a piece that comes behind the end of its reply. Whether that was the
    /// newest one is not known here: neither command may have held a password.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn more(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.piece(self.secret || self.was_secret, bytes)
    }

    fn piece(&mut self, secret: bool, bytes: &[u8]) -> io::Result<()> {
        if secret {
            return Ok(());
        }
        let safe = self.passwords.push(bytes);
        self.write(&safe)
    }

    /// Writes what was held back, as it might have begun a password.
    fn flush(&mut self) -> io::Result<()> {
        let rest = self.passwords.finish();
        self.write(&rest)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(last) = bytes.last() {
            self.mid_line = *last != b'\n';
        }
        self.file.write_all(bytes)
    }
}

impl Drop for Transcript {
    fn drop(&mut self) {
        // Some bytes of the end, which nobody is left to be told of.
        let _ = self.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written of these pieces of the reply before, after two commands.
    fn written(before: &[u8], newest: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mut transcript = Transcript::open(&path).unwrap();
        transcript.command("] ", before).unwrap();
        transcript.command("] ", newest).unwrap();
        transcript.more(b"hunter2\n").unwrap();
        transcript.command("] ", b"status").unwrap();
        transcript.reply(b"fine\n").unwrap();
        std::fs::read_to_string(&path).unwrap()
    }

    #[test]
    fn more_of_a_reply_that_may_repeat_a_password_is_not_written() {
        for (before, newest) in [
            (&b"rcon_password hunter2"[..], &b"echo"[..]),
            (b"echo", b"rcon_password hunter2"),
        ] {
            let text = written(before, newest);
            assert!(!text.contains("hunter2"), "{text}");
            assert!(text.ends_with("] status\nfine\n"), "{text}");
        }
        assert!(written(b"echo", b"echo").contains("hunter2"));
    }
}
