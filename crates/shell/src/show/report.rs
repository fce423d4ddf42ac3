//! How an error is said: on one line, harmless, with the server in front.

use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

use crate::error::{Cause, Error, exit_code};
use crate::live;
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
    if let Some(advice) = advice(error) {
        for part in [" (", advice, ")"] {
            text.push_str(part);
        }
    }
    sentence(text)
}

/// A sentence of the program that may quote others, as a terminal may be shown
/// it.
pub(crate) fn sentence(mut text: String) -> String {
    while let Some(number) = system_number(&text) {
        text.replace_range(number, "");
    }
    one_line(&live::redact_sentence(&text))
}

/// Which option helps, where one does: the library knows none of them.
fn advice(error: &Error) -> Option<&'static str> {
    use rcon_proto::{Error, MessageError, ProtocolError};

    let Cause::Rcon(error) = error.cause() else {
        return None;
    };
    match error {
        Error::Message(MessageError::TooLong { .. }) => Some("--max-command raises the limit"),
        Error::Protocol(
            ProtocolError::PacketTooLarge { .. } | ProtocolError::ReplyTooLarge { .. },
        ) => Some("--max-reply raises it"),
        _ => None,
    }
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
    fn the_option_that_helps_is_named_here_and_once() {
        use rcon_proto::{MessageError, ProtocolError};

        let too_long = MessageError::TooLong { len: 2, limit: 1 };
        for (error, option) in [
            (
                rcon_proto::Error::from(too_long),
                "(--max-command raises the limit)",
            ),
            (
                ProtocolError::ReplyTooLarge { limit: 1 }.into(),
                "(--max-reply raises it)",
            ),
            (
                ProtocolError::PacketTooLarge { size: 2, limit: 1 }.into(),
                "(--max-reply raises it)",
            ),
        ] {
            let text = text(&Error::from(error).context("line 3 of backup.rcon"));
            assert!(text.ends_with(option), "{text}");
            assert_eq!(text.matches("--").count(), 1, "{text}");
        }
        assert!(!text(&rcon_proto::Error::Interrupted.into()).contains("--"));
    }

    #[test]
    fn the_systems_numbers_stay_out() {
        let gone = std::io::Error::from_raw_os_error(2);
        assert!(!text(&gone.into()).contains("os error"));
    }
}
