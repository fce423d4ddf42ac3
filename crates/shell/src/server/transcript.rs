//! `!log`: a transcript of what was sent and what came back. Each line has its
//! time, its server, and `]` before a command, `|` before text of a reply.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::commands::{asks_for_secret, redact, secret_part};
use crate::live::{self, Stream};
use crate::show::notice::notice;
use crate::system::paths::or_folder;
use crate::system::private;
use crate::system::utc::rfc3339;

/// A file that everything is appended to. It can hold whatever a server
/// says, so only its owner may read it.
#[derive(Debug)]
pub(crate) struct Transcript {
    path: PathBuf,
    file: File,
    /// The server that was spoken to last.
    server: String,
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
        let file = private::append(path).map_err(|error| or_folder(path, error))?;
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
            server: String::new(),
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
    pub(crate) fn command(&mut self, server: &str, command: &[u8]) -> io::Result<()> {
        self.flush()?;
        let text = String::from_utf8_lossy(command);
        let mut out = String::new();
        if std::mem::take(&mut self.mid_line) {
            out.push('\n');
        }
        server.clone_into(&mut self.server);
        self.was_secret = self.secret;
        self.secret = secret_part(&text) || asks_for_secret(&text);
        let redacted = redact(&text);
        let redacted = live::redact(&redacted);
        for line in redacted.split('\n') {
            out.push_str(&self.stamp(']'));
            out.push_str(line.trim_end_matches('\r'));
            out.push('\n');
        }
        self.file.write_all(out.as_bytes())
    }

    /// What comes next is of another server, to the same command.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn speak_of(&mut self, server: &str) -> io::Result<()> {
        self.flush()?;
        if std::mem::take(&mut self.mid_line) {
            self.file.write_all(b"\n")?;
        }
        server.clone_into(&mut self.server);
        Ok(())
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
        let mut out = Vec::with_capacity(bytes.len() + 64);
        let stamp = self.stamp('|');
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if !self.mid_line {
                out.extend_from_slice(stamp.as_bytes());
            }
            out.extend_from_slice(line);
            self.mid_line = !line.ends_with(b"\n");
        }
        self.file.write_all(&out)
    }

    /// What each line begins with: when, and of which server.
    fn stamp(&self, mark: char) -> String {
        let server = if self.server.is_empty() {
            "-"
        } else {
            &self.server
        };
        format!("{} {server} {mark} ", rfc3339(SystemTime::now()))
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
        transcript.command("tf2", before).unwrap();
        transcript.command("tf2", newest).unwrap();
        transcript.more(b"hunter2\n").unwrap();
        transcript.command("tf2", b"status").unwrap();
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
            let last: Vec<_> = text.lines().rev().take(2).collect();
            assert!(last[0].ends_with("Z tf2 | fine"), "{text}");
            assert!(last[1].ends_with("Z tf2 ] status"), "{text}");
        }
        assert!(written(b"echo", b"echo").contains("hunter2"));
    }
}
