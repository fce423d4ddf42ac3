//! The console of a Source server.

mod commands;
mod list;
mod log;
mod registry;
mod show;
mod state;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Instant;

use super::players::{Player, regulars};
use super::{Answer, Call, Consequence, Console};
use crate::parcel::Parcel;

use log::Log;
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
    log: Log,
    /// Convars besides those of the data.
    extra: &'static [Entry],
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
            log: Log::default(),
            extra: &[],
        }
    }

    /// The same with so many convars more.
    pub(in crate::world) fn with_convars(mut self, count: usize) -> Self {
        self.extra = registry::extra(count);
        self
    }

    /// All that there is, in the order of the list.
    pub(in crate::world) fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        all().iter().chain(self.extra)
    }

    /// The entry of this name, in any case.
    pub(in crate::world) fn entry(&self, name: &str) -> Option<&'static Entry> {
        find(name).or_else(|| registry::find_extra(self.extra, name))
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
        let value = String::from_utf8_lossy(call.setting());
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
        self.answer(call)
    }

    /// `sv_rcon_log`: a line for each text that comes over RCON, whatever commands are
    /// in it (`CServerRemoteAccess::LogCommand`).
    fn note(&mut self, call: &Call<'_>) -> Vec<Parcel> {
        let line = String::from_utf8_lossy(call.line);
        self.log.line(
            &format!("rcon from \"{}\": command \"{line}\"", call.from),
            &self.log_secret(),
        )
    }

    fn log(&mut self, line: &str) -> Vec<Parcel> {
        self.log.line(line, &self.log_secret())
    }

    fn log_flood(&mut self, times: u64) -> Vec<Parcel> {
        self.log.flood(times, &self.log_secret())
    }

    fn log_misfits(&mut self) -> Vec<Parcel> {
        self.log.misfits(&self.log_secret())
    }
}

impl Source {
    /// The log, for CS2, which has it in other commands.
    pub(super) fn log_mut(&mut self) -> &mut Log {
        &mut self.log
    }

    fn log_secret(&self) -> String {
        find("sv_logsecret").map_or_else(String::new, |entry| self.value(entry).to_owned())
    }

    fn answer(&mut self, call: &Call<'_>) -> Answer {
        let name = call.name();
        match self.entry(&name) {
            Some(entry) if entry.kind == Kind::Variable => self.variable(entry, call),
            Some(entry) => self.command(entry.name, call),
            None if name.is_empty() => Answer::empty(),
            None => Answer::text(format!("Unknown command \"{name}\"\n")),
        }
    }
}
