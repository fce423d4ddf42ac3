//! Why what was asked for cannot be.

use crate::request::config::ConfigError;
use crate::request::target::TargetError;

/// Why what was asked for cannot be. Each of these is a usage error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// Two options that exclude each other.
    #[error("{0} does not go together with {1}")]
    Together(&'static str, &'static str),
    /// An option without what it needs.
    #[error("{0} needs {1}")]
    Needs(&'static str, &'static str),
    /// An option that needs a server, and there is none.
    #[error("{0} needs a server: give HOST[:PORT], a profile, or set RCON_HOST")]
    NoServer(&'static str),
    /// `RCON_PORT` is no port.
    #[error("RCON_PORT is not a port between 1 and 65535: {0:?}")]
    BadPort(String),
    /// A variable that has to be text and is not.
    #[error("{0} is not valid text")]
    VariableNotText(&'static str),
    /// A command that has to be text and is not.
    #[error("the command of -e is not valid text")]
    CommandNotText,
    /// The configuration file.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A word that is no server.
    #[error(transparent)]
    Target(#[from] TargetError),
}

impl From<OptionsError> for crate::error::Error {
    fn from(error: OptionsError) -> Self {
        match error {
            OptionsError::Target(error @ TargetError::Interrupted) => error.into(),
            error => Self::new(rcon_proto::ErrorKind::Usage, error),
        }
    }
}
