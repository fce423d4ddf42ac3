//! The one error of the program, with its kind and the exit code for that.
//!
//! A failure gets its kind where it happens, and carries it from there: each
//! type of error that can end a command says in a `From` beside it which kind
//! it is, so that one without a kind does not compile.

use std::error::Error as StdError;
use std::fmt::{self, Display};

use rcon_proto::ErrorKind;

use crate::live;

/// What the program's functions give.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something failed: what happened, behind what was being done then, on
/// one line for people. It may quote a server: show it escaped.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What was being done, the innermost first.
    contexts: Vec<String>,
    cause: Cause,
    /// What is said of it, where its own words are not enough.
    words: Option<String>,
    /// What is not done because of it.
    left_undone: Vec<String>,
}

/// What happened, where somebody has to tell it from the rest.
#[derive(Debug)]
pub(crate) enum Cause {
    /// The library said so.
    Rcon(rcon_proto::Error),
    /// There is no connection, and the user has to make one.
    NotConnected(String),
    /// Standard output could not be written: nothing that follows could be.
    Unwritten(std::io::Error),
    /// What was typed cannot be.
    Usage(String),
    /// Anything else, whose text is all that counts.
    Other(Box<dyn StdError + Send + Sync>),
}

impl Error {
    /// A failure of this kind.
    pub(crate) fn new(kind: ErrorKind, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of(kind, Cause::Other(cause.into()))
    }

    /// There is no connection; the text says how to make one.
    pub(crate) fn not_connected(text: String) -> Self {
        Self::of(ErrorKind::Other, Cause::NotConnected(text))
    }

    /// Standard output could not be written.
    pub(crate) fn unwritten(error: std::io::Error) -> Self {
        Self::of(ErrorKind::Other, Cause::Unwritten(error))
    }

    fn of(kind: ErrorKind, cause: Cause) -> Self {
        Self(Box::new(Inner {
            kind,
            contexts: Vec::new(),
            cause,
            words: None,
            left_undone: Vec::new(),
        }))
    }

    /// What a program decides by.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened.
    pub(crate) fn cause(&self) -> &Cause {
        &self.0.cause
    }

    /// What its user reads in the place of its own words. What happened stays
    /// what it is.
    #[must_use]
    pub(crate) fn in_words(mut self, words: String) -> Self {
        self.0.words = Some(words);
        self
    }

    /// What is not done because of it, a line for people, to be told behind it.
    #[must_use]
    pub(crate) fn leaving_undone(mut self, what: String) -> Self {
        self.0.left_undone.push(what);
        self
    }

    /// Lines about what is not done because of it, the innermost first.
    pub(crate) fn left_undone(&self) -> &[String] {
        &self.0.left_undone
    }

    /// What was being done, in front of what happened.
    #[must_use]
    pub(crate) fn context(mut self, context: impl Display) -> Self {
        self.0.contexts.push(context.to_string());
        self
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for context in self.0.contexts.iter().rev() {
            write!(f, "{context}: ")?;
        }
        if let Some(words) = &self.0.words {
            return f.write_str(words);
        }
        match &self.0.cause {
            Cause::Rcon(error) => with_sources(error, f),
            Cause::NotConnected(text) | Cause::Usage(text) => f.write_str(text),
            Cause::Unwritten(error) => write!(f, "cannot write to standard output: {error}"),
            Cause::Other(error) => with_sources(&**error, f),
        }
    }
}

fn with_sources(error: &dyn StdError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{error}")?;
    let mut source = error.source();
    while let Some(error) = source {
        write!(f, ": {error}")?;
        source = error.source();
    }
    Ok(())
}

/// As it is read: a program that fails with it shows it in this way.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({})", self.0.kind)
    }
}

// Without a `source`: the text has them all.
impl StdError for Error {}

/// A use of the program that cannot work, found while it runs: the argument of
/// a `!` command, say. What is found before has types of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct UsageError(pub(crate) String);

impl From<UsageError> for Error {
    fn from(UsageError(text): UsageError) -> Self {
        Self::of(ErrorKind::Usage, Cause::Usage(text))
    }
}

impl From<rcon_proto::Error> for Error {
    fn from(mut error: rcon_proto::Error) -> Self {
        if let Some(said) = quoted(&mut error) {
            *said = live::redact_cut(said);
        }
        Self::of(error.kind(), Cause::Rcon(error))
    }
}

/// What an error quotes of a server.
fn quoted(error: &mut rcon_proto::Error) -> Option<&mut String> {
    use rcon_proto::{Error, LoginFailure, ProtocolError};

    match error {
        Error::Authentication(LoginFailure::Closed { said }) | Error::LoginTimeout { said, .. } => {
            Some(said)
        }
        Error::Protocol(
            ProtocolError::NotRcon { began }
            | ProtocolError::NotWebRcon { began }
            | ProtocolError::Text { began },
        ) => Some(began),
        _ => None,
    }
}

impl From<rcon_proto::CannotSay> for Error {
    fn from(error: rcon_proto::CannotSay) -> Self {
        Self::new(ErrorKind::Usage, error)
    }
}

impl From<rcon_proto::AddressError> for Error {
    fn from(error: rcon_proto::AddressError) -> Self {
        Self::new(ErrorKind::Usage, error)
    }
}

impl From<clap::Error> for Error {
    fn from(error: clap::Error) -> Self {
        Self::new(ErrorKind::Usage, error)
    }
}

/// The system's: whoever knows what was being done says so in front of it.
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(ErrorKind::Other, error)
    }
}

/// Says what was being done when something failed.
pub(crate) trait Context<T> {
    /// In front of what happened.
    fn context(self, context: impl Display) -> Result<T>;

    /// The same, worked out only if it is needed.
    fn with_context<C: Display>(self, context: impl FnOnce() -> C) -> Result<T>;
}

impl<T, E: Into<Error>> Context<T> for std::result::Result<T, E> {
    fn context(self, context: impl Display) -> Result<T> {
        self.map_err(|error| error.into().context(context))
    }

    fn with_context<C: Display>(self, context: impl FnOnce() -> C) -> Result<T> {
        self.map_err(|error| error.into().context(context()))
    }
}

/// The exit code of a kind of failure.
pub fn exit_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Usage => 2,
        ErrorKind::Connect => 3,
        ErrorKind::Refused => 4,
        ErrorKind::Closed => 5,
        ErrorKind::Lost => 6,
        ErrorKind::Protocol => 7,
        ErrorKind::Rejected => 8,
        ErrorKind::Drift => 9,
        ErrorKind::Timeout => 124,
        ErrorKind::Interrupted => 130,
        // `Other`, and what the library may come to tell apart one day.
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_does_not_hide_the_kind() {
        let error = Err::<(), _>(rcon_proto::Error::Interrupted)
            .context("line 3 of backup.rcon")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert_eq!(error.to_string(), "line 3 of backup.rcon: interrupted");
        let error = "host:0".parse::<rcon_proto::Address>().unwrap_err();
        assert_eq!(Error::from(error).kind(), ErrorKind::Usage);
        let error = std::io::Error::other("disk full");
        assert_eq!(Error::from(error).kind(), ErrorKind::Other);
    }

    #[test]
    fn the_outermost_context_comes_first() {
        let error = Error::from(UsageError("wrong".into()));
        let error = error.context("inner").context("outer");
        assert_eq!(error.to_string(), "outer: inner: wrong");
    }
}
