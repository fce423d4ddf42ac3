//! What is known of the names of all servers together: asked by the editor at
//! every key, filled by the [`fetching`](super::fetching) thread.
//!
//! One list holds each name once, however many servers have it, and how many
//! do is counted beside it: three hundred servers of one game take the room of one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use rcon_proto::console_text::Player;
use rcon_proto::{Game, Shape};

use super::member::{Member, Standing};
use crate::commands::{Aliases, Way};
use crate::fit::Fit;
use crate::server::names::cache::Cache;
use crate::server::names::{NameList, ValueKind, values_for};
use crate::typing::editor::{Candidate, Knowledge, Matches, NameInfo, NamesState, Values};
use crate::ways::app::App;

/// How long a person waits for what has to be asked for.
const TAB_WAIT: Duration = Duration::from_millis(300);

/// How long the prompt is left alone before names are asked for unbidden.
const IDLE: Duration = Duration::from_millis(250);

/// How long players are believed to stay.
const PLAYERS_AGE: Duration = Duration::from_secs(20);

/// A wait without an end, as far as a prompt is concerned.
const LONG: Duration = Duration::from_hours(1);

/// The most lines that are remembered as rejected.
const MAX_REJECTED: usize = 10_000;

/// How far one server's names are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// They have not been asked for.
    Unknown,
    /// They are in the list.
    Here,
    /// It has none.
    None,
}

/// See the [module](self).
pub(crate) struct Union {
    members: Vec<Arc<Member>>,
    /// Held for short: every key press looks in here.
    known: RwLock<Known>,
    /// Lists are taken in one after the other.
    taking: Mutex<()>,
    wants: Mutex<Wants>,
    changed: Condvar,
    servers: Vec<Candidate>,
    aliases: Arc<Aliases>,
    pub(super) cache: Option<Cache>,
}

#[derive(Default)]
struct Known {
    names: NameList,
    /// How many servers have a name.
    counts: HashMap<Box<str>, u16>,
    listed: Vec<Listed>,
    players: Vec<(usize, Player)>,
    players_asked: Option<Instant>,
    maps: BTreeSet<String>,
    rejected: HashSet<String>,
}

impl Known {
    /// How many servers' names are here.
    fn lists(&self) -> usize {
        let here = self.listed.iter().filter(|it| **it == Listed::Here);
        here.count()
    }

    /// `2 of 3 servers`, where not all have a name.
    fn mark(&self, name: &str) -> Option<String> {
        let (count, lists) = (usize::from(*self.counts.get(name)?), self.lists());
        (count < lists).then(|| format!("{count} of {lists} servers"))
    }

    fn marked(&self, name: &str, help: String) -> String {
        match self.mark(name) {
            Some(mark) if help.is_empty() => format!("({mark})"),
            Some(mark) => format!("({mark}) {help}"),
            None => help,
        }
    }
}

/// What somebody wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Names, whether or not somebody asked for them, and whether those will do
    /// that are kept on disk.
    Names {
        bidden: bool,
        kept: bool,
    },
    Players,
    Maps,
}

#[derive(Default)]
struct Wants {
    at_prompt: Option<Instant>,
    when_idle: bool,
    now: Vec<Wanted>,
    under_way: Option<Wanted>,
    over: bool,
}

impl Union {
    pub(super) fn new(app: &App, members: &[Arc<Member>]) -> Self {
        let profiles = app.options.book.config().profiles.iter();
        Self {
            members: members.to_vec(),
            known: RwLock::new(Known {
                listed: vec![Listed::Unknown; members.len()],
                ..Known::default()
            }),
            taking: Mutex::default(),
            wants: Mutex::default(),
            changed: Condvar::new(),
            servers: profiles
                .map(|p| Candidate::new(&p.name, p.location.to_string()))
                .collect(),
            aliases: Arc::clone(&app.options.book.config().aliases),
            cache: app.cache(),
        }
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        act(&mut self.known.write().unwrap_or_else(PoisonError::into_inner))
    }

    fn wants(&self) -> MutexGuard<'_, Wants> {
        self.wants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn want(&self, act: impl FnOnce(&mut Wants)) {
        act(&mut self.wants());
        self.changed.notify_all();
    }

    /// A person is at the prompt, or is not.
    pub(super) fn at_prompt(&self, there: bool) {
        self.want(|wants| {
            wants.at_prompt = there.then(Instant::now);
            wants.when_idle = there;
        });
    }

    /// The prompt is over.
    pub(super) fn end(&self) {
        self.want(|wants| wants.over = true);
    }

