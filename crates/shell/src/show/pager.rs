//! Replies longer than the screen, through the user's pager.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::{ChildStdin, Stdio};

use unicode_width::UnicodeWidthChar as _;

use crate::system::command::{could_not_run, shell_command};
use crate::system::interrupt::Unhushed;

/// The pager where `PAGER` names none.
const DEFAULT: &str = if cfg!(windows) { "more" } else { "less" };

/// The user's pager: a command line for the shell, as `PAGER` holds it.
///
/// While it runs, Ctrl-C goes to both programs: the caller needs a handler for
/// SIGINT that does not end the process, and should forget the interruption
/// once [`show`](Pager::show) returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pager {
    command: OsString,
}

impl Pager {
    /// The pager that the environment names, `less` if it names none; `None`
    /// if it says that there is to be none (`PAGER=` or `PAGER=cat`).
    pub(crate) fn from_environment() -> Option<Self> {
        Self::named(std::env::var_os("PAGER"))
    }

    fn named(variable: Option<OsString>) -> Option<Self> {
        let command = variable.unwrap_or_else(|| DEFAULT.into());
        (!command.is_empty() && command != "cat").then_some(Pager { command })
    }

    /// Lets `write` write what is to be shown, escaped as for the terminal, and
    /// waits until the user leaves the pager. That may well be before the last
    /// page.
    ///
    /// # Errors
    /// If the pager could not be started: then the text is yet to be shown.
    pub(crate) fn show(&self, write: impl FnOnce(ChildStdin) -> io::Result<()>) -> io::Result<()> {
        let mut command = shell_command(&self.command);
        if std::env::var_os("LESS").is_none() {
            // Colours rendered instead of shown as escapes.
            command.env("LESS", "R");
        }
        let _unhushed = Unhushed::begin();
        let mut child = command.stdin(Stdio::piped()).spawn()?;
        let written = match child.stdin.take() {
            Some(input) => write(input),
            None => Ok(()),
        };
        let status = child.wait()?;
        if could_not_run(status) {
            let name = self.command.to_string_lossy();
            let message =
                format!("could not run the pager {name:?}, set PAGER to one that is there");
            return Err(io::Error::new(ErrorKind::NotFound, message));
        }
        match written {
            // Left before the end.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }
}

/// How many rows `text`, escaped as for the terminal, takes where one has
/// `columns`. Counting stops after `enough`.
pub(crate) fn rows(text: &str, columns: usize, enough: usize) -> usize {
    let columns = columns.max(1);
    text.lines()
        .scan(0, |rows: &mut usize, line| {
            if *rows > enough {
                return None;
            }
            *rows += line_width(line).div_ceil(columns).max(1);
            Some(*rows)
        })
        .last()
        .unwrap_or(0)
}

/// The columns of one line with tab stops and colours in it.
fn line_width(line: &str) -> usize {
    let mut width = 0;
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        match char {
            '\t' => width = (width / 8 + 1) * 8,
            // Colours are the only sequences in escaped text.
            '\x1b' => drop(chars.find(|char| *char == 'm')),
            _ => width += char.width().unwrap_or(0),
        }
    }
    width
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::io::Write as _;

    use super::*;

    #[test]
    fn rows_count_what_wraps() {
        assert_eq!(rows("", 80, 24), 0);
        assert_eq!(rows("a\n\nb", 80, 24), 3);
        assert_eq!(rows("日本語", 5, 24), 2);
        assert_eq!(rows("\t\tx", 16, 24), 2);
        let long = "x\n".repeat(1000);
        assert_eq!(rows(&long, 80, 24), 25, "stops once it is clear");
    }

    #[test]
    fn the_environment_can_do_without() {
        assert_eq!(Pager::named(Some("".into())), None);
        assert_eq!(Pager::named(Some("cat".into())), None);
        assert_eq!(Pager::named(None).unwrap().command, DEFAULT);
    }

    #[cfg(unix)]
    #[test]
    fn the_shell_runs_it_and_it_gets_all_the_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b");
        let command = format!("cat > '{}'", path.display());
        let text = vec![b'x'; 1 << 20];
        Pager {
            command: command.into(),
        }
        .show(|mut input| input.write_all(&text))
        .unwrap();
        assert_eq!(std::fs::read(path).unwrap(), text);
    }

    #[cfg(unix)]
    #[test]
    fn leaving_early_is_no_error_but_a_missing_pager_is() {
        let text = vec![b'x'; 1 << 20];
        for command in ["true", "head -c 1 > /dev/null; exit 1"] {
            Pager {
                command: command.into(),
            }
            .show(|mut input| input.write_all(&text))
            .unwrap();
        }
        let missing = Pager {
            command: "no-such-pager 2> /dev/null".into(),
        };
        let error = missing
            .show(|mut input| input.write_all(&text))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.to_string().contains("no-such-pager"), "{error}");
    }

    #[test]
    fn colours_take_no_columns() {
        use crate::show::pager::rows;

        assert_eq!(rows("one\ntwo\n", 80, 100), 2);
        assert_eq!(rows("\x1b[31m12345\x1b[0m", 4, 100), 2);
    }
}
