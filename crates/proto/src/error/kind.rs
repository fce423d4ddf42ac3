//! What a program decides by.

use std::fmt;

/// A short name for each way of failing: what a program decides by, and what
/// the exit codes of `rcon-shell` stand for.
///
/// ```
/// use rcon_proto::{Error, ErrorKind};
///
/// /// Whether it makes sense to try the same again in a while.
/// fn may_pass(error: &Error) -> bool {
///     // Never after a refusal: servers ban for that. Never after a lost link:
///     // the command may have run.
///     matches!(error.kind(), ErrorKind::Connect)
/// }
/// assert!(!may_pass(&Error::Interrupted));
/// assert_eq!(ErrorKind::Lost.to_string(), "lost");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Anything not below.
    Other,
    /// The call was wrong: an address, a command too long for the server.
    Usage,
    /// No TCP connection.
    Connect,
    /// The server refused the password.
    Refused,
    /// Closed before the login was answered.
    Closed,
    /// The connection died after a login, as a rule after a command was sent,
    /// whose outcome is unknown then; [`Lost`](crate::Lost) tells.
    Lost,
    /// What came is not RCON, passed a limit, or came too late.
    Protocol,
    /// Connected, but no answer within the deadline.
    Timeout,
    /// The server answered, and the answer is that it did not do it. Whoever reads
    /// replies says so ([`rejected`](crate::convar::rejected)): no error of this
    /// crate is of this kind.
    Rejected,
    /// The server answered, and is not as it should be. Whoever compares says so: no
    /// error of this crate is of this kind.
    Drift,
    /// Given up from outside, by Ctrl-C as a rule.
    Interrupted,
}

impl ErrorKind {
    /// The word for it, as it stands in `rcon-shell`'s JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Other => "other",
            ErrorKind::Usage => "usage",
            ErrorKind::Connect => "connect",
            ErrorKind::Refused => "refused",
            ErrorKind::Closed => "closed",
            ErrorKind::Lost => "lost",
            ErrorKind::Protocol => "protocol",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Drift => "drift",
            ErrorKind::Rejected => "rejected",
            ErrorKind::Interrupted => "interrupted",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
