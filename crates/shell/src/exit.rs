//! What the program ends with: the one place that knows which error has which
//! exit code, and how an error is said.

use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

use rcon_proto::{ErrorKind, MessageError, ProtocolError};

use crate::request::config::ConfigError;
use crate::request::options::OptionsError;
use crate::request::secret::SecretError;
use crate::request::target::TargetError;
use crate::server::advice::Advised;
use crate::show::escape;
use crate::typing::script::ScriptError;

/// The exit code of a kind of failure.
///
/// ```
/// use rcon_proto::ErrorKind;
/// assert_eq!(rcon_shell::exit::code(ErrorKind::Refused), 4);
/// ```
pub fn code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Usage => 2,
        ErrorKind::Connect => 3,
        ErrorKind::Refused => 4,
        ErrorKind::Closed => 5,
        ErrorKind::Lost => 6,
        ErrorKind::Protocol => 7,
        ErrorKind::Timeout => 124,
        ErrorKind::Interrupted => 130,
        // `Other`, and what the library may come to tell apart one day.
        _ => 1,
    }
}

/// The kind of failure of any error: that of the outermost cause which has
/// one, whatever context was put around it.
pub fn kind(error: &anyhow::Error) -> ErrorKind {
    error
        .chain()
        .find_map(kind_of_cause)
        .unwrap_or(ErrorKind::Other)
}

fn kind_of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<ErrorKind> {
    if let Some(error) = cause.downcast_ref::<rcon_proto::Error>() {
        return Some(error.kind());
    }
    if let Some(advised) = cause.downcast_ref::<Advised>() {
        return Some(advised.error.kind());
    }
    if let Some(error) = cause.downcast_ref::<SecretError>() {
        return Some(error.kind());
    }
    if let Some(error) = cause.downcast_ref::<ScriptError>() {
        return Some(error.kind());
    }
    if cause.is::<TooLate>() {
        return Some(ErrorKind::Protocol);
    }
    let usage = cause.is::<UsageError>()
        || cause.is::<OptionsError>()
        || cause.is::<ConfigError>()
        || cause.is::<TargetError>()
        || cause.is::<rcon_proto::AddressError>()
        || cause.is::<MessageError>()
        || cause.is::<crate::system::encoding::EncodeError>()
        || cause.is::<clap::Error>();
    usage.then_some(ErrorKind::Usage)
}

/// A use of the program that cannot work, found while it runs: the argument of
/// a `!` command, say. What is found before has types of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Output of a command came after the next one's had begun: both replies may
/// be incomplete.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "late output of {command:?}: output of an earlier command came too late to be put in its place"
)]
pub(crate) struct TooLate {
    /// The command, without a password that it may hold.
    pub(crate) command: String,
}

/// Which option helps, where one does: the library knows none of them.
fn advice(error: &anyhow::Error) -> Option<&'static str> {
    error
        .chain()
        .find_map(|cause| match cause.downcast_ref::<rcon_proto::Error>()? {
            rcon_proto::Error::Message(MessageError::TooLong { .. }) => {
                Some("--max-command raises the limit")
            }
            rcon_proto::Error::Protocol(
                ProtocolError::PacketTooLarge { .. } | ProtocolError::ReplyTooLarge { .. },
            ) => Some("--max-reply raises it"),
            _ => None,
        })
}

/// An error as people read it: `rcon-shell: SERVER: message`, one line,
/// control characters escaped, with its causes behind it.
///
/// ```
/// let error = anyhow::anyhow!("went \x1b[31mwrong");
/// let text = rcon_shell::exit::message(Some(&"tf2:27015"), &error);
/// assert_eq!(text, r"rcon-shell: tf2:27015: went \x1b[31mwrong");
/// ```
pub fn message(server: Option<&dyn Display>, error: &anyhow::Error) -> String {
    let text = text(error);
    match server {
        Some(server) => one_line(&format!("rcon-shell: {server}: {text}")),
        None => format!("rcon-shell: {text}"),
    }
}