    /// Waits for something to ask the servers for; `None` at the end.
    pub(super) fn next_wanted(&self) -> Option<Wanted> {
        let mut wants = self.wants();
        loop {
            wants.under_way = None;
            self.changed.notify_all();
            if wants.over {
                return None;
            }
            if !wants.now.is_empty() {
                let next = wants.now.remove(0);
                wants.under_way = Some(next);
                return Some(next);
            }
            let idle = wants.at_prompt.filter(|_| wants.when_idle);
            let wait = idle.map(|since| IDLE.saturating_sub(since.elapsed()));
            if wait.is_some_and(|wait| wait.is_zero()) {
                wants.when_idle = false;
                let next = Wanted::Names {
                    bidden: false,
                    kept: true,
                };
                wants.under_way = Some(next);
                return Some(next);
            }
            let waited = self.changed.wait_timeout(wants, wait.unwrap_or(LONG));
            wants = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Asks for something and waits for it, but not for long: what is not here
    /// by then is there at the next Tab.
    fn ask(&self, wanted: Wanted, at_most: Duration) {
        self.want(|wants| {
            if !wants.now.contains(&wanted) {
                wants.now.push(wanted);
            }
        });
        let busy =
            |wants: &mut Wants| !wants.over && (!wants.now.is_empty() || wants.under_way.is_some());
        let quiet = self.changed.wait_timeout_while(self.wants(), at_most, busy);
        drop(quiet);
    }

    /// The servers whose names are not known, and that could be asked.
    pub(super) fn unlisted(&self) -> Vec<usize> {
        let known = self.known();
        let listed = known.listed.iter().enumerate();
        let unknown = listed.filter(|(_, listed)| **listed == Listed::Unknown);
        unknown
            .map(|(place, _)| place)
            .filter(|place| {
                let member = self.members.get(*place);
                member.is_some_and(|member| member.standing() == Standing::Answers)
            })
            .collect()
    }

    /// Takes a server's names in; an empty list says that it has none.
    pub(super) fn take(&self, place: usize, list: &NameList) {
        let _one_at_a_time = self.taking.lock();
        // Most lists bring nothing new: then the names are not copied.
        let merged = {
            let known = self.known();
            let is_new = |name: &str| !known.counts.contains_key(name);
            let news = list.iter().any(|name| is_new(name.name()));
            news.then(|| known.names.merged(list))
        };
        self.change(|known| {
            if let Some(merged) = merged {
                known.names = merged;
            }
            for name in list.iter() {
                match known.counts.get_mut(name.name()) {
                    Some(count) => *count = count.saturating_add(1),
                    None => {
                        known.counts.insert(name.name().into(), 1);
                    }
                }
            }
            if let Some(listed) = known.listed.get_mut(place) {
                *listed = if list.is_empty() {
                    Listed::None
                } else {
                    Listed::Here
                };
            }
        });
    }

    /// Names are to be asked for again, of all servers.
    pub(crate) fn refresh(&self) {
        self.change(|known| {
            let servers = known.listed.len();
            *known = Known {
                listed: vec![Listed::Unknown; servers],
                rejected: std::mem::take(&mut known.rejected),
                ..Known::default()
            };
        });
        self.want(|wants| {
            wants.now.push(Wanted::Names {
                bidden: true,
                kept: false,
            });
        });
    }

    pub(super) fn set_players(&self, players: Vec<(usize, Player)>) {
        self.change(|known| {
            known.players = players;
            known.players_asked = Some(Instant::now());
        });
    }

    pub(super) fn set_maps(&self, maps: BTreeSet<String>) {
        self.change(|known| known.maps = maps);
    }

    /// The servers would not do what this line says.
    pub(super) fn rejects(&self, line: &str) {
        self.change(|known| {
            if known.rejected.len() < MAX_REJECTED {
                known.rejected.insert(line.trim().to_owned());
            }
        });
    }

    /// The name that was meant, as far as names are known.
    pub(super) fn suggest(&self, unknown: &str) -> Option<String> {
        self.known().names.suggest(unknown).map(str::to_owned)
    }

    /// Looks at the names that are known, each with how many servers have it
    /// where not all do.
    pub(crate) fn with_names<T>(
        &self,
        look: impl FnOnce(&NameList, &dyn Fn(&str) -> Option<String>) -> T,
    ) -> T {
        let known = self.known();
        look(&known.names, &|name| known.mark(name))
    }

    /// How many names are known, and of how many servers.
    pub(crate) fn names_known(&self) -> (usize, usize) {
        let known = self.known();
        (known.names.len(), known.lists())
    }

    /// Waits for the names where they are not known yet.
    pub(crate) fn wait_for_names(&self, at_most: Duration) {
        if !self.unlisted().is_empty() {
            let wanted = Wanted::Names {
                bidden: true,
                kept: true,
            };
            self.ask(wanted, at_most);
        }
    }

    /// The game that the servers have in common, as far as it is known.
    fn game(&self) -> Game {
        let mut games = self.members.iter().map(|member| member.game());
        let known = |game: &Game| !matches!(game, Game::Auto | Game::Generic);
        games.find(known).unwrap_or(Game::Auto)
    }

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
        self.servers.clone()
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
        Arc::clone(&self.aliases)
    }

    fn may_chat(&self) -> bool {
        let known = |member: &Arc<Member>| !matches!(member.game(), Game::Auto | Game::Generic);
        let source = |member: &Arc<Member>| member.seen().shape == Some(Shape::Source);
        !self.members.iter().all(|it| known(it) || source(it))
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
        } else if known.listed.contains(&Listed::Unknown) {
            NamesState::Unknown
        } else {
            NamesState::None
        }
    }

    fn want_names(&self, wait: Duration) -> NamesState {
        self.wait_for_names(wait);
        self.ready()
    }
}
