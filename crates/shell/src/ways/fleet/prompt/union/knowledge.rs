//! What the editor asks at every key.

use std::sync::Arc;
use std::time::Duration;

use rcon_proto::{Game, Shape};

use super::super::member::{Member, Standing};
use super::{Listed, TAB_WAIT, Union, Wanted};
use crate::commands::{Aliases, Way};
use crate::fit::Fit;
use crate::server::names::{ValueKind, values_for};
use crate::show::several::counted;
use crate::typing::editor::{Candidate, Knowledge, Matches, NameInfo, NamesState, Values};

/// How long players are believed to stay.
const PLAYERS_AGE: Duration = Duration::from_secs(20);

impl Union {
    fn players(&self, by: ValueKind) -> Vec<Candidate> {
        let fresh = self
            .known()
            .players_asked
            .is_some_and(|asked| asked.elapsed() < PLAYERS_AGE);
        if !fresh {
            self.ask(Wanted::Players, TAB_WAIT);
        }
        let known = self.known();
        // One that is on several servers is one candidate.
        let mut found: Vec<(String, &str, Vec<&str>)> = Vec::new();
        for (place, player) in &known.players {
            let text = match by {
                ValueKind::PlayerNumbers => player.number.map(|number| number.to_string()),
                ValueKind::PlayerIds => player.id.clone(),
                _ => Some(player.name.clone()),
            };
            let (Some(text), Some(member)) = (text, self.members.get(*place)) else {
                continue;
            };
            let same = |one: &&mut (String, &str, Vec<&str>)| one.0 == text && one.1 == player.name;
            match found.iter_mut().find(same) {
                Some((_, _, on)) => on.push(&member.name),
                None => found.push((text, &player.name, vec![&member.name])),
            }
        }
        let candidate = |(text, name, on): (String, &str, Vec<&str>)| {
            let on = on.join(", ");
            if text == name {
                Candidate::new(text, on)
            } else {
                Candidate::new(text, format!("{name} ({on})")).found_by_help()
            }
        };
        found.into_iter().map(candidate).collect()
    }
}

impl Knowledge for Union {
    fn names_fitting(&self, fit: Fit, typed: &str, limit: usize) -> Matches {
        let known = self.known();
        let mut matches = known.names.names_fitting(fit, typed, limit);
        for candidate in &mut matches.candidates {
            let help = std::mem::take(&mut candidate.help);
            candidate.help = known.marked(&candidate.text, help);
        }
        matches
    }

    fn lookup(&self, name: &str) -> Option<NameInfo> {
        let known = self.known();
        let mut members = self.members.iter();
        let stops_server = members.any(|it| it.game().is_stop_command(name, it.seen().shape));
        let unlisted = || {
            stops_server.then(|| NameInfo {
                is_command: true,
                ..NameInfo::default()
            })
        };
        let found = known.names.lookup(name).or_else(unlisted)?;
        Some(NameInfo {
            stops_server,
            help: known.marked(name, found.help),
            ..found
        })
    }

    fn values_for(&self, words: &[&str]) -> Values {
        self.wait_for_names(TAB_WAIT);
        let found = {
            let known = self.known();
            values_for(words, &[], &known.names, self.game())
        };
        let mut values = Values {
            candidates: found.words.iter().map(|w| Candidate::new(w, "")).collect(),
            names: found.kinds.contains(&ValueKind::Names),
        };
        for kind in found.kinds {
            values.candidates.extend(match kind {
                ValueKind::Maps => {
                    if self.known().maps.is_empty() {
                        self.ask(Wanted::Maps, TAB_WAIT);
                    }
                    let known = self.known();
                    let maps = known.maps.iter();
                    maps.map(|map| Candidate::new(map, "")).collect()
                }
                ValueKind::Names => Vec::new(),
                players => self.players(players),
            });
        }
        values
    }

    fn servers(&self) -> Vec<Candidate> {
        self.configured.servers()
    }

    fn members(&self) -> Vec<Candidate> {
        let members = self.members.iter();
        let candidates = members.map(|member| {
            let address = member.target.address.to_string();
            let help = if member.name == address { "" } else { &address };
            Candidate::new(&member.name, help)
        });
        candidates.collect()
    }

    fn way(&self) -> Way {
        Way::FleetPrompt
    }

    fn aliases(&self) -> Arc<Aliases> {
        self.configured.aliases()
    }

    fn may_chat(&self) -> bool {
        let known = |member: &Arc<Member>| !matches!(member.game(), Game::Auto | Game::Generic);
        let source = |member: &Arc<Member>| member.seen().shape == Some(Shape::Source);
        !self.members.iter().all(|it| known(it) || source(it))
    }

    fn unasked(&self) -> Option<String> {
        let unknown = |member: &&Arc<Member>| {
            member.standing() == Standing::Answers
                && matches!(member.game(), Game::Auto | Game::Generic)
                && member.seen().shape != Some(Shape::Source)
        };
        let unknown = self.members.iter().filter(unknown);
        let names: Vec<&str> = unknown.map(|member| member.name.as_str()).collect();
        (!names.is_empty()).then(|| counted(&names))
    }

    fn is_rejected(&self, line: &str) -> bool {
        self.known().rejected.contains(line.trim())
    }

    fn ready(&self) -> NamesState {
        let asks = |wanted: &Wanted| matches!(wanted, Wanted::Names { .. });
        let fetching = {
            let wants = self.wants();
            wants.under_way.as_ref().is_some_and(asks) || wants.now.iter().any(asks)
        };
        let known = self.known();
        if !known.names.is_empty() {
            NamesState::Ready
        } else if fetching {
            NamesState::Fetching
        } else if known
            .listed
            .iter()
            .any(|it| matches!(it, Listed::Unknown | Listed::Unanswered(_)))
        {
            NamesState::Unknown
        } else {
            NamesState::None
        }
    }

    fn has_better(&self) -> bool {
        !self.unlisted(true).is_empty()
    }

    fn want_names(&self, wait: Duration) -> NamesState {
        self.wait_for_names(wait);
        self.ready()
    }
}
