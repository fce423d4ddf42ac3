//! What the editor is told, at every key.

use std::sync::PoisonError;
use std::time::Duration;

use super::queue::{Wanted, asked_of_server};
use super::{Directory, TAB_WAIT};
use crate::server::names::{self, ValueSource};
use crate::typing::editor::{Candidate, Knowledge, Matches, NameInfo, NamesState};

/// How long players are believed to stay.
const PLAYERS_AGE: Duration = Duration::from_secs(20);

impl Directory {
    /// Whether maps and players can be asked for: on other servers the
    /// command could end up in a chat.
    fn may_ask(&self) -> bool {
        self.source().and_then(asked_of_server).is_some()
    }

    /// Asks for something and waits for it, but not for long: what is not here
    /// by then is there at the next Tab.
    fn ask(&self, wanted: Wanted) {
        self.queue.push(wanted);
        self.queue.wait_until_quiet(TAB_WAIT);
    }

    fn maps(&self) -> Vec<Candidate> {
        if self.known().maps.is_empty() && self.may_ask() {
            self.ask(Wanted::Maps);
        }
        let known = self.known();
        known
            .maps
            .iter()
            .map(|map| Candidate::new(map, ""))
            .collect()
    }

    fn players(&self, by_id: bool) -> Vec<Candidate> {
        let fresh = self
            .known()
            .players_asked
            .is_some_and(|asked| asked.elapsed() < PLAYERS_AGE);
        if !fresh && self.may_ask() {
            self.ask(Wanted::Players);
        }
        let known = self.known();
        let players = known.players.iter();
        players
            .filter_map(|(name, id)| match (by_id, id) {
                (true, Some(id)) => Some(Candidate::new(id.to_string(), name)),
                (true, None) => None,
                (false, _) => Some(Candidate::new(name, "")),
            })
            .collect()
    }
}

impl Knowledge for Directory {
    fn names_matching(&self, prefix: &str, limit: usize) -> Matches {
        self.known().names.names_matching(prefix, limit)
    }

    fn lookup(&self, name: &str) -> Option<NameInfo> {
        let known = self.known();
        let stops_server = known.game.is_stop_command(name, known.shape);
        let found = known.names.lookup(name);
        // What stops a server is known without its list.
        let unlisted = stops_server && known.server.is_some();
        found
            .or_else(|| {
                unlisted.then(|| NameInfo {
                    is_command: true,
                    ..NameInfo::default()
                })
            })
            .map(|info| NameInfo {
                stops_server,
                ..info
            })
    }

    fn values_for(&self, words: &[&str]) -> Vec<Candidate> {
        let Some(command) = words.first() else {
            return Vec::new();
        };
        let source = names::values_for(command, &self.known().names);
        match source {
            ValueSource::Words(words) => words.iter().map(|w| Candidate::new(*w, "")).collect(),
            ValueSource::Maps => self.maps(),
            ValueSource::Players => self.players(false),
            ValueSource::PlayerIds => self.players(true),
            ValueSource::Names => self.names_matching("", 1000).candidates,
            ValueSource::Unknown => Vec::new(),
        }
    }

    fn servers(&self) -> Vec<Candidate> {
        self.servers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn is_rejected(&self, line: &str) -> bool {
        self.known().rejected.contains(line.trim())
    }

    fn ready(&self) -> NamesState {
        self.known().state
    }

    fn want_names(&self, wait: Duration) -> NamesState {
        if self.ready() == NamesState::Unknown
            && let Some(wanted) = self.names_wanted()
        {
            self.queue.set_when_idle(false);
            self.queue.push(wanted);
        }
        self.queue.wait_until_quiet(wait);
        self.ready()
    }
}
