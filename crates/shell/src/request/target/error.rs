//! What keeps a word from being a server.

use rcon_proto::AddressError;

use crate::error::UsageError;
use crate::nearest::did_you_mean;
use crate::request::from::FromError;

/// A word that is no server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// What looks like an address and is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Neither a profile nor an address, and no host has the name.
    #[error("{word:?} is not a server: no profile, no address, no such host{}{instead}", did_you_mean(.nearest.as_deref()))]
    NoServer {
        /// The word.
        word: String,
        /// The profile that it was meant to be.
        nearest: Option<String>,
        /// What else it may have been meant to be; empty, or with what divides
        /// it from the rest in front.
        instead: String,
    },
    /// Ctrl-C while a name was looked up.
    #[error("interrupted")]
    Interrupted,
    /// There is no such group.
    #[error("unknown group @{name}{}", did_you_mean(.nearest.as_deref()))]
    UnknownGroup {
        /// The name, without `@`.
        name: String,
        /// What it was meant to be.
        nearest: Option<String>,
    },
    /// The game's own file, where address and password are to be had.
    #[error(transparent)]
    From(#[from] FromError),
    /// A group where one server is wanted.
    #[error(
        "@{0} is a group: connect to one server here; rcon-shell @{0} opens a prompt for all of it"
    )]
    Group(String),
}

impl From<TargetError> for crate::error::Error {
    fn from(error: TargetError) -> Self {
        match error {
            TargetError::Interrupted => rcon_proto::Error::Interrupted.into(),
            error => UsageError(error.to_string()).into(),
        }
    }
}
