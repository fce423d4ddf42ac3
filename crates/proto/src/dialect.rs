//! A game's quirks as data. What is not in a table here is told from what a
//! connection shows.

use std::fmt;
use std::str::FromStr;

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
    /// Minecraft, and its reimplementations.
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
    /// Anything else: one packet a login, no probes, no names.
    Generic,
}

/// How a server answers a login, which says how its replies can be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// Two packets, an empty type 0 and a type 2: a probe is mirrored.
    Source,
    /// One type 2: nothing unasked is sent to such a server.
    OnePacket,
}

/// What is known of one game before it has said anything.
struct Facts {
    game: Game,
    name: &'static str,
    /// Where the user vouches for the game, its shape needs no proof.
    shape: Option<Shape>,
    /// What its own console calls stopping the server.
    stop: &'static str,
    /// Whether names may be asked for unbidden: the reply to `cvarlist`
    /// cannot end up in a chat.
    names: NameSource,
}

/// Where the names of a game's commands come from, for completion and the
/// like. Some servers post to their chat what they do not know, so not every
/// one may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameSource {
    /// The console command `cvarlist`.
    Cvarlist,
    /// Minecraft's `help`, and Bukkit's pages of it.
    Help,
    /// A list that the client brings along: the server is never asked.
    BuiltIn,
    /// Not known: asked with `cvarlist` when the user wants names.
    Unknown,
    /// There are none.
    None,
}

use NameSource::{BuiltIn, Cvarlist, Help, None as NoNames, Unknown};
use Shape::{OnePacket, Source as TwoPackets};

#[rustfmt::skip]
const FACTS: [Facts; 12] = [
    Facts { game: Game::Auto,      name: "auto",      shape: None,             stop: "exit",       names: Unknown },
    Facts { game: Game::Source,    name: "source",    shape: Some(TwoPackets), stop: "exit",       names: Cvarlist },
    Facts { game: Game::Cs2,       name: "cs2",       shape: Some(OnePacket),  stop: "exit",       names: Cvarlist },
    Facts { game: Game::Minecraft, name: "minecraft", shape: Some(OnePacket),  stop: "stop",       names: Help },
    Facts { game: Game::Factorio,  name: "factorio",  shape: Some(OnePacket),  stop: "/quit",      names: BuiltIn },
    Facts { game: Game::Palworld,  name: "palworld",  shape: Some(OnePacket),  stop: "Shutdown 1", names: BuiltIn },
    Facts { game: Game::Ark,       name: "ark",       shape: Some(OnePacket),  stop: "DoExit",     names: BuiltIn },
    Facts { game: Game::Rust,      name: "rust",      shape: Some(OnePacket),  stop: "quit",       names: BuiltIn },
    Facts { game: Game::Zomboid,   name: "zomboid",   shape: Some(TwoPackets), stop: "quit",       names: BuiltIn },
    Facts { game: Game::Squad,     name: "squad",     shape: Some(TwoPackets), stop: "exit",       names: BuiltIn },
    Facts { game: Game::Conan,     name: "conan",     shape: Some(OnePacket),  stop: "exit",       names: BuiltIn },
    Facts { game: Game::Generic,   name: "generic",   shape: Some(OnePacket),  stop: "exit",       names: NoNames },
];

/// Commands that end the server or its links, so that a close after one means
/// that it worked. Source: `quit`, `exit`, `_restart`; the rest from each
/// game's own console.
const STOP_COMMANDS: [&str; 11] = [
    "exit",
    "quit",
    "_restart",
    "killserver",
    "stop",
    "restart",
    "/quit",
    "/stop",
    "/restart",
    "doexit",
    "shutdown",
];

/// Source: commands after which some servers forget their logins.
const MAP_COMMANDS: [&str; 3] = ["changelevel", "changelevel2", "map"];

