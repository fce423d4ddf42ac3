//! One server of the fleet: its console, which one thread at a time has, and
//! what the rest of the prompt wants to know of it meanwhile.

mod login;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rcon_proto::convar::ConsoleKind;
use rcon_proto::{Cancel, Error as RconError, ErrorKind, Game, Password, Shape};

use crate::error::{Cause, Error, Result};
use crate::request::secret::{FoundPassword, Secrets};
use crate::request::target::{Book, Target};
use crate::server::connect::Dialer;
use crate::server::console::Console;
use crate::server::link::Link;
use crate::show::escape;
use crate::system::patience::SLICE;
use crate::ways::app::App;
use crate::ways::prompt::pushes::Pushes;

/// How a server stands, by what came of it last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing was tried yet.
    New,
    /// It answers.
    Answers,
    /// It could not be reached, or was silent: the next line tries it again,
    /// and is not held up by it.
    Away,
    /// Its password did not work, and is not sent again without the user.
    Refused,
    /// The user has left it.
    Left,
}

/// Who wants something of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AskedBy {
    /// A person, who has typed it.
    Person,
    /// What a person has typed once, and goes on by itself.
    Itself,
}

/// What is known of a server besides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MemberFacts {
    pub(crate) standing: Standing,
    /// What the login showed, or the profile says.
    pub(crate) by_login: Game,
    /// What its replies have shown.
    pub(crate) shown: Game,
    pub(crate) shape: Option<Shape>,
    pub(crate) round_trip: Option<Duration>,
    /// It has closed one login after the other without a word.
    pub(crate) has_closed_twice: bool,
}

/// See the [module](self).
pub(crate) struct Member {
    pub(crate) target: Target,
    /// How a person knows it, harmless on a terminal.
    pub(crate) name: String,
    /// Its connection, for those who look at it in between.
    pub(crate) link: Link,
    /// Ends what is waited for there, and nowhere else.
    pub(crate) cancel: Cancel,
    /// What of that which it says by itself is shown.
    pub(super) pushes: Pushes,
    /// Its place in the fleet.
    place: usize,
    console: Mutex<Option<Console>>,
    freed: Condvar,
    seen: Mutex<MemberFacts>,
    /// A password that the user gave since.
    given: Mutex<Option<FoundPassword>>,
    /// Those that did not work.
    refused: Mutex<Vec<Password>>,
}

impl Member {
    pub(super) fn new(app: &App, place: usize, target: &Target) -> Self {
        let cancel = Cancel::new();
        // It asks nobody: the fleet does, once for all.
        let secrets = Secrets::new(None, None, Arc::clone(&app.stdin), cancel.clone());
        let dialer = Dialer {
            tells: false,
            cancel: cancel.clone(),
            ..app.dialer()
        };
        let console = Console::new(Book::default(), dialer, secrets);
        Self {
            target: target.clone(),
            name: escape::line(&target.known_as(), usize::MAX).into_owned(),
            link: console.link.clone(),
            cancel,
            pushes: Pushes::default(),
            place,
            console: Mutex::new(Some(console)),
            freed: Condvar::new(),
            seen: Mutex::new(MemberFacts {
                standing: Standing::New,
                by_login: target.game,
                shown: Game::Auto,
                shape: None,
                round_trip: None,
                has_closed_twice: false,
            }),
            given: Mutex::default(),
            refused: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Console>> {
        // A panic ends the program.
        self.console.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn seen_mut(&self) -> MutexGuard<'_, MemberFacts> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn seen(&self) -> MemberFacts {
        *self.seen_mut()
    }

    pub(crate) fn standing(&self) -> Standing {
        self.seen().standing
    }

    pub(crate) fn set_standing(&self, standing: Standing) {
        self.seen_mut().standing = standing;
    }

    /// What the server is, as far as anything has shown it.
    pub(crate) fn game(&self) -> Game {
        let seen = self.seen();
        match seen.by_login {
            Game::Auto | Game::Generic => seen.shown,
            // Others log in as one of these does.
            Game::Source if seen.shown != Game::Auto => seen.shown,
            game => game,
        }
    }

    /// Its replies have shown which game it is.
    pub(crate) fn shows(&self, game: Game) {
        let mut seen = self.seen_mut();
        if seen.shown == Game::Auto {
            seen.shown = game;
        }
    }

    /// Which game a reply's text shows, if it says anything new.
    pub(super) fn game_of(&self, kind: ConsoleKind) -> Option<Game> {
        match kind {
            ConsoleKind::Cs2 => Some(Game::Cs2),
            ConsoleKind::Minecraft => Some(Game::Minecraft),
            ConsoleKind::Ark => Some(Game::Ark),
            // What logs in as one needs no second proof, and what does not has
            // CS2's console.
            _ => (self.seen().shape != Some(Shape::Source)).then_some(Game::Cs2),
        }
    }

    /// Whether its text may have the colours of Minecraft.
    pub(crate) fn may_be_minecraft(&self) -> bool {
        match self.game() {
            Game::Minecraft => true,
            Game::Auto => self.seen().shape != Some(Shape::Source),
            _ => false,
        }
    }

    /// Uses the console, after whoever uses it now; nothing where `give_up` says
    /// so before.
    pub(super) fn with_console<T>(
        &self,
        give_up: impl Fn() -> bool,
        act: impl FnOnce(&mut Console) -> T,
    ) -> Option<T> {
        let mut slot = self.lock();
        let mut console = loop {
            if give_up() {
                return None;
            }
            if let Some(console) = slot.take() {
                break console;
            }
            let waited = self.freed.wait_timeout(slot, SLICE);
            slot = waited.unwrap_or_else(PoisonError::into_inner).0;
        };
        drop(slot);
        let result = act(&mut console);
        self.look_at(&mut console);
        *self.lock() = Some(console);
        self.freed.notify_all();
        Some(result)
    }

    /// Notes what the connection shows.
    fn look_at(&self, console: &mut Console) {
        let (game, shape) = (console.game(), console.shape());
        let trip = console.with_client(|client| client.round_trip());
        let mut seen = self.seen_mut();
        if console.target.is_some() {
            seen.by_login = game;
            seen.shape = shape.or(seen.shape);
        }
        seen.round_trip = trip.ok().flatten();
        seen.has_closed_twice = console.has_closed_twice();
    }

    /// Notes what came of asking it.
    pub(super) fn note<T>(&self, console: &Console, result: &Result<T>) {
        let standing = match result {
            Ok(_) => Standing::Answers,
            Err(error) => match error.kind() {
                // It answered, or nothing was asked.
                ErrorKind::Rejected
                | ErrorKind::Usage
                | ErrorKind::Other
                | ErrorKind::Interrupted => return,
                ErrorKind::Refused => Standing::Refused,
                ErrorKind::Closed | ErrorKind::Timeout if self.burnt(console, error) => {
                    Standing::Refused
                }
                _ => Standing::Away,
            },
        };
        self.set_standing(standing);
    }

    /// Whether a login failed in a way after which its password is not sent again.
    fn burnt(&self, console: &Console, error: &Error) -> bool {
        let at_login = matches!(
            error.cause(),
            Cause::Rcon(RconError::Authentication(_) | RconError::LoginTimeout { .. })
        );
        at_login && console.accepted_password(&self.target).is_none()
    }
}
