//! Servers that are broken on purpose, of the consoles that are not Source RCON.
//! Each accepts any password and answers each command with `hello`, but for what
//! is wrong with it.

mod battleye;
mod telnet;
mod web;

use crate::game::Game;
use crate::peer::Peer;

pub use battleye::BadBattlEye;
pub use telnet::BadTelnet;
pub use web::BadWeb;

/// What every one of them answers, where it answers at all: nothing that a terminal
/// may be sent as it is.
const HELLO: &str = "hello\u{1b}]0;owned\u{7}";

/// An enum of kinds, each with its name and what is wrong with it.
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $kind:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$what])* $kind,)*
        }

        impl $name {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The name behind the console's.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }
        }
    };
}
use kinds;

/// A console of these, and what is wrong with its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BadConsole {
    /// `web-…`: `WebRcon`.
    Web(BadWeb),
    /// `be-…`: `BattlEye`.
    BattlEye(BadBattlEye),
    /// `telnet-…`: 7 Days to Die.
    Telnet(BadTelnet),
}

impl BadConsole {
    /// Every kind of each console.
    ///
    /// ```
    /// use rcon_sim::{BadConsole, Hostile};
    ///
    /// let names: Vec<_> = BadConsole::all().map(|it| Hostile::Console(it).to_string()).collect();
    /// assert!(names.contains(&"web-wrong-accept".to_owned()));
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        let web = BadWeb::ALL.iter().map(|&it| Self::Web(it));
        let battleye = BadBattlEye::ALL.iter().map(|&it| Self::BattlEye(it));
        let telnet = BadTelnet::ALL.iter().map(|&it| Self::Telnet(it));
        web.chain(battleye).chain(telnet)
    }

    /// Its name.
    pub(super) fn name(self) -> String {
        match self {
            Self::Web(it) => format!("web-{}", it.name()),
            Self::BattlEye(it) => format!("be-{}", it.name()),
            Self::Telnet(it) => format!("telnet-{}", it.name()),
        }
    }

    /// A game with such a console.
    pub(crate) fn game(self) -> Game {
        match self {
            Self::Web(_) => Game::RustWeb,
            Self::BattlEye(_) => Game::BattlEye,
            Self::Telnet(_) => Game::SevenDays,
        }
    }

    pub(super) fn peer(self) -> Box<dyn Peer> {
        match self {
            Self::Web(it) => Box::new(web::Player::new(it)),
            Self::BattlEye(it) => Box::new(battleye::Player::new(it)),
            Self::Telnet(it) => Box::new(telnet::Player::new(it)),
        }
    }
}