/// Whether one of the parts of a line between `;` begins with one of these.
fn holds_command(line: &str, names: &[&str]) -> bool {
    line.split(';')
        .filter_map(|part| part.split_whitespace().next())
        .any(|first| names.iter().any(|name| name.eq_ignore_ascii_case(first)))
}

/// Packets that some server sends although nobody asked: ARK's keep-alive,
/// under an id of its own, at any time.
const UNSOLICITED_BODIES: [&[u8]; 1] = [b"Keep Alive"];

/// Types that carry no reply outside the login: Squad's chat (1) and the
/// echo of the console of Rust (4).
const UNSOLICITED_KINDS: [i32; 2] = [1, 4];

/// No body that servers send unasked is longer, in bytes: it has to be whole
/// to be known.
pub(crate) const UNSOLICITED_BODY_LIMIT: usize = 64;

/// Whether a body is one that servers send unasked.
pub(crate) fn is_unsolicited_body(body: &[u8]) -> bool {
    body.len() <= UNSOLICITED_BODY_LIMIT && UNSOLICITED_BODIES.contains(&body.trim_ascii())
}

/// Whether a packet of this type is never a reply.
pub(crate) fn is_unsolicited_kind(kind: i32) -> bool {
    UNSOLICITED_KINDS.contains(&kind)
}

impl Game {
    /// Every game, in the order that help texts show them.
    pub const ALL: [Game; 12] = {
        let mut all = [Game::Auto; 12];
        let mut i = 0;
        while i < FACTS.len() {
            all[i] = FACTS[i].game;
            i += 1;
        }
        all
    };

    fn facts(self) -> &'static Facts {
        // Every game is in the table: a test goes through them all. The first
        // row, the cautious one, is what a forgotten game would get.
        FACTS.iter().find(|f| f.game == self).unwrap_or(&FACTS[0])
    }

    /// The name, in lower case: what [`str::parse`] reads, in any case, and the
    /// `--game` of `rcon-shell` takes.
    pub fn name(self) -> &'static str {
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

    /// What to send to stop a server of this game: `exit` where the game is
    /// not known.
    pub fn stop_command(self) -> &'static str {
        self.facts().stop
    }

    /// Whether a line of the console stops or restarts a server, so that a
    /// close without an answer means that it worked. Parts between `;` count
    /// one by one.
    ///
    /// ```
    /// use rcon_proto::Game;
    /// assert!(Game::is_stop_command("say bye; quit"));
    /// assert!(!Game::is_stop_command("say quit"));
    /// ```
    pub fn is_stop_command(line: &str) -> bool {
        holds_command(line, &STOP_COMMANDS)
    }

    /// Whether a line of the console changes the map.
    pub(crate) fn changes_map(line: &str) -> bool {
        holds_command(line, &MAP_COMMANDS)
    }
}

impl fmt::Display for Game {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no game's. Its message lists those that are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown game {0:?}: one of {names}", names = names())]
pub struct UnknownGame(String);

fn names() -> String {
    FACTS.map(|f| f.name).join(", ")
}

impl FromStr for Game {
    type Err = UnknownGame;

    fn from_str(text: &str) -> Result<Self, UnknownGame> {
        FACTS
            .iter()
            .find(|f| f.name.eq_ignore_ascii_case(text))
            .map(|f| f.game)
            .ok_or_else(|| UnknownGame(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_game_has_its_own_name_and_is_read_back() {
        for game in Game::ALL {
            assert_eq!(game.name().parse(), Ok(game));
        }
        let mut names = Game::ALL.map(Game::name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn every_stop_command_counts_as_one() {
        for game in Game::ALL {
            assert!(Game::is_stop_command(game.stop_command()), "{game}");
        }
    }

    #[test]
    fn a_keep_alive_is_known_whatever_surrounds_it() {
        assert!(is_unsolicited_body(b"Keep Alive"));
        assert!(is_unsolicited_body(b" Keep Alive \n"));
        assert!(!is_unsolicited_body(b"Keep Alive, said the admin"));
    }
}
