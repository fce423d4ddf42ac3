//! Who to talk to: a word such as `tf2`, `@eu` or `host:27016` becomes a
//! server with all that is known of it.

mod book;
mod error;
mod hosts;
mod place;

use std::time::Duration;

use rcon_proto::{Address, Game};

use crate::commands::redact;
use crate::error::UsageError;
use crate::request::manner::{Confirm, Manner};
use crate::request::settings::{FailOn, PasswordSource};
use crate::system::encoding::ServerEncoding;

pub(crate) use book::Book;
pub(crate) use error::TargetError;
pub(crate) use hosts::Hosts;
pub(crate) use hosts::is_bare;
pub(crate) use place::Place;

/// The deadline where nothing names one.
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest reply that is kept whole where nothing names another, in bytes.
pub(crate) const DEFAULT_MAX_REPLY: usize = 64 << 20;

/// A server, and everything that options, profile and defaults say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The profile's name, where one was used.
    pub name: Option<String>,
    /// Where it is.
    pub address: Address,
    /// Deadline for connecting and logging in, and for each reply.
    pub timeout: Duration,
    /// The kind of server.
    pub game: Game,
    /// Its text encoding, where one was named.
    pub encoding: Option<ServerEncoding>,
    /// The program to reach it through.
    pub proxy_command: Option<String>,
    /// Longest command that is sent, in bytes, where a limit was named.
    pub max_command: Option<usize>,
    /// Longest reply that is kept whole, in bytes.
    pub max_reply: usize,
    /// The profile's own way to the password.
    pub password: Option<PasswordSource>,
    /// Whether a reply that refuses the command is a failure.
    pub strict: bool,
    /// Replies in which one of these is are failures.
    pub fail_on: Vec<FailOn>,
    /// What a person is asked before it is sent.
    pub confirm: Confirm,
    /// The prompt, with places to be filled in, where one was named.
    pub prompt: Option<String>,
    /// How one deals with it.
    pub manner: Manner,
}

impl Target {
    /// How a person knows it: the profile's name, else the address.
    pub fn known_as(&self) -> String {
        let name = self.name.as_ref();
        name.map_or_else(|| self.address.to_string(), Clone::clone)
    }

    /// Which server it is, to tell it from others.
    pub(crate) fn place(&self) -> Place {
        Place::new(&self.address, self.proxy_command.as_deref())
    }

    /// How messages name it: `tf2 (127.0.0.1:27015)`, or the address.
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} ({})", self.address),
            None => self.address.to_string(),
        }
    }

    /// Refuses a text that the profile does not let be sent.
    ///
    /// # Errors
    ///
    /// It names the part that is not allowed, without a password in it.
    pub(crate) fn check_allowed(&self, text: &str) -> Result<(), UsageError> {
        let Some(part) = self.manner.guard.refuses(text) else {
            return Ok(());
        };
        // What one part says of another, a password with a `;` in it, say.
        let clean = redact(text);
        let shown = if clean.contains(part) {
            redact(part)
        } else {
            clean
        };
        let profile = self.known_as();
        let text = format!("not allowed by the profile {profile}: {shown:?}");
        Err(UsageError(text))
    }
}

#[cfg(test)]
mod tests;
