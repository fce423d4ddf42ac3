//! What the server is: as named, as kept from an earlier session, or as its
//! replies show.

use std::time::{Duration, Instant, SystemTime};

use rcon_proto::convar::ConsoleKind;
use rcon_proto::{Cancel, Game, NameSource, Shape};

use super::{Directory, Known};
use crate::error::Result;
use crate::request::target::Place;
use crate::server::names::builtin;
use crate::server::names::cache::key_of;
use crate::system::patience::SLICE;
use crate::typing::editor::NamesState;

/// How long it may take to find out what a server is.
const FIND_OUT: Duration = Duration::from_secs(4);

impl Directory {
    /// There is a server: what is known of it from earlier is used at once.
    pub(in crate::ways::prompt) fn connected(
        &self,
        server: &Place,
        game: Game,
        shape: Option<Shape>,
    ) {
        let same = self.known_so_far().server.as_ref() == Some(server);
        if same && self.known().state == NamesState::Ready {
            return;
        }
        let kept = self.kept(server);
        let head = kept.as_ref().map(|kept| &kept.head);
        let remembered = head.and_then(|head| head.game.as_deref()?.parse().ok());
        let named = game != Game::Auto;
        let game = if named {
            game
        } else {
            remembered.unwrap_or(game)
        };
        let now = SystemTime::now();
        let stale = head.is_none_or(|head| head.count == 0 || head.is_stale(now));
        let cache = self.cache.as_ref();
        let usages = cache.map(|cache| cache.load_usages(&key_of(server)));
        let mut known = Known {
            server: Some(server.clone()),
            game,
            shape,
            usages: usages.unwrap_or_default(),
            game_by: "learned in an earlier session",
            ..Known::default()
        };
        known.state = match kept {
            // The names of another game are not this one's.
            Some(kept) if kept.head.count > 0 && (!named || remembered == Some(game)) => {
                known.coming = Some(kept.names);
                known.fetched = Some(kept.head.fetched);
                NamesState::Ready
            }
            // That there are none is not believed for longer than a session.
            _ => NamesState::Unknown,
        };
        *self.to_change() = known;
        self.use_builtin();
        if named && remembered != Some(game) {
            self.keep_game();
        }
        self.queue.set_when_idle(stale && self.may_ask());
    }

    /// A list that comes with the program, where nothing better is known.
    pub(super) fn use_builtin(&self) {
        // There are names of its own, which are not waited for.
        let known = self.known_so_far();
        if known.coming.is_some() && known.game.name_source() != NameSource::None {
            return;
        }
        drop(known);
        self.change(|known| {
            let source = known.game.name_source();
            if known.state == NamesState::Unknown
                && matches!(source, NameSource::BuiltIn | NameSource::Find)
            {
                match builtin::list(known.game) {
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

    /// What a reply has shown about the server.
    pub(in crate::ways::prompt) fn shown(&self, kind: ConsoleKind) {
        let game = match kind {
            ConsoleKind::Cs2 => Game::Cs2,
            ConsoleKind::Minecraft => Game::Minecraft,
            ConsoleKind::Ark => Game::Ark,
            // What logs in as one needs no second proof, and what does not
            // has CS2's console.
            _ if self.known().shape == Some(Shape::Source) => return,
            _ => Game::Cs2,
        };
        self.shown_game(game);
    }

    /// What server it is, where something other than a reply's text shows it.
    pub(in crate::ways::prompt) fn shown_game(&self, game: Game) {
        let news = self.change(|known| {
            let news = known.game == Game::Auto && known.server.is_some();
            if news {
                known.game = game;
                known.game_by = "told by its replies";
                // That it had no names was asked of another game.
                if known.names.is_empty() {
                    known.state = NamesState::Unknown;
                }
            }
            news
        });
        if news {
            self.use_builtin();
            self.keep_game();
            if self.known().state == NamesState::Unknown && self.source().is_some() {
                self.queue.set_when_idle(true);
            }
        }
    }

    /// Where the names are to be had without asking the user, or at all.
    pub(super) fn source(&self) -> Option<NameSource> {
        let known = self.known_so_far();
        known.server.as_ref()?;
        match (known.game.name_source(), known.shape) {
            (NameSource::Unknown, Some(Shape::Source)) => Some(NameSource::Cvarlist),
            (source, _) => Some(source),
        }
    }

    /// What the server is, as far as anything has shown it.
    pub(in crate::ways::prompt) fn game(&self) -> Game {
        self.known_so_far().game
    }

    pub(in crate::ways::prompt) fn may_be_minecraft(&self) -> bool {
        let known = self.known_so_far();
        match known.game {
            Game::Minecraft => true,
            Game::Auto => known.shape != Some(Shape::Source),
            _ => false,
        }
    }

    /// How it is known what the server is, where its console or its names showed
    /// it.
    pub(in crate::ways::prompt) fn how_game_is_known(&self) -> &'static str {
        self.known().game_by
    }

    /// Has the server asked what it is, if that has not been done, and waits for
    /// it.
    ///
    /// # Errors
    ///
    /// Interrupted.
    pub(in crate::ways::prompt) fn find_out(&self, cancel: &Cancel) -> Result<()> {
        if self.known().state == NamesState::Unknown
            && let Some(wanted) = self.names_wanted()
        {
            self.queue.set_when_idle(false);
            self.queue.push(wanted);
        }
        let until = Instant::now() + FIND_OUT;
        while self.queue.is_busy() && Instant::now() < until {
            if cancel.is_cancelled() {
                self.queue.clear();
                return Err(rcon_proto::Error::Interrupted.into());
            }
            self.queue.wait_until_quiet(SLICE);
        }
        Ok(())
    }
}
