//! What is known about one server.

use std::collections::{BTreeSet, HashSet};
use std::time::{Instant, SystemTime};

use rcon_proto::console_text::Player;
use rcon_proto::{Game, Shape};

use crate::request::target::Place;
use crate::server::names::NameList;
use crate::server::names::cache::{Cached, Usages};
use crate::typing::editor::NamesState;

use super::Coming;

pub(super) struct Known {
    pub(super) server: Option<Place>,
    pub(super) game: Game,
    pub(super) shape: Option<Shape>,
    pub(super) state: NamesState,
    pub(super) names: NameList,
    /// What `names` will be, while that is read.
    pub(super) coming: Option<Coming>,
    pub(super) maps: BTreeSet<String>,
    pub(super) players: Vec<Player>,
    pub(super) players_asked: Option<Instant>,
    /// When the names were asked for; not for those that come with the program.
    pub(super) fetched: Option<SystemTime>,
    /// They were asked for in the place of those that come with the program.
    pub(super) asked: bool,
    /// Lines that the server would not do.
    pub(super) rejected: HashSet<String>,
    /// How it is known which game it is, in words.
    pub(super) game_by: &'static str,
    /// It was said that lines go to the chat.
    pub(super) chat_told: bool,
    /// What the server said of how commands are used, by their names.
    pub(super) usages: Usages,
}

impl Known {
    /// What is kept on disk of it: of names those alone that it was asked for.
    pub(super) fn to_keep(&self) -> Cached {
        let asked = self.fetched.filter(|_| !self.names.is_empty());
        Cached {
            game: (self.game != Game::Auto).then(|| self.game.name().to_owned()),
            fetched: asked.unwrap_or(SystemTime::UNIX_EPOCH),
            names: asked.map(|_| self.names.clone()).unwrap_or_default(),
        }
    }
}

impl Default for Known {
    fn default() -> Self {
        Self {
            server: None,
            game: Game::Auto,
            shape: None,
            state: NamesState::None,
            names: NameList::default(),
            coming: None,
            maps: BTreeSet::new(),
            players: Vec::new(),
            players_asked: None,
            fetched: None,
            asked: false,
            rejected: HashSet::new(),
            game_by: "",
            chat_told: false,
            usages: Usages::new(),
        }
    }
}
