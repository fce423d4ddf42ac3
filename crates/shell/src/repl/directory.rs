//! What is known about the present server's names, maps and players: asked by
//! the editor at every key, filled by the background.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant, SystemTime};

use rcon_proto::convar::{Hint, Query};
use rcon_proto::{Address, Game, NameSource, Shape};

use crate::app::App;
use crate::editor::{Candidate, Knowledge, LocalCommand, Matches, NameInfo, NamesState};
use crate::local;
use crate::names::cache::{Cache, Cached};
use crate::names::{self, Kind, NameList, ValueSource, builtin};

/// How long the prompt is left alone before names are asked for unbidden.
const IDLE: Duration = Duration::from_millis(250);

/// How long players are believed to stay.
const PLAYERS_AGE: Duration = Duration::from_secs(20);

/// How long Tab waits for values that have to be asked for.
const VALUES_WAIT: Duration = Duration::from_millis(300);

/// Something to ask the server for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Names(NameSource),
    Maps,
    Players,
}

/// See the [module](self).
pub(crate) struct Directory {
    /// Held for short: every key press looks in here.
    known: RwLock<Known>,
    requests: Mutex<Requests>,
    changed: Condvar,
    cache: Option<Cache>,
    servers: RwLock<Vec<Candidate>>,
}

struct Known {
    server: Option<Address>,
    game: Game,
    shape: Option<Shape>,
    state: NamesState,
    names: NameList,
    maps: BTreeSet<String>,
    players: Vec<(String, Option<u32>)>,
    players_asked: Option<Instant>,
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

#[derive(Debug, Default)]
struct Requests {
    /// Since when the prompt is there.
    at_prompt: Option<Instant>,
    /// Names are wanted, unbidden, as soon as the prompt is idle.
    names_when_idle: bool,
    /// Somebody waits for these.
    now: Vec<Wanted>,
    /// What is being asked for.
    under_way: bool,
    over: bool,
}

impl Directory {
    pub(super) fn new(app: &App) -> Self {
        let directory = Self {
            known: RwLock::default(),
            requests: Mutex::default(),
            changed: Condvar::new(),
            cache: app
                .folders
                .as_ref()
                .map(|folders| Cache::at(&folders.cache)),
            servers: RwLock::default(),
        };
        directory.set_servers(&app.options.book);
        directory
    }

    /// Takes profiles and groups over for completion.
    pub(crate) fn set_servers(&self, book: &crate::target::Book) {
        let config = book.config();
        let profiles = config.profiles.iter();
        let profiles = profiles.map(|p| Candidate::new(&p.name, p.address.to_string()));
        let groups = config.groups.iter();
        let groups = groups.map(|g| Candidate::new(format!("@{}", g.name), g.members.join(", ")));
        let candidates = profiles.chain(groups).collect();
        *self.servers.write().unwrap_or_else(PoisonError::into_inner) = candidates;
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        act(&mut known)
    }

    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// There is a server: what is known of it from earlier is used at once.
    pub(super) fn connected(&self, server: &Address, game: Game, shape: Option<Shape>) {
        let same = self.known().server.as_ref() == Some(server);
        if same && self.known().state == NamesState::Ready {
            return;
        }
        let cached = self
            .cache
            .as_ref()
            .and_then(|c| c.load(&server.to_string()));
        let remembered = cached
            .as_ref()
            .and_then(|c| c.game.as_deref()?.parse().ok());
        let game = if game == Game::Auto {
            remembered.unwrap_or(game)
        } else {
            game
        };
        let stale = cached
            .as_ref()
            .is_none_or(|c| c.is_stale(SystemTime::now()));
        self.change(|known| {
            *known = Known {
                server: Some(server.clone()),
                game,
                shape,
                ..Known::default()
            };
            known.state = match cached {
                Some(cached) if cached.names.is_empty() && !stale => NamesState::None,
                Some(cached) if !cached.names.is_empty() => {
                    known.names = cached.names;
                    NamesState::Ready
                }
                _ => NamesState::Unknown,
            };
        });
        self.use_builtin();
        let unbidden =
            stale && matches!(self.source(), Some(NameSource::Cvarlist | NameSource::Help));
        self.requests().names_when_idle = unbidden;
        self.changed.notify_all();
    }

    /// A list that comes with the program, where nothing better is known.
    fn use_builtin(&self) {
        self.change(|known| {
            if known.state == NamesState::Unknown && known.game.name_source() == NameSource::BuiltIn
            {
                match builtin::list(known.game.name()) {
                    Some(list) => {
                        known.names = list;
                        known.state = NamesState::Ready;
                    }
                    None => known.state = NamesState::None,
                }
            }
            if known.game.name_source() == NameSource::None {
                known.state = NamesState::None;
            }
        });
    }

    pub(super) fn disconnected(&self) {
        self.change(|known| *known = Known::default());
        let mut requests = self.requests();
        requests.now.clear();
        requests.names_when_idle = false;
    }

