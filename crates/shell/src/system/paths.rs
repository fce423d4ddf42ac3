//! Paths as people write them, and files that turn out to be folders.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::commands::Quoting;

/// A path in which `~/` (on Windows `~\` too) is the home folder, as in a
/// shell.
pub(crate) fn with_home(path: &str) -> PathBuf {
    below_home(path, Quoting::HERE)
        .and_then(|rest| Some(etcetera::home_dir().ok()?.join(rest)))
        .unwrap_or_else(|| path.into())
}

/// What follows the home folder, where a path begins with it.
fn below_home(path: &str, quoting: Quoting) -> Option<&str> {
    let rest = path.strip_prefix('~')?;
    if rest.is_empty() {
        return Some(rest);
    }
    let rest = rest.strip_prefix(|c| quoting.is_separator(c))?;
    // Joined to the home folder, a path from the root would be that itself.
    Some(rest.trim_start_matches(|c| quoting.is_separator(c)))
}

/// A name as part of a file's: what another platform reads as more than a name is
/// escaped.
pub(crate) fn file_of(name: &str) -> String {
    let is_plain = |at: usize, char: char| {
        char.is_alphanumeric() || "-_ ".contains(char) || (char == '.' && at > 0)
    };
    let mut text = String::with_capacity(name.len());
    for (at, char) in name.char_indices() {
        if is_plain(at, char) {
            text.push(char);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in char.encode_utf8(&mut bytes).bytes() {
            text.extend([format!("%{byte:02X}")]);
        }
    }
    text
}

/// Opens a file for reading.
///
/// # Errors
///
/// A folder is one with [`io::ErrorKind::IsADirectory`]: Windows says of it
/// that access is denied, Unix nothing before it is read.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path).map_err(|error| or_folder(path, error))?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(file)
}

/// Why a file could not be opened: because it is a folder, where it is one.
pub(crate) fn or_folder(path: &Path, error: io::Error) -> io::Error {
    if path.is_dir() {
        return io::ErrorKind::IsADirectory.into();
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_is_where_the_path_begins_so() {
        for (path, unix, windows) in [
            ("~/a/b", Some("a/b"), Some("a/b")),
            (r"~\a\b", None, Some(r"a\b")),
            ("~", Some(""), Some("")),
            ("~//etc", Some("etc"), Some("etc")),
            ("~name/a", None, None),
            ("a/~/b", None, None),
        ] {
            assert_eq!(below_home(path, Quoting::Unix), unix, "{path}");
            assert_eq!(below_home(path, Quoting::Windows), windows, "{path}");
        }
    }

    #[test]
    fn no_name_leaves_its_folder() {
        assert_eq!(file_of("tf2-eu.1"), "tf2-eu.1");
        assert_eq!(file_of("127.0.0.1:27015"), "127.0.0.1%3A27015");
        assert_eq!(file_of("../a\\b"), "%2E.%2Fa%5Cb");
    }

    #[test]
    fn a_folder_is_called_one() {
        let folder = tempfile::tempdir().unwrap();
        let error = open(folder.path()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        let error = open(&folder.path().join("not there")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
