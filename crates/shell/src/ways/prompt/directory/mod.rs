//! What is known about the present server's names, maps and players: asked by
//! the editor at every key, filled by the background.

mod filling;
mod identity;
mod knowledge;
mod known;
mod queue;

use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use rcon_proto::NameSource;
use rcon_proto::convar::Query;

use crate::request::options::Destination;
use crate::request::target::{Book, Place};
use crate::server::names::NameList;
use crate::server::names::cache::{Cache, Head, key_of};
use crate::typing::editor::NamesState;
use crate::ways::app::App;
use crate::ways::prompt::configured::Configured;

use known::Known;
pub(super) use queue::Wanted;
use queue::{Queue, asked_of_server};

/// How long a person waits for what has to be asked for.
const TAB_WAIT: Duration = Duration::from_millis(300);

/// The most lines that are remembered as rejected.
const MAX_REJECTED: usize = 10_000;

/// See the [module](self).
pub(crate) struct Directory {
    /// Held for short: every key press looks in here.
    known: RwLock<Known>,
    queue: Queue,
    cache: Option<Cache>,
    /// What is kept of the first server, while it is being read.
    early: Mutex<Option<(Place, Kept)>>,
    configured: Configured,
}

/// What is kept of a server.
struct Kept {
    head: Head,
    /// Its names, which a thread reads.
    names: Coming,
}

/// Names that are being read; nothing if they are not whole.
type Coming = JoinHandle<Option<NameList>>;

impl Directory {
    pub(super) fn new(app: &App) -> Self {
        // The demo's port is another one each time: nobody would come back to
        // its names.
        let lasts = app.options.destination != Destination::Demo;
        let folders = app.folders.as_ref().filter(|_| lasts);
        Self {
            known: RwLock::default(),
            queue: Queue::default(),
            cache: folders.map(|folders| Cache::at(&folders.cache)),
            early: Mutex::default(),
            configured: Configured::new(&app.options.book),
        }
    }

    /// Takes profiles and aliases over for completion.
    pub(crate) fn set_servers(&self, book: &Book) {
        self.configured.set(book);
    }

