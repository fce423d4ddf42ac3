//! A server's names for the tests of the editor.

use std::sync::Arc;
use std::time::Duration;

use super::knowledge::{Candidate, Knowledge, Matches, NameInfo, NamesState, Values};
use crate::commands::{Alias, Aliases};
use crate::fit::Fit;

/// A small world, sorted by name.
pub(super) struct Fake {
    names: Vec<(String, NameInfo)>,
    pub state: NamesState,
    pub aliases: Arc<Aliases>,
}

impl Default for Fake {
    fn default() -> Self {
        let mut fake = Self::with_names([]);
        for (name, help) in [
            ("bad\x07name", ""),
            ("changelevel", "Change the map."),
            ("evil", "\x1b]0;owned\x07\n two\tlines"),
            ("host_timescale", "Scale of time."),
            ("kick", "Kick a player."),
            ("quit", "Exit the engine."),
            ("status", "Display status."),
            ("sv_cheats", "Allow cheats on this server."),
            ("sv_gravity", "World gravity."),
        ] {
            let info = NameInfo {
                help: help.to_owned(),
                arguments: String::new(),
                cheat: name == "host_timescale",
                stops_server: name == "quit",
                is_command: !name.contains('_'),
            };
            fake.names.push((name.to_owned(), info));
        }
        fake
    }
}

impl Fake {
    /// Names without help texts; they must come sorted.
    pub(super) fn with_names(names: impl IntoIterator<Item = String>) -> Self {
        Self {
            names: names
                .into_iter()
                .map(|name| (name, NameInfo::default()))
                .collect(),
            state: NamesState::Ready,
            aliases: Arc::new(Aliases::new(vec![
                Alias::new("gg", &["sv_gravity $1"]).expect("an alias"),
                Alias::new("out", &["say bye; kick $1"]).expect("an alias"),
            ])),
        }
    }

    fn position(&self, name: &str) -> usize {
        let name = name.to_ascii_lowercase();
        self.names
            .partition_point(|(other, _)| other.as_str() < name.as_str())
    }
}

impl Knowledge for Fake {
    fn names_fitting(&self, fit: Fit, typed: &str, limit: usize) -> Matches {
        let found = self.names.iter().filter(|(name, _)| fit.takes(name, typed));
        Matches {
            candidates: found
                .clone()
                .take(limit)
                .map(|(name, info)| Candidate::new(name, &info.help))
                .collect(),
            total: found.count(),
        }
    }

    fn lookup(&self, name: &str) -> Option<NameInfo> {
        let (found, info) = self.names.get(self.position(name))?;
        found.eq_ignore_ascii_case(name).then(|| info.clone())
    }

    fn values_for(&self, words: &[&str]) -> Values {
        let values: &[&str] = match words {
            ["changelevel"] => &["cp_badlands", "ctf_2fort"],
            ["kick"] => &["The Dude", "zoe", "a \"quoted\" name"],
            _ => &[],
        };
        Values {
            candidates: values
                .iter()
                .map(|value| Candidate::new(*value, ""))
                .collect(),
            names: words == ["toggle"],
        }
    }

    fn servers(&self) -> Vec<Candidate> {
        vec![
            Candidate::new("tf2", "tf2.example.com:27015"),
            Candidate::new("@eu", "2 servers"),
        ]
    }

    fn aliases(&self) -> Arc<Aliases> {
        Arc::clone(&self.aliases)
    }

    fn may_chat(&self) -> bool {
        false
    }

    fn is_rejected(&self, line: &str) -> bool {
        line.starts_with("sv_gravty")
    }

    fn ready(&self) -> NamesState {
        self.state
    }

    fn want_names(&self, _: Duration) -> NamesState {
        self.state
    }
}
