//! The history on disk: one entry a line, newest last, no two alike.
//!
//! Several shells write to it, each a line as it is typed, so that none loses
//! another's: under a lock, in a file beside it, and where older entries have to
//! go by writing a new file and renaming it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::Duration;

use crate::commands::secret_part;
use crate::system::lock::lock_beside;
use crate::system::private;
use crate::system::replace::{Access, Outlives, replace};

/// The most entries kept, here and in the file.
pub(super) const MAX_ENTRIES: usize = 10_000;
/// A longer line is not remembered, in bytes.
pub(super) const MAX_ENTRY: usize = 64 << 10;

/// No more than this is read, from the end of the file, in bytes.
const MAX_BYTES: u64 = 8 << 20;
/// How long another shell may hold the lock before it is passed over: it does
/// so for milliseconds, unless it was stopped in the middle.
const LOCK_WAIT: Duration = Duration::from_millis(300);

/// Whether a line belongs in the history: not blank, not behind a space, not
/// beyond all measure, and without a password.
pub(super) fn is_kept(line: &str) -> bool {
    line.starts_with(|c: char| !c.is_whitespace())
        && line.len() <= MAX_ENTRY
        && !line.contains('\0')
        && !secret_part(line)
}

/// Where the history is kept.
#[derive(Debug)]
pub(super) struct HistoryFile {
    path: PathBuf,
    /// How long the lock is waited for.
    lock_wait: Duration,
}

impl HistoryFile {
    /// Opens the history at `path`, made if it is not there, for nobody else to
    /// read. No file is given back for what is not an ordinary one, such as a
    /// link to `/dev/null`, by which people say that they want no history.
    pub(super) fn open(path: PathBuf) -> io::Result<(Option<Self>, Vec<String>)> {
        // Behind a link is where the file is replaced, not the link.
        let path = fs::canonicalize(&path).unwrap_or(path);
        if let Some(folder) = path.parent() {
            private::create_folder(folder)?;
        }
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Ok((None, Vec::new()));
        }
        private::narrow(&private::append(&path)?)?;
        let file = Self {
            path,
            lock_wait: LOCK_WAIT,
        };
        let _lock = file.lock();
        let (bytes, cut) = file.read()?;
        let stored = Stored::parse(&bytes, cut);
        if !stored.tidy {
            file.replace(&stored.entries)?;
        }
        Ok((Some(file), stored.entries))
    }

    /// Adds an entry at the end; one like it, and the oldest of too many, go.
    pub(super) fn append(&self, entry: &str) -> io::Result<()> {
        let _lock = self.lock();
        let (bytes, cut) = self.read()?;
        let line = escape(entry);
        let full = cut || bytes.split(|&byte| byte == b'\n').count() > MAX_ENTRIES;
        let ended = bytes.is_empty() || bytes.ends_with(b"\n");
        let known = bytes
            .split(|&byte| byte == b'\n')
            .any(|other| other == line.as_bytes());
        if ended && !full && !known {
            // One write: a line is never cut by another's.
            return private::append(&self.path)?.write_all(format!("{line}\n").as_bytes());
        }
        let mut entries = Stored::parse(&bytes, cut).entries;
        entries.retain(|other| other != entry);
        entries.push(entry.to_owned());
        let surplus = entries.len().saturating_sub(MAX_ENTRIES);
        self.replace(&entries[surplus..])
    }

    /// Takes an entry out, if it is there.
    pub(super) fn remove(&self, entry: &str) -> io::Result<()> {
        let _lock = self.lock();
        let (bytes, cut) = self.read()?;
        let mut entries = Stored::parse(&bytes, cut).entries;
        let before = entries.len();
        entries.retain(|other| other != entry);
        if entries.len() == before {
            return Ok(());
        }
        self.replace(&entries)
    }

    /// The file's bytes, and whether they are only its end.
    fn read(&self) -> io::Result<(Vec<u8>, bool)> {
        let mut bytes = Vec::new();
        let mut file = match File::open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((bytes, false)),
            file => file?,
        };
        let skipped = file.metadata()?.len().saturating_sub(MAX_BYTES);
        file.seek(SeekFrom::Start(skipped))?;
        file.take(MAX_BYTES).read_to_end(&mut bytes)?;
        Ok((bytes, skipped > 0))
    }

    /// Puts a new file in the place of the old one.
    fn replace(&self, entries: &[String]) -> io::Result<()> {
        let text: String = entries
            .iter()
            .flat_map(|entry| [escape(entry), "\n".to_owned()])
            .collect();
        // Not synced: the line that was typed is sent after this.
        replace(&self.path, Access::Private, Outlives::Process, |file| {
            file.write_all(text.as_bytes())
        })
    }

    /// Locks the history until the file is dropped. Where locks do not work,
    /// or another shell hangs, it is used all the same: at worst a line is lost.
    fn lock(&self) -> Option<File> {
        lock_beside(&self.path, self.lock_wait).ok()
    }
}

/// What was found in the file; anything in it that is no history is passed
/// over.
struct Stored {
    entries: Vec<String>,
    /// The file holds just these, and ends in a line end.
    tidy: bool,
}

impl Stored {
    /// Takes the file's bytes, `cut` where they do not begin at its start.
    fn parse(bytes: &[u8], cut: bool) -> Self {
        let mut tidy = !cut && (bytes.is_empty() || bytes.ends_with(b"\n"));
        let lines: Vec<_> = bytes
            .split_inclusive(|&byte| byte == b'\n')
            .skip(usize::from(cut))
            .collect();
        let mut seen = HashSet::with_capacity(lines.len().min(MAX_ENTRIES));
        let mut entries = Vec::new();
        // From the newest on: of two alike it is the one that stays.
        for line in lines.into_iter().rev() {
            let entry = str::from_utf8(line.strip_suffix(b"\n").unwrap_or(line)).map(unescape);
            match entry {
                Ok(entry)
                    if entries.len() < MAX_ENTRIES
                        && is_kept(&entry)
                        && seen.insert(entry.clone()) =>
                {
                    entries.push(entry.into_owned());
                }
                _ => tidy = false,
            }
        }
        entries.reverse();
        Self { entries, tidy }
    }
}

/// An entry as one line: `\n` for a line end, `\\` for a backslash.
fn escape(entry: &str) -> String {
    entry
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn unescape(line: &str) -> Cow<'_, str> {
    if !line.contains('\\') && !line.ends_with('\r') {
        return Cow::Borrowed(line);
    }
    let mut entry = String::with_capacity(line.len());
    let mut chars = line.strip_suffix('\r').unwrap_or(line).chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, false) => entry.push(c),
            (_, true) => match chars.next() {
                Some('n') => entry.push('\n'),
                Some('r') => entry.push('\r'),
                Some('\\') | None => entry.push('\\'),
                Some(other) => entry.extend(['\\', other]),
            },
        }
    }
    Cow::Owned(entry)
}

#[cfg(test)]
mod tests;
