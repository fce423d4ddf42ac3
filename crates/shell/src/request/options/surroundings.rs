//! What a process finds around it.

use std::ffi::OsString;
use std::fmt;

use rcon_proto::Cancel;

use super::OptionsError;
use crate::request::target::Hosts;
use crate::system::terminal;

/// The value of an environment variable.
type Lookup = Box<dyn Fn(&str) -> Option<OsString>>;

/// What a process finds around it: given as a value, so that a test can have
/// its own.
pub struct Surroundings {
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Raised by Ctrl-C.
    pub cancel: Cancel,
    /// Who says whether a word is a host.
    pub hosts: Hosts,
    pub(super) variable: Lookup,
}

impl Surroundings {
    /// This process's own.
    pub fn of_process() -> Self {
        let cancel = Cancel::new();
        Self {
            hosts: Hosts::Resolved(cancel.clone()),
            cancel,
            stdin_is_terminal: terminal::streams().stdin,
            stdout_is_terminal: terminal::streams().stdout,
            variable: Box::new(|name| std::env::var_os(name)),
        }
    }

    /// This process's own, where lines are to be read whatever standard input
    /// is.
    pub fn terminal() -> Self {
        Self {
            stdin_is_terminal: true,
            ..Self::of_process()
        }
    }

    /// The same where this variable is not set.
    #[must_use]
    pub fn without(self, name: &'static str) -> Self {
        let variable = self.variable;
        Self {
            variable: Box::new(move |asked| (asked != name).then(|| variable(asked)).flatten()),
            ..self
        }
    }

    /// A terminal, and the environment that this function says.
    pub fn with_variables(variable: impl Fn(&str) -> Option<OsString> + 'static) -> Self {
        Self {
            stdin_is_terminal: true,
            stdout_is_terminal: true,
            cancel: Cancel::new(),
            hosts: Hosts::Any,
            variable: Box::new(variable),
        }
    }

    /// A variable that is set and not empty: compose files and unit files set
    /// empty ones where nothing is meant.
    pub(super) fn variable(&self, name: &str) -> Option<OsString> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    /// The same as text.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>, OptionsError> {
        self.variable(name)
            .map(OsString::into_string)
            .transpose()
            .map_err(|_| OptionsError::VariableNotText(name))
    }
}

impl fmt::Debug for Surroundings {
    // The environment may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings")
            .field("stdin_is_terminal", &self.stdin_is_terminal)
            .field("stdout_is_terminal", &self.stdout_is_terminal)
            .finish_non_exhaustive()
    }
}
