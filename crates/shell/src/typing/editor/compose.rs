//! A line in the user's editor, and back.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::system::command::{could_not_run, shell_command};
use crate::system::interrupt::Unhushed;
use crate::system::private;

/// The editor where neither `VISUAL` nor `EDITOR` names one.
const DEFAULT: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// The longest text that is taken back, in bytes.
const LONGEST: u64 = 1 << 20;

/// A file of our own, for nobody else to read, gone when this is dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new(text: &str) -> io::Result<Self> {
        use std::hash::{BuildHasher as _, RandomState};
        // Seeded by the operating system. An existing file is never opened.
        let word = RandomState::new().hash_one(std::process::id());
        // The ending tells editors that `#` begins a comment.
        let path = std::env::temp_dir().join(format!("rcon-shell-{word:016x}.cfg"));
        let mut file = private::create_new(&path)?;
        let temporary = Self(path);
        file.write_all(text.as_bytes())?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n")?;
        }
        Ok(temporary)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Nobody is left to be told if this fails.
        let _ = fs::remove_file(&self.0);
    }
}

/// Lets the user change a text in the editor of `VISUAL` or `EDITOR`, and gives
/// it back without the line's end. `None` where the editor said that it failed,
/// which is how one is left that is to change nothing.
///
/// # Errors
///
/// In words, what could not be done.
pub(super) fn compose(text: &str) -> Result<Option<String>, String> {
    let file = Temporary::new(text)
        .map_err(|error| format!("cannot write a file for the editor: {error}"))?;
    let named = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR"));
    let editor = editor.unwrap_or_else(|| DEFAULT.into());
    let cannot = |why: String| {
        let editor = editor.to_string_lossy();
        format!("could not run the editor {editor:?}{why}: set EDITOR to one that is there")
    };
    let status = {
        let _unhushed = Unhushed::begin();
        shell_command(line(&editor, &file.0)).status()
    };
    let status = status.map_err(|error| cannot(format!(" ({error})")))?;
    if could_not_run(status) {
        return Err(cannot(String::new()));
    }
    if !status.success() {
        return Ok(None);
    }
    let read = fs::metadata(&file.0).and_then(|metadata| {
        if metadata.len() > LONGEST {
            return Err(io::Error::other(format!("longer than {LONGEST} bytes")));
        }
        fs::read(&file.0)
    });
    let bytes = read.map_err(|error| format!("cannot read what the editor wrote: {error}"))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(Some(
        text.replace("\r\n", "\n").trim_end_matches('\n').to_owned(),
    ))
}

/// The editor's command line. Its name may have options of its own behind it.
fn line(editor: &OsString, file: &Path) -> OsString {
    let mut line = editor.clone();
    line.push(" ");
    let file = file.to_string_lossy();
    if cfg!(windows) {
        line.push(format!("\"{file}\""));
    } else {
        line.push(format!("'{}'", file.replace('\'', "'\\''")));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_gone_afterwards_and_was_nobody_elses() {
        let file = Temporary::new("status").unwrap();
        let path = file.0.clone();
        assert_eq!(fs::read_to_string(&path).unwrap(), "status\n");
        assert!(!private::others_may_read(&fs::metadata(&path).unwrap()));
        drop(file);
        assert!(!path.exists());
    }
}
