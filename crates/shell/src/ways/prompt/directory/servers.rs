//! The servers and aliases of the configuration, as Tab offers them.

use std::sync::{Arc, PoisonError};

use crate::commands::know_aliases;
use crate::request::config::Config;
use crate::request::target::Book;
use crate::typing::editor::Candidate;
use crate::ways::prompt::again::stamp;

use super::Directory;

impl Directory {
    /// Takes profiles and aliases over for completion: a group is no server to
    /// connect to.
    pub(crate) fn set_servers(&self, book: &Book) {
        let config = book.config();
        let path = config.path.clone();
        let seen = path.as_deref().and_then(stamp);
        *self.config.lock().unwrap_or_else(PoisonError::into_inner) = (path, seen);
        self.take_config(config);
    }

    /// Looks whether the configuration has changed. What is wrong with it is
    /// said where it is used, not at Tab.
    pub(super) fn look_at_config(&self) {
        let mut seen = self.config.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(path) = seen.0.clone() else {
            return;
        };
        let now = stamp(&path);
        if now != seen.1 {
            seen.1 = now;
            if let Ok(config) = Config::read_if_there(&path) {
                self.take_config(&config);
            }
        }
    }

    fn take_config(&self, config: &Config) {
        let aliases = Arc::clone(&config.aliases);
        know_aliases(&aliases);
        *self.aliases.write().unwrap_or_else(PoisonError::into_inner) = aliases;
        let profiles = config.profiles.iter();
        let candidates = profiles.map(|p| Candidate::new(&p.name, p.location.to_string()));
        let candidates = candidates.collect();
        *self.servers.write().unwrap_or_else(PoisonError::into_inner) = candidates;
    }
}
