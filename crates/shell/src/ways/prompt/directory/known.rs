//! What is known about one server.

use std::collections::BTreeSet;
use std::time::Instant;

use rcon_proto::{Address, Game, Shape};

use crate::server::names::NameList;
use crate::typing::editor::NamesState;

pub(super) struct Known {
    pub(super) server: Option<Address>,
    pub(super) game: Game,
    pub(super) shape: Option<Shape>,
    pub(super) state: NamesState,
    pub(super) names: NameList,
    pub(super) maps: BTreeSet<String>,
    pub(super) players: Vec<(String, Option<u32>)>,
    pub(super) players_asked: Option<Instant>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            server: None,
            game: Game::Auto,
            shape: None,
            state: NamesState::None,
            names: NameList::default(),
            maps: BTreeSet::new(),
            players: Vec::new(),
            players_asked: None,
        }
    }
}
