//! The console of a Source server.

mod commands;
mod list;
mod registry;
mod show;
mod state;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Instant;

use super::players::{Player, regulars};
use super::{Answer, Call, Consequence, Console};

pub(super) use registry::{Entry, Kind, all, find, number};

/// A Source server's variables and the state that its commands show.
pub(crate) struct Source {
    /// Values that differ from the default, by name in lower case.
    changed: HashMap<&'static str, String>,
    players: Vec<Player>,
    map: String,
    map_changes: u32,
    /// How often `stats` was asked for.
    stats_asked: u32,
    addr: SocketAddr,
    start: Instant,
}

impl Source {
    pub(crate) fn new(hostname: &str, addr: SocketAddr) -> Self {
        let changed = [
            ("hostname", hostname),
            ("hostport", &addr.port().to_string()),
        ]
        .map(|(name, value)| (name, value.to_owned()));
        Self {
            changed: HashMap::from(changed),
            players: regulars(),
            map: "cp_granary".to_owned(),
            map_changes: 0,
            stats_asked: 0,
            addr,
            start: Instant::now(),
        }
    }

    /// The value of a variable.
    pub(in crate::world) fn value<'a>(&'a self, entry: &'a Entry) -> &'a str {
        match self.changed.get(entry.name) {
            Some(value) => value,
            None => entry.default,
        }
    }

    /// The value of a variable that is known to exist, as a number.
    fn number(&self, name: &str) -> f64 {
        let entry = find(name);
        entry.map_or(0.0, |entry| number(self.value(entry)))
    }

    fn variable(&mut self, entry: &'static Entry, call: &Call<'_>) -> Answer {
        if call.rest.is_empty() {
            return Answer::text(show::entry(entry, self.value(entry)));
        }
        if entry.has("cheat") && self.number("sv_cheats") == 0.0 {
            return Answer::text(format!(
                "Can't use cheat cvar {} in multiplayer, unless the server has sv_cheats set \
                 to 1.\n",
                entry.name
            ));
        }
        if entry.name == "rcon_password" {
            return Answer::empty().and(Consequence::Password(call.value().to_vec()));
        }
        let value = String::from_utf8_lossy(call.value());
        self.changed.insert(entry.name, entry.clamp(&value));
        Answer::empty()
    }
}

impl Console for Source {
    fn join(&mut self, player: Player) {
        self.players.push(player);
    }

    fn has_separator(&self) -> bool {
        true
    }

    fn run(&mut self, call: &Call<'_>) -> Answer {
        let name = call.name();
        match find(&name) {
            Some(entry) if entry.kind == Kind::Variable => self.variable(entry, call),
            Some(entry) => self.command(entry.name, call),
            None if name.is_empty() => Answer::empty(),
            None => Answer::text(format!("Unknown command \"{name}\"\n")),
        }
    }
}
