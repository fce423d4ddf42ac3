//! What there is to know of a game.

use std::time::Duration;

use crate::scheme::Scheme;

/// How a server answers a login, which says how its replies can be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// Two packets, an empty type 0 and a type 2: a probe is mirrored.
    Source,
    /// One type 2: nothing unasked is sent to such a server.
    OnePacket,
    /// A WebSocket that was opened: Rust's `WebRcon`.
    WebRcon,
    /// A datagram that says yes: `BattlEye` RCON.
    BattlEye,
    /// A console of lines: 7 Days to Die.
    Telnet,
}

impl Shape {
    /// The longest command that is safe, in bytes, where no more is known than
    /// the shape: past `sv_rcon_maxpacketsize 1024` CS:S and TF2 ban the
    /// address, past 1446 Minecraft closes the link or cuts the command.
    pub(crate) fn max_command(self) -> usize {
        match self {
            Shape::Source => 1014,
            Shape::OnePacket => 1446,
            // No limit is known; nobody types as much.
            Shape::WebRcon => 64 << 10,
            // What fits into the datagram that the game reads.
            Shape::BattlEye => 1391,
            // No limit is known; nobody types as much.
            Shape::Telnet => 8 << 10,
        }
    }

    /// The console that logs in so.
    pub fn console(self) -> Scheme {
        match self {
            Shape::Source | Shape::OnePacket => Scheme::Rcon,
            Shape::WebRcon => Scheme::WebRcon,
            Shape::BattlEye => Scheme::BattlEye,
            Shape::Telnet => Scheme::Telnet,
        }
    }

    /// Whether a login of Source RCON has it: what is known of a game's packets
    /// counts there, and nowhere else.
    pub(crate) fn is_rcon(self) -> bool {
        self.console() == Scheme::Rcon
    }
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
    /// Rust's `find .`, when the user wants more names than those of the list that the
    /// client brings along.
    Find,
    /// Not known: asked with `cvarlist` when the user wants names.
    Unknown,
    /// There are none.
    None,
}

/// What stands between two commands in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Separator {
    /// A `;` outside of double quotes, or a newline: the consoles of Source,
    /// `GoldSrc`, CS2 and Rust.
    Semicolon,
    /// Nothing: a text is one command.
    Nothing,
}

/// How the first word of a command may be written besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Spelling {
    /// As it is.
    Plain,
    /// With a slash in front, and with the name of whose command it is:
    /// `/stop`, `minecraft:stop`, `/spigot:restart`. Minecraft's console drops
    /// the slash; Bukkit takes the name of any plugin.
    Namespaced,
}

/// What a console makes of signs in a command's arguments, which says how those
/// have to be quoted.
///
/// ```
/// use rcon_proto::Game;
///
/// let quoting = Game::Source.facts().quoting;
/// assert_eq!(quoting.quote, None); // no escape within quotes
/// assert!(quoting.ends.contains(&";"));
/// assert_eq!(Game::Rust.facts().quoting.quote, Some("\\\""));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Quoting {
    /// How a double quote is written within double quotes. `None` where there
    /// is no way.
    pub quote: Option<&'static str>,
    /// What ends a command, or may, where it stands outside of quotes.
    pub ends: &'static [&'static str],
    /// Whether a text that is the rest of the line may stand in quotes, which
    /// the console takes off.
    pub takes_off_quotes: bool,
    /// With what a text to all must not begin: it would be a command.
    pub not_to_begin_with: &'static [char],
    /// With what a player's name must not begin: it would mean others.
    pub selectors: &'static [char],
    /// What is written for a blank to builds that end a text at the first one.
    pub blank: Option<char>,
}

/// What is known of one game before it has said anything, from its own source,
/// its manual, or the reports of those who run it. [`Game::facts`] has them.
///
/// ```
/// use rcon_proto::Game;
///
/// let facts = Game::Zomboid.facts();
/// assert_eq!(facts.stop, "quit");
/// assert_eq!(facts.words.announce, Some("servermsg \"{text}\""));
/// assert_eq!(facts.separator, Some(rcon_proto::Separator::Nothing));
/// ```
///
/// [`Game::facts`]: super::Game::facts
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The name of the game, in lower case.
    pub name: &'static str,
    /// How it answers a login: where the user vouches for the game, its shape
    /// needs no proof.
    pub shape: Option<Shape>,
    /// Its console, where an address does not say which.
    pub console: Scheme,
    /// Another one that it may have in the place of that: nothing but the port
    /// itself tells which.
    pub other_console: Option<Scheme>,
    /// What its own console calls stopping the server, as it is sent.
    pub stop: &'static str,
    /// The first words of all commands after which the server or its links
    /// end, that of `stop` among them, in lower case.
    pub stop_words: &'static [&'static str],
    /// The first words of commands that change the map, after which some
    /// servers forget their logins, in lower case.
    pub map_words: &'static [&'static str],
    /// What stands between two commands in one text. `None` where the game is
    /// not known.
    pub separator: Option<Separator>,
    /// How the first word of a command may be written besides.
    pub spelling: Spelling,
    /// Where the names of its commands come from.
    pub names: NameSource,
    /// The longest command that is safe, in bytes; `None` where no more is
    /// known than the shape.
    pub max_command: Option<usize>,
    /// How the arguments of its commands have to be quoted.
    pub quoting: Quoting,
    /// Whether it ends each reply in a mark, `(-1, 0, "")`, and sends UTF-8 only
    /// to who asks for it with a packet of type 5 (Rust).
    pub marks_ends: bool,
    /// How long it bans an address after one wrong password over Source RCON, where
    /// that is known. `removeip` lifts no such ban. Those of other consoles are the
    /// console's: [`Scheme::ban`].
    pub ban: Option<Duration>,
    /// What an admin's usual deeds are called.
    pub words: Words,
}

/// What an admin's usual deeds are called in a game's console. `None` where
/// the game has no word for it, or none is known.
///
/// Each is a command with places to be filled in: `{text}` and `{reason}` (the
/// rest of the line, or up to the quote), `{name}`, `{id}` and `{number}` of a player
/// ([`Player`](crate::console_text::Player)), `{label}` where the name does not say
/// who is meant, `{seconds}`, `{minutes}` and `{days}`. What stands in square brackets is left out
/// where there is no reason. [`kick_line`](crate::kick_line) and its kin fill them
/// in, for a name may hold quotes and `;`.
///
/// ```
/// use rcon_proto::Game;
///
/// let words = Game::Minecraft.facts().words;
/// assert_eq!(words.kick, Some("kick {name}[ {reason}]"));
/// assert_eq!(words.ban_for, None); // vanilla bans are for ever
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Words {
    /// Says something to all players.
    pub announce: Option<&'static str>,
    /// Says something to one player.
    pub message: Option<&'static str>,
    /// Tells who is on, and, where the game does, on which map and how many fit.
    pub players: Option<&'static str>,
    /// Tells who is on more surely, with what identifies players, where that is
    /// another command; not all versions have it.
    pub players_with_ids: Option<&'static str>,
    /// Throws a player out.
    pub kick: Option<&'static str>,
    /// Throws a player out for ever.
    pub ban: Option<&'static str>,
    /// Throws a player out for some minutes.
    pub ban_for: Option<&'static str>,
    /// Makes bans outlast the server, where they do not by themselves.
    pub keep_bans: Option<&'static str>,
    /// What a server of this game has to have for a ban to do anything, in words for people.
    pub bans_need: Option<&'static str>,
    /// Writes the world to disk.
    pub save: Option<&'static str>,
}
