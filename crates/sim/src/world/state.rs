//! What the consoles know of which only a few commands matter.

use super::players::{Player, regulars};

/// The state that these consoles share.
pub(super) struct State {
    pub(super) hostname: String,
    pub(super) players: Vec<Player>,
    /// Whoever typed Lua was told what it costs (Factorio).
    pub(super) lua_warned: bool,
}

impl State {
    pub(super) fn new(hostname: &str) -> Self {
        Self {
            hostname: hostname.to_owned(),
            players: regulars().into_iter().filter(|p| !p.bot).collect(),
            lua_warned: false,
        }
    }

    /// A line for each player.
    pub(super) fn each(&self, row: impl Fn(usize, &Player) -> String) -> String {
        let rows = self.players.iter().enumerate();
        rows.map(|(at, player)| row(at, player)).collect()
    }
}
