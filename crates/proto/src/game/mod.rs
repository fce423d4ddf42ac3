//! The games, and what is known of each before it has said anything. What is
//! not among a game's [`Facts`] is told from what a connection shows.

mod facts;
mod line;
mod shown;
mod table;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::scheme::Scheme;

pub(crate) use shown::shown_by;

pub use facts::{Facts, NameSource, Quoting, Separator, Shape, Spelling, Words};

/// What the user says about the server, or what a connection has shown.
///
/// ```
/// use rcon_proto::Game;
///
/// let game: Game = "minecraft".parse()?;
/// assert_eq!((game, game.stop_command()), (Game::Minecraft, "stop"));
/// assert!("tetris".parse::<Game>().is_err());
/// # Ok::<(), rcon_proto::UnknownGame>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Game {
    /// Told from the login and the replies.
    #[default]
    Auto,
    /// Source 1: TF2, CS:S, CS:GO, Garry's Mod, L4D; whatever logs in with two
    /// packets.
    Source,
    /// Counter-Strike 2.
    Cs2,
    /// Minecraft, its reimplementations and its proxies.
    Minecraft,
    /// Factorio.
    Factorio,
    /// Palworld.
    Palworld,
    /// ARK: Survival Evolved and Ascended.
    Ark,
    /// Rust, by Facepunch.
    Rust,
    /// Project Zomboid.
    Zomboid,
    /// Squad.
    Squad,
    /// Conan Exiles.
    Conan,
    /// `BattlEye` RCON of a game that is not named.
    BattlEye,
    /// `DayZ`.
    DayZ,
    /// Arma 2 and 3.
    Arma,
    /// Arma Reforger.
    Reforger,
    /// 7 Days to Die.
    SevenDays,
    /// Anything else: one packet a login, no probes, no names.
    Generic,
}

impl Game {
    /// Every game, in the order that help texts show them.
    pub const ALL: [Game; 17] = [
        Game::Auto,
        Game::Source,
        Game::Cs2,
        Game::Minecraft,
        Game::Factorio,
        Game::Palworld,
        Game::Ark,
        Game::Rust,
        Game::Zomboid,
        Game::Squad,
        Game::Conan,
        Game::BattlEye,
        Game::DayZ,
        Game::Arma,
        Game::Reforger,
        Game::SevenDays,
        Game::Generic,
    ];

    /// What is known of this game before it has said anything.
    ///
    /// ```
    /// use rcon_proto::Game;
    ///
    /// assert_eq!(Game::Squad.facts().stop, "AdminKillServer");
    /// assert_eq!(Game::Conan.facts().words.players, Some("listplayers"));
    /// ```
    pub const fn facts(self) -> &'static Facts {
        match self {
            Game::Auto => &table::AUTO,
            Game::Source => &table::SOURCE,
            Game::Cs2 => &table::CS2,
            Game::Minecraft => &table::MINECRAFT,
            Game::Factorio => &table::FACTORIO,
            Game::Palworld => &table::PALWORLD,
            Game::Ark => &table::ARK,
            Game::Rust => &table::RUST,
            Game::Zomboid => &table::ZOMBOID,
            Game::Squad => &table::SQUAD,
            Game::Conan => &table::CONAN,
            Game::BattlEye => &table::BATTLEYE,
            Game::DayZ => &table::DAYZ,
            Game::Arma => &table::ARMA,
            Game::Reforger => &table::REFORGER,
            Game::SevenDays => &table::SEVEN_DAYS,
            Game::Generic => &table::GENERIC,
        }
    }
    /// The name, in lower case: what [`str::parse`] reads, in any case.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// The shape that the user vouches for by naming the game; `None` for
    /// [`Game::Auto`].
    ///
    /// ```
    /// use rcon_proto::{Game, Shape};
    ///
    /// assert_eq!(Game::Zomboid.shape(), Some(Shape::Source));
    /// assert_eq!(Game::Auto.shape(), None);
    /// ```
    pub fn shape(self) -> Option<Shape> {
        self.facts().shape
    }

    /// Where the names of its commands come from.
    ///
    /// ```
    /// use rcon_proto::{Game, NameSource};
    ///
    /// assert_eq!(Game::Minecraft.name_source(), NameSource::Help);
    /// ```
    pub fn name_source(self) -> NameSource {
        self.facts().names
    }

    /// The game behind a console of this kind, where it is known by that: what
    /// [`Game::Auto`] is at such an address.
    ///
    /// ```
    /// use rcon_proto::{Game, Scheme};
    ///
    /// assert_eq!(Game::of_console(Scheme::WebRcon), Some(Game::Rust));
    /// assert_eq!(Game::of_console(Scheme::Rcon), None);
    /// ```
    pub fn of_console(scheme: Scheme) -> Option<Self> {
        match scheme {
            Scheme::Rcon => None,
            Scheme::WebRcon => Some(Game::Rust),
            Scheme::BattlEye => Some(Game::BattlEye),
            Scheme::Telnet => Some(Game::SevenDays),
        }
    }

    /// The same, from what a login showed.
    pub fn told_by(shape: Shape) -> Option<Self> {
        Self::of_console(shape.console())
    }

    /// The port of such a server's console where an address names none.
    pub fn default_port(self) -> u16 {
        self.facts().console.default_port()
    }

    /// How long a wrong password bans an address from such a console of this game,
    /// where a ban ends by itself: the console's own, or, over Source RCON, the game's.
    ///
    /// ```
    /// use rcon_proto::{Game, Scheme};
    ///
    /// let seconds = |scheme| Game::Rust.ban(scheme).map(|it| it.as_secs());
    /// assert_eq!(seconds(Scheme::Rcon), Some(60));
    /// assert_eq!(seconds(Scheme::WebRcon), Some(300));
    /// assert_eq!(Game::Source.ban(Scheme::Rcon), None);
    /// ```
    pub fn ban(self, console: Scheme) -> Option<Duration> {
        let own = || self.facts().ban.filter(|_| console == Scheme::Rcon);
        console.ban().or_else(own)
    }

    /// What to send to stop a server of this game: `exit` where the game is
    /// not known.
    pub fn stop_command(self) -> &'static str {
        self.facts().stop
    }

    /// The longest command that a server of this game is known to survive, in
    /// bytes; where nothing is known of the game itself, that of the shape
    /// which its login had, and the smaller one before a login.
    ///
    /// ```
    /// use rcon_proto::{Game, Shape};
    ///
    /// assert_eq!(Game::Factorio.max_command(Some(Shape::OnePacket)), 4000);
    /// assert_eq!(Game::Auto.max_command(Some(Shape::OnePacket)), 1446);
    /// assert_eq!(Game::Auto.max_command(None), 1014);
    /// ```
    pub fn max_command(self, shape: Option<Shape>) -> usize {
        let shape = shape.or(self.shape()).unwrap_or(Shape::Source);
        let own = self.facts().max_command.filter(|_| shape.is_rcon());
        own.unwrap_or(shape.max_command())
    }
}

impl fmt::Display for Game {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no game's. Its message lists those that are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown game {0:?}: one of {names}", names = Game::ALL.map(Game::name).join(", "))]
pub struct UnknownGame(String);

impl FromStr for Game {
    type Err = UnknownGame;

    fn from_str(text: &str) -> Result<Self, UnknownGame> {
        Game::ALL
            .into_iter()
            .find(|game| game.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownGame(text.to_owned()))
    }
}

#[cfg(test)]
mod tests;
