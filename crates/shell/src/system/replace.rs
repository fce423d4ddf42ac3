//! A file replaced in one step: whoever reads it meanwhile has the old one or
//! the new one, never half of one.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::paths::or_folder;
use super::private;

/// A new file that is this old was left behind by a process that was killed.
const LEFT_BEHIND: Duration = Duration::from_hours(1);

/// How often another name is tried. One is enough unless the names are not
/// random at all.
const ATTEMPTS: usize = 8;

/// What the new file's permissions are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// The owner's alone.
    Private,
    /// Those of the file that it replaces.
    Like(Permissions),
}

/// What the new file outlives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlives {
    /// A power cut too: the old file or the new one is there after it. Costs
    /// tens of milliseconds on a slow disk.
    PowerCut,
    /// This process. For what can be had again, and for what is written while
    /// a person waits.
    Process,
}

/// Puts what `write` writes in the place of the file at `path`; its folder is
/// there. A link is what is replaced, and not what it leads to.
///
/// # Errors
///
/// It cannot be written. The old file is still there then, and nothing else.
pub(crate) fn replace(
    path: &Path,
    access: Access,
    outlives: Outlives,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let (mut file, new) = create_beside(path)?;
    if let Access::Like(permissions) = access {
        file.set_permissions(permissions)?;
    }
    write(&mut file)?;
    if outlives == Outlives::PowerCut {
        // What is in it, and then its name: a name alone is half a file.
        file.sync_all()?;
    }
    // Windows does not rename what is open.
    drop(file);
    rename(&new.path, path)?;
    new.keep();
    if outlives == Outlives::PowerCut {
        sync_folder(path);
    }
    sweep(path);
    Ok(())
}

/// Windows refuses it while another program has the old file open, or is
/// putting one of its own in that place: for a moment, as a rule.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut tries = if cfg!(windows) { 100 } else { 1 };
    loop {
        match fs::rename(from, to) {
            // In a folder's place no file is put, and Windows says less of it.
            Err(error) if to.is_dir() => return Err(or_folder(to, error)),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && tries > 1 => {
                tries -= 1;
                thread::sleep(Duration::from_millis(5));
            }
            result => return result,
        }
    }
}

/// A file that is removed again unless it has got its name.
struct New {
    path: PathBuf,
    kept: bool,
}

impl New {
    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for New {
    fn drop(&mut self) {
        if !self.kept {
            // Not there any more, or nothing can be done about it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A new file, the user's alone, in the folder of `path`. Its name is random:
/// one made of the process's number would be the same in two containers that
/// share the folder, and the same again after a crash.
fn create_beside(path: &Path) -> io::Result<(File, New)> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let mut name = prefix(path);
        let word = RandomState::new().hash_one(attempt);
        name.push(format!("{word:016x}{ENDING}"));
        let new = path.with_file_name(name);
        match private::create_new(&new) {
            Ok(file) => {
                let new = New {
                    path: new,
                    kept: false,
                };
                return Ok((file, new));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < ATTEMPTS => {}
            Err(error) => return Err(error),
        }
    }
}

/// What the name of a new file ends in.
const ENDING: &str = ".new";

/// What the names of the new files for `path` begin with.
fn prefix(path: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".");
    name
}

/// Sees to it that the new name outlives a power cut. Windows keeps its
/// folders by itself, and opens none; a network drive that cannot has the file
/// all the same.
fn sync_folder(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        if let Err(error) = synced {
            log::debug!("{} is not synced: {error}", folder.display());
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Removes what killed processes have left behind of the same file.
fn sweep(path: &Path) {
    let prefix = prefix(path);
    let prefix = prefix.as_encoded_bytes();
    let Some(Ok(entries)) = path.parent().map(fs::read_dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        let is_ours = name.starts_with(prefix) && name.ends_with(ENDING.as_bytes());
        let is_old = || {
            let changed = entry.metadata().and_then(|found| found.modified());
            let age = changed.map(|at| SystemTime::now().duration_since(at));
            matches!(age, Ok(Ok(age)) if age > LEFT_BEHIND)
        };
        if is_ours && is_old() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn put(path: &Path, text: &str) -> io::Result<()> {
        replace(path, Access::Private, Outlives::Process, |file| {
            file.write_all(text.as_bytes())
        })
    }

    fn names(folder: &Path) -> Vec<OsString> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        put(&path, "old").unwrap();
        let failed = replace(&path, Access::Private, Outlives::Process, |file| {
            file.write_all(b"half")?;
            Err(io::Error::other("no room"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "no room");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["file"]);
        assert!(put(&folder.path().join("not/there"), "").is_err());
        let error = put(folder.path(), "").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    }

    #[test]
    fn many_at_once_are_not_in_each_others_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        thread::scope(|scope| {
            for writer in ["a", "b", "c", "d"] {
                let path = &path;
                scope.spawn(move || {
                    for _ in 0..20 {
                        put(path, &writer.repeat(1000)).unwrap();
                    }
                });
            }
        });
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.len(), 1000);
        assert!(text.chars().all(|c| text.starts_with(c)), "{text}");
        assert_eq!(names(folder.path()), ["file"]);
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let stay = [".file.0123.new", ".other.0123.new", "file.new"];
        for name in stay.iter().chain(&[".file.4567.new"]) {
            let left = File::create(folder.path().join(name)).unwrap();
            // The first is another's that is at it.
            if *name != stay[0] {
                let before = SystemTime::now() - 2 * LEFT_BEHIND;
                left.set_modified(before).unwrap();
            }
        }
        put(&path, "text").unwrap();
        let mut found = names(folder.path());
        found.sort();
        assert_eq!(found, [stay[0], stay[1], "file", stay[2]]);
    }

    #[cfg(unix)]
    #[test]
    fn the_new_file_is_private_or_as_the_old_one_was() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        put(&path, "").unwrap();
        assert_eq!(mode(), 0o600);
        let like = Permissions::from_mode(0o644);
        replace(&path, Access::Like(like), Outlives::PowerCut, |_| Ok(())).unwrap();
        assert_eq!(mode(), 0o644);
    }
}
