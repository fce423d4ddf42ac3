//! What goes on while a person types: something arrives unasked, or the
//! server's names are fetched.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rcon_proto::console_text::players;
use rcon_proto::convar::{ConsoleKind, HelpPage, maps};
use rcon_proto::{Client, Game, NameSource};

use super::asides::Asides;
use super::directory::{Directory, Wanted};
use super::fetching::{Fetched, Learns, ask, fetch_names};
use super::lines::Above;
use crate::server::link::Link;
use crate::system::helper::start;
use crate::system::patience::SLICE;

/// How often the watcher looks whether the shell is over.
const WATCH: Duration = Duration::from_millis(500);

/// The threads behind the prompt. Ends them when dropped.
pub(super) struct Background {
    directory: Arc<Directory>,
    over: Arc<AtomicBool>,
}

impl Background {
    pub(super) fn start(link: &Link, directory: &Arc<Directory>, above: Above) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let watcher = Watcher {
            link: link.clone(),
            directory: Arc::clone(directory),
            over: Arc::clone(&over),
            above: above.clone(),
        };
        let fetcher = Fetcher {
            link: link.clone(),
            directory: Arc::clone(directory),
            over: Arc::clone(&over),
            above,
        };
        start("watcher", move || watcher.run());
        start("names", move || fetcher.run());
        Self {
            directory: Arc::clone(directory),
            over,
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        self.directory.end();
    }
}

/// Shows what arrives while nobody waits for anything.
struct Watcher {
    link: Link,
    directory: Arc<Directory>,
    over: Arc<AtomicBool>,
    above: Above,
}

impl Watcher {
    fn run(self) {
        // The connection whose end was told.
        let mut told = None;
        while !self.over.load(Ordering::SeqCst) {
            let generation = self.link.generation();
            let Some(watch) = self.link.watch(WATCH) else {
                // No connection that could be watched: not too often.
                thread::sleep(WATCH / 10);
                continue;
            };
            if !watch.wait(WATCH) {
                continue;
            }
            // What closes because the shell does is no news: the demo's server.
            if self.over.load(Ordering::SeqCst) {
                return;
            }
            if !self.directory.is_at_prompt() {
                // What a command of the person's does to the connection, that
                // command tells: a server that it stops is not a loss.
                thread::sleep(SLICE);
                continue;
            }
            let looked = self.link.try_with(|client| {
                let mut asides = Asides::ignoring("cvarlist", self.link.encoding());
                let open = look(client, &mut asides);
                (open, asides.take())
            });
            let (open, asides) = looked.unzip();
            for aside in asides.unwrap_or_default() {
                self.above.aside(&aside);
            }
            match open {
                Some(false) if told != Some(generation) => {
                    told = Some(generation);
                    tell_of_the_end(&self.above, &self.link);
                }
                // The client came back: its next end is told as well.
                Some(true) => told = None,
                // Somebody else uses it, and reads what there is.
                None => thread::sleep(SLICE),
                _ => {}
            }
        }
    }
}

/// Says that the connection has ended, and whether that is news.
fn tell_of_the_end(above: &Above, link: &Link) {
    above.print(if link.is_stopping() {
        "The server has closed the connection, as it was told to. The next command reconnects."
    } else {
        "Lost connection to server. The next command reconnects."
    });
}

/// Reads what is there. Whether the connection is still open.
pub(crate) fn look(client: &mut Client, asides: &mut Asides) -> bool {
    let Some(connection) = client.connection() else {
        return true;
    };
    let open = connection.poll_idle(asides);
    if !open {
        client.close();
    }
    open
}

/// Asks the server for its names, maps and players.
struct Fetcher {
    link: Link,
    directory: Arc<Directory>,
    over: Arc<AtomicBool>,
    above: Above,
}

impl Fetcher {
    fn run(self) {
        while let Some(wanted) = self.directory.next_wanted() {
            match wanted {
                Wanted::Names(source) => {
                    self.directory.set_fetching(true);
                    self.names(source);
                    self.directory.set_fetching(false);
                }
                Wanted::Maps => {
                    if let Some(reply) = self.ask("maps *") {
                        self.directory.set_maps(&reply.server, maps(&reply.bytes));
                    }
                }
                Wanted::Players => {
                    if let Some(reply) = self.ask(self.directory.players_command()) {
                        let text = String::from_utf8_lossy(&reply.bytes);
                        let on = players(self.directory.game(), &text).unwrap_or_default();
                        let found = on.listed.into_iter().filter(|it| it.left.is_none());
                        let found = found.collect();
                        self.directory.set_players(&reply.server, found);
                    }
                }
                Wanted::Usage(command) => {
                    if let Some(reply) = self.ask(&format!("help {command}")) {
                        let usages = usages(&reply.bytes);
                        self.directory.set_usages(&reply.server, command, usages);
                    }
                }
            }
            self.directory.done();
        }
    }

    fn names(&self, source: NameSource) {
        if let Some((server, names)) = fetch_names(&self.link, source, self) {
            self.directory.set_names(&server, names);
        }
    }

    fn ask(&self, command: &str) -> Option<Fetched> {
        ask(&self.link, command, self)
    }
}

impl Learns for Fetcher {
    fn shown(&self, kind: ConsoleKind) {
        self.directory.shown(kind);
    }

    fn shown_game(&self, game: Game) {
        self.directory.shown_game(game);
    }

    fn aside(&self, aside: &super::asides::Aside) {
        self.above.aside(aside);
    }

    fn lost(&self) {
        if !self.over.load(Ordering::SeqCst) {
            tell_of_the_end(&self.above, &self.link);
        }
    }
}

/// How a command is used, from what `help NAME` answers: one line a form in
/// vanilla, without newlines; Bukkit's page; `Usage: …` in 1.12 and before.
fn usages(reply: &[u8]) -> Vec<String> {
    let reply = reply.trim_ascii();
    let reply = reply.strip_prefix(b"Usage: ").unwrap_or(reply);
    let entries = HelpPage::parse(reply).entries.into_iter();
    let usages = entries.map(|entry| entry.usage);
    usages
        .filter(|usage| !usage.is_empty())
        .take(MAX_FORMS)
        .collect()
}

/// The most forms of one command that are kept.
const MAX_FORMS: usize = 100;
