//! What one line means, in scripts and at the prompt alike.

use std::fmt;

use super::command::instead;
use super::quoting::Quoting;
use super::row::MARK;
use super::table::Command;
use crate::error::UsageError;
use crate::nearest::nearest;

/// A line, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// Blank, or a comment.
    Nothing,
    /// Bytes for the server.
    Send(Vec<u8>),
    /// A command of this shell.
    Local(Local),
    /// What begins as a command of this shell, and is none.
    Unknown(Unknown),
}

impl Line {
    /// Whether it sends a command, by itself or as what a `!` command carries.
    pub(crate) fn is_sent(&self) -> bool {
        match self {
            Line::Send(_) => true,
            Line::Local(local) => local.command.sends(),
            Line::Nothing | Line::Unknown(_) => false,
        }
    }
}

/// A command of this shell with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Local {
    /// Which.
    pub command: Command,
    /// What follows the name and one blank, as it was typed.
    given: Vec<u8>,
    /// The same as text, without the blanks around it.
    text: String,
}

/// A `!` command that there is not. It prints as what to tell the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unknown {
    name: String,
    /// What it was meant to be, perhaps.
    near: Option<String>,
}

impl Local {
    /// A command without arguments.
    pub(crate) fn alone(command: Command) -> Self {
        let (given, text) = Default::default();
        Self {
            command,
            given,
            text,
        }
    }

    /// The arguments as text, without the blanks around them.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The arguments as they were typed: all bytes behind the name and a blank.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.given
    }

    /// The arguments as words, quoted as for a shell of this platform.
    ///
    /// # Errors
    ///
    /// A quote that is not closed.
    pub(crate) fn words(&self) -> Result<Vec<String>, UsageError> {
        let words = Quoting::HERE.split(&self.text);
        words.ok_or_else(|| UsageError("a quote is not closed".to_owned()))
    }

    /// The one word that the command takes.
    ///
    /// # Errors
    ///
    /// There is none, or more.
    pub(crate) fn one_word(&self) -> Result<String, UsageError> {
        let mut words = self.words()?;
        match (words.pop(), words.is_empty()) {
            (Some(word), true) => Ok(word),
            _ => Err(self.command.usage_error()),
        }
    }

    /// The arguments of its own, and the command for the server behind them.
    ///
    /// # Errors
    ///
    /// There is no such command.
    pub(crate) fn sent(&self) -> Result<(&str, &str), UsageError> {
        let usage = || self.command.usage_error();
        let at = self.command.sent_at(&self.text).ok_or_else(usage)?;
        let (own, sent) = self.text.split_at(at);
        let own = own.trim();
        match (own.strip_suffix(MARK).unwrap_or(own).trim(), sent.trim()) {
            (_, "") => Err(usage()),
            parts => Ok(parts),
        }
    }
}

impl Unknown {
    fn new(name: String) -> Self {
        Self { name, near: None }.among([])
    }

    /// The same where there are these names too, given without their mark.
    pub(super) fn among<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let own = Command::ALL.iter().map(|command| command.name());
        let near = nearest(&self.name, own.chain(names)).map(str::to_owned);
        Self { near, ..self }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = format!("!{}", self.name);
        write!(f, "Unknown command {typed}")?;
        if let Some(near) = &self.near {
            write!(f, " (did you mean !{near}?)")?;
        }
        f.write_str(&instead(&typed))
    }
}

/// Reads a line without its line ending. `!!x` is the text `!x`; whatever is
/// sent is sent as it was written, blanks included.
pub(crate) fn parse(line: &[u8]) -> Line {
    match line.trim_ascii() {
        [] => Line::Nothing,
        [b'!', text @ ..] if text.starts_with(b"!") => Line::Send(text.to_vec()),
        // What is sent as it is ends where the line does.
        [b'!', ..] => own(&line.trim_ascii_start()[1..]),
        _ => Line::Send(line.to_vec()),
    }
}

/// A line for this shell, its mark left out.
fn own(text: &[u8]) -> Line {
    let end = text.iter().position(u8::is_ascii_whitespace);
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let name = String::from_utf8_lossy(name);
    let Some(command) = Command::named(&name) else {
        return Line::Unknown(Unknown::new(name.into_owned()));
    };
    let given = rest.get(1..).unwrap_or_default();
    Line::Local(Local {
        command,
        given: given.to_vec(),
        text: String::from_utf8_lossy(given).trim().to_owned(),
    })
}