    /// What a reply has shown about the server.
    pub(super) fn shown(&self, hint: Hint) {
        let game = match hint {
            Hint::Cs2 => Game::Cs2,
            Hint::Minecraft => Game::Minecraft,
            Hint::Ark => Game::Ark,
            // What logs in as one needs no second proof, and what does not
            // has CS2's console.
            _ if self.known().shape == Some(Shape::Source) => return,
            _ => Game::Cs2,
        };
        let news = self.change(|known| {
            let news = known.game == Game::Auto && known.server.is_some();
            if news {
                known.game = game;
            }
            news
        });
        if news {
            self.use_builtin();
            if self.known().state == NamesState::Unknown && self.source().is_some() {
                self.requests().names_when_idle = true;
                self.changed.notify_all();
            }
        }
    }

    /// Where the names are to be had without asking the user, or at all.
    fn source(&self) -> Option<NameSource> {
        let known = self.known();
        known.server.as_ref()?;
        match (known.game.name_source(), known.shape) {
            (NameSource::Unknown, Some(Shape::Source)) => Some(NameSource::Cvarlist),
            (source, _) => Some(source),
        }
    }

    pub(super) fn may_be_minecraft(&self) -> bool {
        let known = self.known();
        match known.game {
            Game::Minecraft => true,
            Game::Auto => known.shape != Some(Shape::Source),
            _ => false,
        }
    }

    /// A person is at the prompt, or is not.
    pub(super) fn at_prompt(&self, there: bool) {
        self.requests().at_prompt = there.then(Instant::now);
        self.changed.notify_all();
    }

    /// Names are to be asked for again.
    pub(super) fn refresh(&self) {
        let source = match self.source() {
            Some(NameSource::Unknown) => NameSource::Cvarlist,
            Some(source @ (NameSource::Cvarlist | NameSource::Help)) => source,
            _ => return,
        };
        self.requests().now.push(Wanted::Names(source));
        self.changed.notify_all();
    }

    /// The shell is over.
    pub(super) fn end(&self) {
        self.requests().over = true;
        self.changed.notify_all();
    }

    /// Waits for something to ask the server for; `None` at the end.
    pub(super) fn next_wanted(&self) -> Option<Wanted> {
        let mut requests = self.requests();
        loop {
            if requests.over {
                return None;
            }
            if !requests.now.is_empty() {
                requests.under_way = true;
                return Some(requests.now.remove(0));
            }
            let idle = requests.at_prompt.map(|since| since.elapsed());
            let wait = match idle {
                Some(idle) if requests.names_when_idle && idle >= IDLE => {
                    requests.names_when_idle = false;
                    drop(requests);
                    let source = self.source();
                    requests = self.requests();
                    if let Some(source @ (NameSource::Cvarlist | NameSource::Help)) = source {
                        requests.under_way = true;
                        return Some(Wanted::Names(source));
                    }
                    continue;
                }
                Some(idle) if requests.names_when_idle => IDLE.saturating_sub(idle),
                _ => Duration::from_secs(3600),
            };
            let waited = self.changed.wait_timeout(requests, wait);
            requests = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What was asked for is here, or will not be.
    pub(super) fn done(&self) {
        self.requests().under_way = false;
        self.changed.notify_all();
    }

    /// Names have come; an empty list says that the server has none.
    pub(super) fn set_names(&self, server: &Address, names: NameList) {
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
            Some(Cached {
                game: (known.game != Game::Auto).then(|| known.game.name().to_owned()),
                fetched: SystemTime::now(),
                names: known.names.clone(),
            })
        });
        if let (Some(cached), Some(cache)) = (cached, &self.cache)
            && let Err(error) = cache.save(&server.to_string(), &cached)
        {
            log::info!("the names are not kept on disk: {error}");
        }
    }

    pub(super) fn set_fetching(&self, fetching: bool) {
        self.change(|known| {
            known.state = match known.state {
                NamesState::Unknown if fetching => NamesState::Fetching,
                NamesState::Fetching if !fetching => NamesState::Unknown,
                state => state,
            };
        });
    }

    pub(super) fn set_maps(&self, maps: BTreeSet<String>) {
        self.change(|known| known.maps = maps);
    }

    pub(super) fn set_players(&self, players: Vec<(String, Option<u32>)>) {
        self.change(|known| {
            known.players = players;
            known.players_asked = Some(Instant::now());
        });
    }

    /// How the users' own console asks for players.
    pub(super) fn players_command(&self) -> &'static str {
        if self.known().game == Game::Minecraft {
            "list"
        } else {
            "status"
        }
    }

    pub(super) fn learn(&self, query: Query) {
        self.change(|known| known.names.learn(query));
    }

