//! Asks the servers for their names, players and maps, some of them at a time.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;

use rcon_proto::console_text::{Player, players};
use rcon_proto::convar::{ConsoleKind, maps};
use rcon_proto::{Game, NameSource, Shape};

use super::member::{Member, Standing};
use super::showing::lost;
use super::union::{Union, Wanted};
use crate::order;
use crate::server::names::cache::{Cached, key_of};
use crate::server::names::{NameList, builtin};
use crate::ways::prompt::asides::Aside;
use crate::ways::prompt::fetching::{Learns, ask, fetch_names};
use crate::ways::prompt::lines::Above;

/// So many servers are asked at a time: nobody waits for it.
const AT_A_TIME: usize = 8;

/// See the [module](self).
pub(super) struct Fetcher {
    members: Vec<Arc<Member>>,
    union: Arc<Union>,
    above: Above,
}

/// What an answer shows of its server.
struct Learning<'a> {
    member: &'a Member,
    above: &'a Above,
}

impl Learns for Learning<'_> {
    fn shown(&self, kind: ConsoleKind) {
        if let Some(game) = self.member.game_of(kind) {
            self.member.shows(game);
        }
    }

    fn shown_game(&self, game: Game) {
        self.member.shows(game);
    }

    fn aside(&self, aside: &Aside) {
        self.member.show_aside(self.above, aside);
    }

    fn lost(&self) {
        self.member.set_standing(Standing::Away);
        self.above.print(&lost(&[&self.member.name]));
    }
}

impl Fetcher {
    pub(super) fn new(members: &[Arc<Member>], union: &Arc<Union>, above: &Above) -> Self {
        Self {
            members: members.to_vec(),
            union: Arc::clone(union),
            above: above.clone(),
        }
    }

    fn learning<'a>(&'a self, member: &'a Member) -> Learning<'a> {
        Learning {
            member,
            above: &self.above,
        }
    }

    pub(super) fn run(self) {
        while let Some(wanted) = self.union.next_wanted() {
            match wanted {
                Wanted::Names { bidden, kept } => {
                    let places = self.union.unlisted(bidden);
                    self.each(&places, |place, member| {
                        self.names(place, member, (bidden, kept));
                    });
                }
                Wanted::Players => self.players(),
                Wanted::Maps => self.maps(),
            }
        }
    }

    /// Does something with each of these servers, some at a time.
    fn each(&self, places: &[usize], act: impl Fn(usize, &Member) + Sync) {
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(place) = places.get(next.fetch_add(1, Ordering::SeqCst)) {
                if let Some(member) = self.members.get(*place) {
                    act(*place, member);
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..AT_A_TIME.min(places.len()) {
                // One thread less is slower, and nothing else.
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
    }

    /// What is kept of a server, else what it says itself, else what the program
    /// brings along.
    fn names(&self, place: usize, member: &Member, (bidden, kept_will_do): (bool, bool)) {
        let server = key_of(&member.target.place());
        let kept = self.union.cache.as_ref().and_then(|it| it.load(&server));
        let kept_game = kept.as_ref().and_then(|kept| kept.game.as_deref());
        if let Some(game) = kept_game.and_then(|name| name.parse::<Game>().ok()) {
            member.shows(game);
        }
        let kept = kept.filter(|kept| !kept.names.is_empty());
        let will_do = |kept: &&Cached| kept_will_do && !kept.is_stale(SystemTime::now());
        if let Some(kept) = kept.as_ref().filter(will_do) {
            self.union.take(place, &kept.names);
            return;
        }
        let source = match (member.game().name_source(), member.seen().shape) {
            (NameSource::Unknown, Some(Shape::Source)) => NameSource::Cvarlist,
            (NameSource::Unknown, _) if bidden => NameSource::Cvarlist,
            (source, _) => source,
        };
        let fetched = match source {
            NameSource::Find if !bidden => None,
            NameSource::Cvarlist | NameSource::Help | NameSource::Find => {
                fetch_names(&member.link, source, &self.learning(member))
            }
            _ => None,
        };
        // Rust's own list is none, too, where there is no answer.
        let asked = matches!(source, NameSource::Cvarlist | NameSource::Help);
        let unanswered = asked && fetched.is_none();
        if let Some((server, names)) = fetched {
            self.keep(&key_of(&server), member, &names);
            if !names.is_empty() {
                self.union.take(place, &names);
                return;
            }
        }
        let brought = || builtin::list(member.game());
        match kept.map(|kept| kept.names).or_else(brought) {
            // The server has more, which is not asked for unbidden.
            Some(names) if source == NameSource::Find && !bidden => {
                self.union.take_brought(place, &names);
            }
            Some(names) if unanswered => self.union.take_stale(place, names),
            Some(names) => self.union.take(place, &names),
            // Where nothing was asked, or the connection ended, it may be yet.
            None if source == NameSource::Unknown => {}
            None if member.standing() != Standing::Answers => {}
            // It may be busy, or whoever typed a line went first.
            None if unanswered => self.union.has_not_answered(place),
            None => self.union.take(place, &NameList::default()),
        }
    }

    fn keep(&self, server: &str, member: &Member, names: &NameList) {
        let Some(cache) = self.union.cache.as_ref().filter(|_| !names.is_empty()) else {
            return;
        };
        let game = member.game();
        let cached = Cached {
            game: (game != Game::Auto).then(|| game.name().to_owned()),
            fetched: SystemTime::now(),
            names: names.clone(),
        };
        if let Err(error) = cache.save(server, &cached) {
            log::info!("the names are not kept on disk: {error}");
        }
    }

    /// The places of those that can be asked.
    fn there(&self) -> Vec<usize> {
        let members = self.members.iter().enumerate();
        let there = members.filter(|(_, member)| member.standing() == Standing::Answers);
        there.map(|(place, _)| place).collect()
    }

    fn players(&self) {
        let found: Mutex<Vec<(usize, Player)>> = Mutex::default();
        self.each(&self.there(), |place, member| {
            let game = member.game();
            let Some(question) = question(game, member.seen().shape) else {
                return;
            };
            if let Some(reply) = ask(&member.link, question, &self.learning(member)) {
                let text = String::from_utf8_lossy(&reply.bytes);
                let on = players(game, &text).unwrap_or_default();
                let on = on.listed.into_iter().filter(|it| it.left.is_none());
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                found.extend(on.map(|player| (place, player)));
            }
        });
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        order::sort(&mut found, |one, other| one.0.cmp(&other.0));
        self.union.set_players(found);
    }

    /// Of the first server that has some.
    fn maps(&self) {
        let mut found = BTreeSet::new();
        for place in self.there() {
            let Some(member) = self.members.get(place) else {
                continue;
            };
            if member.game().name_source() == NameSource::Cvarlist
                || member.seen().shape == Some(Shape::Source)
            {
                let reply = ask(&member.link, "maps *", &self.learning(member));
                found = reply.map(|reply| maps(&reply.bytes)).unwrap_or_default();
            }
            if !found.is_empty() {
                break;
            }
        }
        self.union.set_maps(found);
    }
}

/// How a server is asked who is on: on one of which nothing is known the
/// question could end up in a chat.
fn question(game: Game, shape: Option<Shape>) -> Option<&'static str> {
    let source = (shape == Some(Shape::Source)).then_some("status");
    game.facts().words.players.or(source)
}
