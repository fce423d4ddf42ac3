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
mod tests {
    use std::thread;

    use std::path::Path;

    use super::*;

    fn open(path: &Path) -> (HistoryFile, Vec<String>) {
        let (file, entries) = HistoryFile::open(path.to_owned()).unwrap();
        (file.unwrap(), entries)
    }

    fn reopened(path: &Path) -> Vec<String> {
        open(path).1
    }

    #[test]
    fn entries_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/rcon-shell/history");
        let entries = [
            "status",
            "a\nb\r\n",
            "back\\slash \\n",
            "grüße 重力",
            "end\\",
        ];
        let (file, found) = open(&path);
        assert!(found.is_empty());
        for entry in entries {
            file.append(entry).unwrap();
        }
        assert_eq!(reopened(&path), entries);
    }

    #[test]
    fn the_file_holds_no_two_alike_and_no_more_than_it_should() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        let lines: Vec<_> = (0..MAX_ENTRIES + 5).map(|n| format!("say {n}")).collect();
        fs::write(&path, lines.join("\n")).unwrap();
        let (file, found) = open(&path);
        assert_eq!(found.len(), MAX_ENTRIES);
        assert_eq!(found[0], "say 5");
        file.append("say 7").unwrap();
        file.append("one more").unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), MAX_ENTRIES);
        assert_eq!(lines[..3], ["say 6", "say 8", "say 9"]);
        assert_eq!(lines[MAX_ENTRIES - 2..], ["say 7", "one more"]);
    }

    #[test]
    fn two_shells_lose_nothing_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        let shells: Vec<_> = ["one", "two"]
            .into_iter()
            .map(|name| {
                let (mut file, _) = open(&path);
                // Both want it all the time, which on a busy machine takes.
                file.lock_wait = Duration::from_mins(1);
                thread::spawn(move || {
                    for n in 0..50 {
                        file.append(&format!("{name} {n}")).unwrap();
                        file.append("both").unwrap();
                    }
                })
            })
            .collect();
        for shell in shells {
            shell.join().unwrap();
        }
        let entries = reopened(&path);
        assert_eq!(entries.len(), 101);
        let of = |name: &str| {
            entries
                .iter()
                .filter(|entry| entry.starts_with(name))
                .count()
        };
        assert_eq!((of("one "), of("two ")), (50, 50));
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            2,
            "history and lock"
        );
    }

    #[test]
    fn what_is_no_history_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        fs::write(
            &path,
            b"status\n\xff\xfe\0\n\nrcon_password x\r\nstatus\r\nlast",
        )
        .unwrap();
        assert_eq!(reopened(&path), ["status", "last"]);
        let (file, _) = open(&path);
        file.append("more").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "status\nlast\nmore\n");
        fs::remove_file(&path).unwrap();
        file.append("again").unwrap();
        assert_eq!(reopened(&path), ["again"]);
    }

    #[test]
    fn a_huge_file_is_read_from_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        let mut text = vec![b'x'; usize::try_from(MAX_BYTES).unwrap()];
        text.extend_from_slice(b"\nstatus\n");
        fs::write(&path, text).unwrap();
        assert_eq!(reopened(&path), ["status"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "status\n");
    }

    #[test]
    fn a_folder_in_its_place_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (file, entries) = HistoryFile::open(folder.path().to_owned()).unwrap();
        assert!(file.is_none() && entries.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/history");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (file, _) = open(&path);
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        open(&path);
        assert_eq!(mode(&path), 0o600);
        for entry in ["a", "b", "a"] {
            file.append(entry).unwrap();
        }
        assert_eq!(mode(&path), 0o600);

        let link = folder.path().join("link");
        symlink(&path, &link).unwrap();
        open(&link).0.append("b").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(reopened(&path), ["a", "b"]);

        let nowhere = folder.path().join("nowhere");
        symlink("/dev/null", &nowhere).unwrap();
        let before = mode(Path::new("/dev/null"));
        assert!(HistoryFile::open(nowhere).unwrap().0.is_none());
        assert_eq!(mode(Path::new("/dev/null")), before);
    }
}