/// An error and its causes, on one line that can do nothing to a terminal, and
/// without the numbers that the system has for its errors.
///
/// ```
/// let gone = std::io::Error::from_raw_os_error(2);
/// assert!(!rcon_shell::exit::text(&gone.into()).contains("os error"));
/// ```
pub fn text(error: &anyhow::Error) -> String {
    let mut text = format!("{error:#}");
    while let Some(number) = system_number(&text) {
        text.replace_range(number, "");
    }
    if let Some(advice) = advice(error) {
        for part in [" (", advice, ")"] {
            text.push_str(part);
        }
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
pub(crate) fn one_line(text: &str) -> String {
    escape::line(text, usize::MAX).into_owned()
}

/// Says an error on standard error, and gives the exit code for it.
pub fn report(server: Option<&dyn Display>, error: &anyhow::Error) -> u8 {
    let mut line = message(server, error);
    line.push('\n');
    // Nobody is left to be told if this fails.
    let _ = std::io::stderr().write_all(line.as_bytes());
    code(kind(error))
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn every_kind_has_the_code_of_the_manual() {
        for (kind, expected) in [
            (ErrorKind::Other, 1),
            (ErrorKind::Usage, 2),
            (ErrorKind::Connect, 3),
            (ErrorKind::Refused, 4),
            (ErrorKind::Closed, 5),
            (ErrorKind::Lost, 6),
            (ErrorKind::Protocol, 7),
            (ErrorKind::Timeout, 124),
            (ErrorKind::Interrupted, 130),
        ] {
            assert_eq!(code(kind), expected, "{}", kind.as_str());
            let row = crate::request::cli::manual::SECTIONS[0].rows.iter();
            assert_eq!(
                row.filter(|(term, _)| *term == expected.to_string())
                    .count(),
                1
            );
        }
    }

    #[test]
    fn context_does_not_hide_the_kind() {
        let error = Err::<(), _>(rcon_proto::Error::Interrupted)
            .context("line 3 of backup.rcon")
            .unwrap_err();
        assert_eq!(kind(&error), ErrorKind::Interrupted);
        let error = "host:0".parse::<rcon_proto::Address>().unwrap_err();
        assert_eq!(kind(&error.into()), ErrorKind::Usage);
        let error = std::io::Error::other("disk full");
        assert_eq!(kind(&error.into()), ErrorKind::Other);
    }

    #[test]
    fn the_option_that_helps_is_named_here_and_once() {
        use rcon_proto::Error;

        let too_long = MessageError::TooLong { len: 2, limit: 1 };
        for (error, option) in [
            (Error::from(too_long), "(--max-command raises the limit)"),
            (
                ProtocolError::ReplyTooLarge { limit: 1 }.into(),
                "(--max-reply raises it)",
            ),
            (
                ProtocolError::PacketTooLarge { size: 2, limit: 1 }.into(),
                "(--max-reply raises it)",
            ),
        ] {
            let error = anyhow::Error::new(error).context("line 3 of backup.rcon");
            let text = text(&error);
            assert!(text.ends_with(option), "{text}");
            assert_eq!(text.matches("--").count(), 1, "{text}");
        }
        assert!(!text(&Error::Interrupted.into()).contains("--"));
    }

    #[test]
    fn what_came_too_late_is_a_failure_of_the_protocol() {
        let late = TooLate {
            command: "list".to_owned(),
        };
        let error = anyhow::Error::new(late);
        assert_eq!(kind(&error), ErrorKind::Protocol);
        assert!(text(&error).starts_with("late output of \"list\": output of an earlier"));
    }

    #[test]
    fn an_error_is_one_harmless_line() {
        let error = anyhow::anyhow!("a\r\nb\u{9b}\u{202e}c").context("outer");
        assert_eq!(
            message(None, &error),
            r"rcon-shell: outer: a\r\nb\x9b\u{202e}c"
        );
    }
}
