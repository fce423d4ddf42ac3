//! How an error is said: on one line, harmless, with the server in front.

use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

use crate::error::{Error, exit_code};
use crate::show::escape;

/// An error as people read it: `rcon-shell: SERVER: message`, one line,
/// control characters escaped, with its causes behind it.
pub(crate) fn message(server: Option<&dyn Display>, error: &Error) -> String {
    let text = text(error);
    match server {
        Some(server) => one_line(&format!("rcon-shell: {server}: {text}")),
        None => format!("rcon-shell: {text}"),
    }
}

/// An error and its causes, on one line that can do nothing to a terminal, and
/// without the numbers that the system has for its errors.
pub(crate) fn text(error: &Error) -> String {
    let mut text = error.to_string();
    while let Some(number) = system_number(&text) {
        text.replace_range(number, "");
    }
    one_line(&text)
}

/// Where the first ` (os error N)` is.
fn system_number(text: &str) -> Option<Range<usize>> {
    const BEFORE: &str = " (os error ";
    let (start, _) = text.match_indices(BEFORE).find(|(at, _)| {
        let digits = text[at + BEFORE.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
        digits.starts_with(')')
    })?;
    let len = text[start..].find(')')? + 1;
    Some(start..start + len)
}

/// `text` on one line that can do nothing to a terminal.
fn one_line(text: &str) -> String {
    escape::line(text, usize::MAX).into_owned()
}

/// Says an error on standard error, and gives the exit code for it.
pub(crate) fn failure(server: Option<&dyn Display>, error: &Error) -> u8 {
    let mut line = message(server, error);
    line.push('\n');
    // Nobody is left to be told if this fails.
    let _ = std::io::stderr().write_all(line.as_bytes());
    exit_code(error.kind())
}

#[cfg(test)]
mod tests {
    use rcon_proto::ErrorKind;

    use super::*;

    #[test]
    fn an_error_is_one_harmless_line() {
        let error = Error::new(ErrorKind::Other, "a\r\nb\u{9b}\u{202e}c").context("outer");
        assert_eq!(
            message(None, &error),
            r"rcon-shell: outer: a\r\nb\x9b\u{202e}c"
        );
        let error = Error::new(ErrorKind::Other, "went \x1b[31mwrong");
        assert_eq!(
            message(Some(&"tf2:27015"), &error),
            r"rcon-shell: tf2:27015: went \x1b[31mwrong"
        );
    }

    #[test]
    fn the_systems_numbers_stay_out() {
        let gone = std::io::Error::from_raw_os_error(2);
        assert!(!text(&gone.into()).contains("os error"));
    }
}
