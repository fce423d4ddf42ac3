//! What is known of the names of all servers together: asked by the editor at
//! every key, filled by the [`fetching`](super::fetching) thread.
//!
//! One list holds each name once, however many servers have it, and how many
//! do is counted beside it: three hundred servers of one game take the room of one.

mod knowledge;
mod wants;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use rcon_proto::Game;
use rcon_proto::console_text::Player;

use super::member::{Member, Standing};
use crate::request::target::Book;
use crate::server::names::cache::Cache;
use crate::server::names::{NameList, builtin};
use crate::ways::app::App;
use crate::ways::prompt::configured::Configured;
pub(super) use wants::Wanted;
use wants::Wants;

/// How long a person waits for what has to be asked for.
const TAB_WAIT: Duration = Duration::from_millis(300);

/// So long a server that did not answer is left alone: while it changes its map, no
/// Tab waits for it.
const AGAIN: Duration = Duration::from_secs(5);

/// The most lines that are remembered as rejected.
const MAX_REJECTED: usize = 10_000;

/// How far one server's names are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// They have not been asked for.
    Unknown,
    /// Those that come with the program are in the list; the server has more, and is
    /// asked once, where somebody wants them.
    Brought,
    /// It did not answer when it was asked, then. It is asked again where somebody
    /// wants them, though not at once.
    Unanswered(Instant),
    /// The same, and those that are known of it from before are in the list.
    Stale(Instant),
    /// They are in the list.
    Here,
    /// It has none.
    None,
}

impl Listed {
    /// Whether it is to be asked.
    fn is_open(self, bidden: bool) -> bool {
        match self {
            Self::Unknown => true,
            Self::Brought => bidden,
            Self::Unanswered(at) | Self::Stale(at) => bidden && at.elapsed() >= AGAIN,
            Self::Here | Self::None => false,
        }
    }
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
    configured: Configured,
    pub(super) cache: Option<Cache>,
}

#[derive(Default)]
struct Known {
    names: NameList,
    /// How many servers have a name.
    counts: HashMap<Box<str>, u16>,
    listed: Vec<Listed>,
    /// What is in the list of those that are stale.
    stale: HashMap<usize, NameList>,
    players: Vec<(usize, Player)>,
    players_asked: Option<Instant>,
    maps: BTreeSet<String>,
    rejected: HashSet<String>,
}

impl Known {
    /// How many servers' names are here.
    fn lists(&self) -> usize {
        let here = |it: &&Listed| matches!(it, Listed::Here | Listed::Brought | Listed::Stale(_));
        self.listed.iter().filter(here).count()
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

impl Union {
    pub(super) fn new(app: &App, members: &[Arc<Member>]) -> Self {
        Self {
            members: members.to_vec(),
            known: RwLock::new(Known {
                listed: vec![Listed::Unknown; members.len()],
                ..Known::default()
            }),
            taking: Mutex::default(),
            wants: Mutex::default(),
            changed: Condvar::new(),
            configured: Configured::new(&app.options.book),
            cache: app.cache(),
        }
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        act(&mut self.known.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes profiles and aliases over for completion.
    pub(super) fn set_config(&self, book: &Book) {
        self.configured.set(book);
    }

    /// The servers whose names are not known, and that could be asked. `bidden` says that
    /// somebody wants them: then those too that may have more than is known.
    pub(super) fn unlisted(&self, bidden: bool) -> Vec<usize> {
        let known = self.known();
        let listed = known.listed.iter().enumerate();
        let open = listed.filter(|(_, listed)| listed.is_open(bidden));
        open.map(|(place, _)| place)
            .filter(|place| {
                let member = self.members.get(*place);
                member.is_some_and(|member| member.standing() == Standing::Answers)
            })
            .collect()
    }

    /// Takes a server's names in; an empty list says that it has none.
    pub(super) fn take(&self, place: usize, list: &NameList) {
        let now = if list.is_empty() {
            Listed::None
        } else {
            Listed::Here
        };
        self.take_as(place, list, now);
    }

    /// Takes in those that come with the program, of a server that has more.
    pub(super) fn take_brought(&self, place: usize, list: &NameList) {
        self.take_as(place, list, Listed::Brought);
    }

    /// Takes in those that are known from before, of a server that did not answer.
    pub(super) fn take_stale(&self, place: usize, list: NameList) {
        self.take_as(place, &list, Listed::Stale(Instant::now()));
        self.change(|known| known.stale.insert(place, list));
    }

    /// It did not answer, and nothing is known of it from before.
    pub(super) fn has_not_answered(&self, place: usize) {
        self.take_as(
            place,
            &NameList::default(),
            Listed::Unanswered(Instant::now()),
        );
    }

    fn take_as(&self, place: usize, list: &NameList, now: Listed) {
        let _one_at_a_time = self.taking.lock();
        // Those are counted already.
        let was = self.known().listed.get(place).copied();
        let counted = match was {
            Some(Listed::Brought) => {
                let member = self.members.get(place);
                member.and_then(|member| builtin::list(member.game()))
            }
            Some(Listed::Stale(_)) => self.change(|known| known.stale.remove(&place)),
            _ => None,
        };
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
            let new = |name: &str| {
                counted
                    .as_ref()
                    .is_none_or(|counted| counted.get(name).is_none())
            };
            for name in list.iter().filter(|it| new(it.name())) {
                match known.counts.get_mut(name.name()) {
                    Some(count) => *count = count.saturating_add(1),
                    None => {
                        known.counts.insert(name.name().into(), 1);
                    }
                }
            }
            if let Some(listed) = known.listed.get_mut(place) {
                *listed = now;
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

    /// The game that the servers have in common, as far as it is known.
    fn game(&self) -> Game {
        let mut games = self.members.iter().map(|member| member.game());
        let known = |game: &Game| !matches!(game, Game::Auto | Game::Generic);
        games.find(known).unwrap_or(Game::Auto)
    }
}
