//! What the editor is told, at every key.

use std::sync::Arc;
use std::time::Duration;

use rcon_proto::console_text::Player;
use rcon_proto::{Game, NameSource, Shape};

use super::queue::{Wanted, asked_of_server};
use super::{Directory, TAB_WAIT};
use crate::commands::Aliases;
use crate::fit::Fit;
use crate::server::names::{ValueKind, is_consoles, values_for};
use crate::typing::editor::{Candidate, Knowledge, Matches, NameInfo, NamesState, Values};

/// How long players are believed to stay.
const PLAYERS_AGE: Duration = Duration::from_secs(20);

impl Directory {
    /// Whether maps and players can be asked for: on other servers the
    /// command could end up in a chat.
    pub(super) fn may_ask(&self) -> bool {
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

    fn players(&self, by: ValueKind) -> Vec<Candidate> {
        let fresh = self
            .known()
            .players_asked
            .is_some_and(|asked| asked.elapsed() < PLAYERS_AGE);
        // Where the game is known, so is its own question.
        let knows_how = self.known().game.facts().words.players.is_some();
        if !fresh && (knows_how || self.may_ask()) && self.known().server.is_some() {
            self.ask(Wanted::Players);
        }
        let known = self.known();
        let players = known.players.iter();
        let named = |text: String, player: &Player| {
            Candidate::new(text, player.name.as_str()).found_by_help()
        };
        let found = players.filter_map(|player| match by {
            ValueKind::PlayerNumbers => Some(named(player.number?.to_string(), player)),
            ValueKind::PlayerIds => Some(named(player.id.clone()?, player)),
            _ => Some(Candidate::new(player.name.as_str(), "")),
        });
        found.collect()
    }

    /// How the server says that a command is used, asked once: where its list
    /// says nothing of what stands at that place.
    fn usages(&self, words: &[&str]) -> Vec<String> {
        let Some(command) = words.first() else {
            return Vec::new();
        };
        let name = command.strip_prefix('/').unwrap_or(command);
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-:./".contains(c);
        let is_name = !name.is_empty() && name.chars().all(plain);
        let wanted = {
            let known = self.known();
            let listed = values_for(words, &[], &known.names, Game::Auto);
            let is_there = known.state != NamesState::Ready || known.names.get(name).is_some();
            is_name && is_there && listed.is_empty() && !known.usages.contains_key(name)
        };
        if wanted && self.source() == Some(NameSource::Help) {
            self.ask(Wanted::Usage(name.to_owned()));
        }
        let known = self.known();
        known.usages.get(name).cloned().unwrap_or_default()
    }
}

impl Knowledge for Directory {
    fn names_fitting(&self, fit: Fit, typed: &str, limit: usize) -> Matches {
        self.known().names.names_fitting(fit, typed, limit)
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

    fn values_for(&self, words: &[&str]) -> Values {
        // What the server is, its names show. Behind what may be talk it is not
        // asked for them: the question would be talk too.
        let command = words.first().copied().unwrap_or_default();
        if self.may_chat() && is_consoles(command) {
            self.want_names(TAB_WAIT);
        }
        let usages = self.usages(words);
        let found = {
            let known = self.known();
            values_for(words, &usages, &known.names, known.game)
        };
        let mut values = Values {
            candidates: found.words.iter().map(|w| Candidate::new(w, "")).collect(),
            names: found.kinds.contains(&ValueKind::Names),
        };
        for kind in found.kinds {
            values.candidates.extend(match kind {
                ValueKind::Maps => self.maps(),
                ValueKind::Names => Vec::new(),
                players => self.players(players),
            });
        }
        values
    }

    fn servers(&self) -> Vec<Candidate> {
        self.configured.servers()
    }

    fn aliases(&self) -> Arc<Aliases> {
        self.configured.aliases()
    }

    fn may_chat(&self) -> bool {
        let known = self.known();
        known.server.is_some()
            && known.state == NamesState::Unknown
            && known.game == Game::Auto
            && known.shape != Some(Shape::Source)
    }

    fn is_rejected(&self, line: &str) -> bool {
        self.known().rejected.contains(line.trim())
    }

    fn ready(&self) -> NamesState {
        self.known().state
    }

    fn has_better(&self) -> bool {
        self.may_have_more()
    }

    fn want_names(&self, wait: Duration) -> NamesState {
        if (self.ready() == NamesState::Unknown || self.may_have_more())
            && let Some(wanted) = self.names_wanted()
        {
            self.change(|known| known.asked = true);
            self.queue.set_when_idle(false);
            self.queue.push(wanted);
        }
        self.queue.wait_until_quiet(wait);
        self.ready()
    }
}