    /// What is known, with the names: those that are just being read are waited
    /// for.
    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.settle();
        self.known_so_far()
    }

    /// The same for whoever looks at no names.
    fn known_so_far(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, act: impl FnOnce(&mut Known) -> T) -> T {
        self.settle();
        act(&mut self.to_change())
    }

    fn to_change(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the names that are being read. The first prompt does not: they
    /// are megabytes, and are there before anybody has typed.
    fn settle(&self) {
        if self.known_so_far().coming.is_none() {
            return;
        }
        let mut known = self.to_change();
        let Some(coming) = known.coming.take() else {
            return;
        };
        if let Some(names) = coming.join().ok().flatten() {
            known.names = names;
            return;
        }
        // The file was cut off: as if there had been none.
        known.fetched = None;
        known.state = NamesState::Unknown;
        drop(known);
        self.use_builtin();
        self.queue.set_when_idle(self.may_ask());
    }

    /// There will be this server: what is kept of it is read while the
    /// history is, and while the connection is made.
    pub(super) fn expect(&self, server: &Place) {
        if let Some(kept) = self.begin(server) {
            *self.early.lock().unwrap_or_else(PoisonError::into_inner) =
                Some((server.clone(), kept));
        }
    }

    /// Begins to read what is kept of this server.
    fn begin(&self, server: &Place) -> Option<Kept> {
        let begun = self.cache.as_ref()?.begin(&key_of(server))?;
        let head = begun.head().clone();
        let reading = thread::Builder::new().name("names".to_owned());
        let names = reading.spawn(move || begun.names()).ok()?;
        Some(Kept { head, names })
    }

    /// What is kept of this server.
    fn kept(&self, server: &Place) -> Option<Kept> {
        let early = self
            .early
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match early {
            Some((expected, kept)) if expected == *server => Some(kept),
            _ => self.begin(server),
        }
    }

    pub(crate) fn disconnected(&self) {
        self.change(|known| *known = Known::default());
        self.queue.clear();
    }

    /// A person is at the prompt, or is not.
    pub(super) fn at_prompt(&self, there: bool) {
        self.queue.set_at_prompt(there);
    }

    pub(super) fn is_at_prompt(&self) -> bool {
        self.queue.is_at_prompt()
    }

    /// Does something unless the person has left the prompt, who then leaves it
    /// only after that. Whether it was done.
    pub(super) fn while_at_prompt(&self, act: impl FnOnce()) -> bool {
        self.queue.while_at_prompt(act)
    }

    /// What to ask for where a person wants names: a server of which nothing
    /// is known has the most common list, if any.
    fn names_wanted(&self) -> Option<Wanted> {
        match self.source()? {
            NameSource::Unknown => Some(Wanted::Names(NameSource::Cvarlist)),
            NameSource::Find => Some(Wanted::Names(NameSource::Find)),
            source => asked_of_server(source),
        }
    }

    /// Whether the names at hand are those that come with the program, and the server
    /// has more, which is asked once.
    fn may_have_more(&self) -> bool {
        let known = self.known();
        let found = known.game.name_source() == NameSource::Find;
        found && known.server.is_some() && known.fetched.is_none() && !known.asked
    }

    /// Whether something is being asked for.
    pub(crate) fn is_asking(&self) -> bool {
        self.queue.is_busy()
    }

    /// Names are to be asked for again, and with them all that was asked for
    /// earlier. Whether this server has any that could be asked for.
    pub(crate) fn refresh(&self) -> bool {
        let server = self.change(|known| {
            known.maps.clear();
            known.usages.clear();
            known.players_asked = None;
            known.server.clone()
        });
        if let (Some(cache), Some(server)) = (&self.cache, server) {
            cache.forget_usages(&key_of(&server));
        }
        let wanted = self.names_wanted();
        let asks = wanted.is_some();
        if let Some(wanted) = wanted {
            self.queue.push(wanted);
        }
        asks
    }

    /// The shell is over.
    pub(super) fn end(&self) {
        self.queue.end();
    }

    /// Waits for something to ask the server for; `None` at the end.
    pub(super) fn next_wanted(&self) -> Option<Wanted> {
        self.queue.next(|| self.source().and_then(asked_of_server))
    }

    /// What was asked for is here, or will not be.
    pub(super) fn done(&self) {
        self.queue.done();
    }

    /// How many names are known, and when they were asked for: never, where they
    /// came with the program.
    pub(crate) fn names_known(&self) -> (usize, Option<SystemTime>) {
        let known = self.known();
        (known.names.len(), known.fetched)
    }

    /// The server would not do what this line says.
    pub(super) fn rejects(&self, line: &str) {
        self.change(|known| {
            if known.rejected.len() < MAX_REJECTED {
                known.rejected.insert(line.trim().to_owned());
            }
        });
    }

    /// Whether this is the first line of the session that goes to the chat.
    pub(super) fn is_first_chat(&self) -> bool {
        self.change(|known| !std::mem::replace(&mut known.chat_told, true))
    }

    /// How the users' own console asks for players.
    pub(super) fn players_command(&self) -> &'static str {
        let words = self.known().game.facts().words;
        words.players.unwrap_or("status")
    }

    pub(super) fn learn(&self, query: Query) {
        self.change(|known| known.names.learn(query));
    }

    /// The name that was meant, as far as names are known. Those that are
    /// just coming are waited for, for a moment.
    pub(super) fn suggest(&self, unknown: &str) -> Option<String> {
        self.queue.wait_until_quiet(TAB_WAIT);
        self.known().names.suggest(unknown).map(str::to_owned)
    }

    /// Looks at the names that are known.
    pub(crate) fn with_names<T>(&self, look: impl FnOnce(&NameList) -> T) -> T {
        look(&self.known().names)
    }
}
