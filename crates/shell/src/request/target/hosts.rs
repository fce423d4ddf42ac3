//! Whether a word can be a host: asked of the system before anything else is
//! done, so that a slip of the keyboard costs no password.

use std::net::ToSocketAddrs as _;
use std::time::Duration;

use rcon_proto::Cancel;

use crate::system::patience::{GivenUp, wait_for};

/// Who says whether a word is the name of a host.
#[derive(Debug, Clone, Default)]
pub enum Hosts {
    /// Every word may be one: nobody is asked.
    #[default]
    Any,
    /// The system's resolver is asked; a raised flag ends the wait for it.
    Resolved(Cancel),
}

/// What became of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    /// It is one, or looks like an address.
    Known,
    /// Nobody knows it.
    Unknown,
    /// Ctrl-C.
    Interrupted,
}

impl Hosts {
    /// Whether a word is a host. What holds a `.`, a `:` or a `[` is an address
    /// by its looks, whether or not it is there. A name that is not found within
    /// the deadline is not found.
    pub(super) fn look_up(&self, word: &str, deadline: Duration) -> Host {
        let Hosts::Resolved(cancel) = self else {
            return Host::Known;
        };
        if !is_bare(word) {
            return Host::Known;
        }
        let name = word.to_owned();
        let found = wait_for(deadline, cancel, move || {
            let mut addresses = (name, 0).to_socket_addrs().ok()?;
            addresses.next()
        });
        match found {
            Ok(Some(_)) => Host::Known,
            Ok(None) | Err(GivenUp::TimedOut) => Host::Unknown,
            Err(GivenUp::Cancelled) => Host::Interrupted,
        }
    }
}

/// Whether a word is neither an address by its looks nor a group.
pub(crate) fn is_bare(word: &str) -> bool {
    !word.contains(['.', ':', '[']) && !word.starts_with('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_words_are_looked_up() {
        let cancel = Cancel::new();
        cancel.cancel();
        let hosts = Hosts::Resolved(cancel);
        let second = Duration::from_secs(1);
        for address in ["tf2.example.invalid", "a:27015", "[::1]", "::1"] {
            assert_eq!(hosts.look_up(address, second), Host::Known, "{address}");
        }
        assert_eq!(hosts.look_up("hello", second), Host::Interrupted);
        assert_eq!(Hosts::Any.look_up("hello", second), Host::Known);
    }
}