    /// The name that was meant, as far as names are known. Those that are
    /// just coming are waited for, for a moment.
    pub(super) fn suggest(&self, unknown: &str) -> Option<String> {
        let under_way = |requests: &mut Requests| requests.under_way && !requests.over;
        let requests = self.requests();
        drop(
            self.changed
                .wait_timeout_while(requests, VALUES_WAIT, under_way),
        );
        self.known().names.suggest(unknown).map(str::to_owned)
    }

    /// Looks at the names that are known.
    pub(crate) fn with_names<T>(&self, look: impl FnOnce(&NameList) -> T) -> T {
        look(&self.known().names)
    }

    /// Whether maps and players can be asked for: on other servers the
    /// command could end up in a chat.
    fn may_ask(&self) -> bool {
        matches!(self.source(), Some(NameSource::Cvarlist | NameSource::Help))
    }

    /// Asks for something and waits for it, but for no longer than this.
    fn ask(&self, wanted: Wanted, wait: Duration) {
        let mut requests = self.requests();
        if !requests.now.contains(&wanted) {
            requests.now.push(wanted);
        }
        self.changed.notify_all();
        let busy = |requests: &mut Requests| {
            !requests.over && (requests.under_way || !requests.now.is_empty())
        };
        // What is not here by then is there at the next Tab.
        drop(self.changed.wait_timeout_while(requests, wait, busy));
    }

    fn maps(&self) -> Vec<Candidate> {
        if self.known().maps.is_empty() && self.may_ask() {
            self.ask(Wanted::Maps, VALUES_WAIT);
        }
        let known = self.known();
        known
            .maps
            .iter()
            .map(|map| Candidate::new(map, ""))
            .collect()
    }

    fn players(&self, by_id: bool) -> Vec<Candidate> {
        let fresh = self
            .known()
            .players_asked
            .is_some_and(|asked| asked.elapsed() < PLAYERS_AGE);
        if !fresh && self.may_ask() {
            self.ask(Wanted::Players, VALUES_WAIT);
        }
        let known = self.known();
        let players = known.players.iter();
        players
            .filter_map(|(name, id)| match (by_id, id) {
                (true, Some(id)) => Some(Candidate::new(id.to_string(), name)),
                (true, None) => None,
                (false, _) => Some(Candidate::new(name, "")),
            })
            .collect()
    }
}

impl Knowledge for Directory {
    fn local_commands(&self) -> &[LocalCommand] {
        &local::help::COMMANDS
    }

    fn names_matching(&self, prefix: &str, limit: usize) -> Matches {
        let known = self.known();
        let found = known.names.complete(prefix, limit);
        let total = known.names.matching(prefix).len().max(found.len());
        let candidates = found.iter().map(|name| {
            let help = name.description();
            let help = if help.is_empty() { name.usage() } else { help };
            Candidate::new(name.name(), help)
        });
        Matches {
            candidates: candidates.collect(),
            total,
        }
    }

    fn lookup(&self, name: &str) -> Option<NameInfo> {
        let known = self.known();
        let found = known.names.get(name);
        let stops_server = names::stops_server(known.game.name(), name);
        if found.is_none() && stops_server && known.server.is_some() {
            return Some(NameInfo {
                stops_server,
                is_command: true,
                ..NameInfo::default()
            });
        }
        found.map(|found| {
            let help = found.description();
            let help = if help.is_empty() { found.usage() } else { help };
            NameInfo {
                help: help.into_owned(),
                cheat: found.is_cheat(),
                stops_server,
                is_command: found.kind() == Kind::Command,
            }
        })
    }

    fn values_for(&self, words: &[&str]) -> Vec<Candidate> {
        let Some(command) = words.first() else {
            return Vec::new();
        };
        let source = names::values_for(command, &self.known().names);
        match source {
            ValueSource::Words(words) => words.iter().map(|w| Candidate::new(*w, "")).collect(),
            ValueSource::Maps => self.maps(),
            ValueSource::Players => self.players(false),
            ValueSource::PlayerIds => self.players(true),
            ValueSource::Names => self.names_matching("", 1000).candidates,
            ValueSource::Unknown => Vec::new(),
        }
    }

    fn servers(&self) -> Vec<Candidate> {
        self.servers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn ready(&self) -> NamesState {
        self.known().state
    }

    fn want_names(&self, wait: Duration) -> NamesState {
        if matches!(self.ready(), NamesState::Unknown) {
            let source = match self.source() {
                Some(NameSource::Help) => Some(NameSource::Help),
                Some(NameSource::Cvarlist | NameSource::Unknown) => Some(NameSource::Cvarlist),
                _ => None,
            };
            if let Some(source) = source {
                self.requests().names_when_idle = false;
                self.ask(Wanted::Names(source), wait);
            }
        } else {
            let requests = self.requests();
            let busy = |requests: &mut Requests| !requests.over && requests.under_way;
            drop(self.changed.wait_timeout_while(requests, wait, busy));
        }
        self.ready()
    }
}
