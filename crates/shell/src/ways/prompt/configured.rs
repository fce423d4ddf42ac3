//! The servers and aliases of the configuration, as Tab offers them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::again::{Stamp, stamp};
use crate::commands::{Aliases, know_aliases};
use crate::request::config::Config;
use crate::request::target::Book;
use crate::typing::editor::Candidate;

/// See the [module](self).
#[derive(Default)]
pub(crate) struct Configured {
    servers: RwLock<Vec<Candidate>>,
    aliases: RwLock<Arc<Aliases>>,
    /// The configuration, and the state in which Tab has seen it last.
    seen: Mutex<(Option<PathBuf>, Stamp)>,
}

impl Configured {
    pub(crate) fn new(book: &Book) -> Self {
        let configured = Self::default();
        configured.set(book);
        configured
    }

    /// Takes profiles and aliases over for completion: a group is no server to
    /// connect to.
    pub(crate) fn set(&self, book: &Book) {
        let config = book.config();
        let path = config.path.clone();
        let seen = path.as_deref().and_then(stamp);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = (path, seen);
        self.take(config);
    }

    /// Looks whether the configuration has changed. What is wrong with it is
    /// said where it is used, not at Tab.
    fn look(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(path) = seen.0.clone() else {
            return;
        };
        let now = stamp(&path);
        if now != seen.1 {
            seen.1 = now;
            if let Ok(config) = Config::read_if_there(&path) {
                self.take(&config);
            }
        }
    }

    fn take(&self, config: &Config) {
        let aliases = Arc::clone(&config.aliases);
        know_aliases(&aliases);
        *self.aliases.write().unwrap_or_else(PoisonError::into_inner) = aliases;
        let profiles = config.profiles.iter();
        let candidates = profiles.map(|p| Candidate::new(&p.name, p.location.to_string()));
        let candidates = candidates.collect();
        *self.servers.write().unwrap_or_else(PoisonError::into_inner) = candidates;
    }

    /// The profiles, as the file names them now.
    pub(crate) fn servers(&self) -> Vec<Candidate> {
        self.look();
        let servers = self.servers.read();
        servers.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The aliases that were read last: looked at with every key.
    pub(crate) fn aliases(&self) -> Arc<Aliases> {
        let aliases = self.aliases.read();
        Arc::clone(&aliases.unwrap_or_else(PoisonError::into_inner))
    }
}
