//! What has come of what was asked for: kept, and for as long as it holds, on
//! disk too.

use std::collections::BTreeSet;
use std::time::{Instant, SystemTime};

use rcon_proto::console_text::Player;

use crate::request::target::Place;
use crate::server::names::NameList;
use crate::server::names::cache::{Cached, key_of};
use crate::typing::editor::NamesState;

use super::Directory;

/// The most commands whose usages are kept.
const MAX_USAGES: usize = 1000;

impl Directory {
    pub(in crate::ways::prompt) fn set_fetching(&self, fetching: bool) {
        self.change(|known| {
            known.state = match known.state {
                NamesState::Unknown if fetching => NamesState::Fetching,
                NamesState::Fetching if !fetching => NamesState::Unknown,
                state => state,
            };
        });
    }

    /// Names have come; an empty list says that the server has none.
    pub(in crate::ways::prompt) fn set_names(&self, server: &Place, names: NameList) {
        let cached = self.change(|known| {
            if known.server.as_ref() != Some(server) {
                return None;
            }
            known.state = if names.is_empty() {
                NamesState::None
            } else {
                NamesState::Ready
            };
            known.names = names;
            known.fetched = Some(SystemTime::now());
            // That there are none counts for this session only.
            (known.state == NamesState::Ready).then(|| known.to_keep())
        });
        if let Some(cached) = cached {
            // What the list itself has shown of the game asks for it no more.
            self.queue.set_when_idle(false);
            self.save(server, &cached);
        }
    }

    /// Which game it is is remembered, with the names that came from it.
    pub(super) fn keep_game(&self) {
        let known = self.known();
        if let Some(server) = known.server.clone() {
            let kept = known.to_keep();
            drop(known);
            self.save(&server, &kept);
        }
    }

    fn save(&self, server: &Place, cached: &Cached) {
        if let Some(cache) = &self.cache
            && let Err(error) = cache.save(&key_of(server), cached)
        {
            log::info!("the names are not kept on disk: {error}");
        }
    }

    pub(in crate::ways::prompt) fn set_maps(&self, server: &Place, maps: BTreeSet<String>) {
        self.change(|known| {
            if known.server.as_ref() == Some(server) {
                known.maps = maps;
            }
        });
    }

    pub(in crate::ways::prompt) fn set_usages(
        &self,
        server: &Place,
        command: String,
        usages: Vec<String>,
    ) {
        let all = self.change(|known| {
            if known.server.as_ref() != Some(server) || known.usages.len() >= MAX_USAGES {
                return None;
            }
            known.usages.insert(command, usages);
            Some(known.usages.clone())
        });
        if let (Some(cache), Some(all)) = (&self.cache, all)
            && let Err(error) = cache.save_usages(&key_of(server), &all)
        {
            log::info!("how commands are used is not kept on disk: {error}");
        }
    }

    pub(in crate::ways::prompt) fn set_players(&self, server: &Place, players: Vec<Player>) {
        self.change(|known| {
            if known.server.as_ref() == Some(server) {
                known.players = players;
                known.players_asked = Some(Instant::now());
            }
        });
    }
}
