//! What each game calls its settings.

use std::path::Path;

use rcon_proto::{Game, Scheme};

use super::{Entry, battleye, keyed, properties, source, unreal};

/// How a game's file says what its console is.
pub(super) struct Format {
    /// The game.
    game: Game,
    /// How the file is written.
    pub(super) read: fn(&str) -> Vec<Entry>,
    /// The part of the file that counts; empty where it has no parts.
    section: &'static str,
    /// The key that switches RCON on, and the value that does. Games without
    /// one have RCON as soon as there is a password.
    pub(super) switch: Option<(&'static str, &'static str)>,
    pub(super) port: &'static str,
    /// What the game takes where the file names no port.
    pub(super) default_port: Option<u16>,
    pub(super) password: &'static str,
    /// The address that it listens on.
    pub(super) address: Option<&'static str>,
    /// Written between a key and its value, for messages.
    between: char,
    /// Keys differ by the case of their letters.
    case: bool,
    /// What is no UTF-8 is Latin-1.
    pub(super) latin1: bool,
    /// Its console, where it is not the game's usual one.
    pub(super) scheme: Option<Scheme>,
}

const INI: Format = Format {
    game: Game::Auto,
    read: unreal::read,
    section: "",
    switch: None,
    port: "",
    default_port: None,
    password: "",
    address: None,
    between: '=',
    case: false,
    latin1: false,
    scheme: None,
};

/// `DedicatedServerProperties` of Minecraft's server, which loads the file as
/// Java's properties: UTF-8, else Latin-1.
const MINECRAFT: Format = Format {
    game: Game::Minecraft,
    read: properties::read,
    switch: Some(("enable-rcon", "true")),
    port: "rcon.port",
    default_port: Some(25575),
    password: "rcon.password",
    address: Some("server-ip"),
    case: true,
    latin1: true,
    ..INI
};

/// Convars of Source and Source 2. Which game it is the server says better
/// than its configuration.
const SOURCE: Format = Format {
    read: source::read,
    port: "hostport",
    default_port: Some(27015),
    password: "rcon_password",
    address: Some("ip"),
    between: ' ',
    ..INI
};

/// Palworld's own documentation of `PalWorldSettings.ini`.
const PALWORLD: Format = Format {
    game: Game::Palworld,
    read: unreal::read_options,
    section: "/Script/Pal.PalGameWorldSettings",
    switch: Some(("RCONEnabled", "True")),
    port: "RCONPort",
    default_port: Some(25575),
    password: "AdminPassword",
    ..INI
};

/// The wiki of ARK, "Server configuration".
const ARK: Format = Format {
    game: Game::Ark,
    section: "ServerSettings",
    switch: Some(("RCONEnabled", "True")),
    port: "RCONPort",
    default_port: Some(27020),
    password: "ServerAdminPassword",
    ..INI
};

/// `ServerOptions` of Project Zomboid: without a password no RCON.
const ZOMBOID: Format = Format {
    game: Game::Zomboid,
    read: keyed::read,
    port: "RCONPort",
    default_port: Some(27015),
    password: "RCONPassword",
    case: true,
    ..INI
};

/// Squad's wiki, "Server configuration": without a password no RCON.
const SQUAD: Format = Format {
    game: Game::Squad,
    read: keyed::read,
    port: "Port",
    default_port: Some(21114),
    password: "Password",
    address: Some("IP"),
    ..INI
};

/// Conan Exiles' `RconPlugin`.
const CONAN: Format = Format {
    game: Game::Conan,
    section: "RconPlugin",
    switch: Some(("RconEnabled", "1")),
    port: "RconPort",
    default_port: Some(25575),
    password: "RconPassword",
    ..INI
};

/// `BattlEye`'s documentation, "Server-side commands": port and password are
/// required.
const BATTLEYE: Format = Format {
    game: Game::BattlEye,
    read: battleye::read,
    port: "RConPort",
    password: "RConPassword",
    address: Some("RConIP"),
    between: ' ',
    scheme: Some(Scheme::BattlEye),
    ..INI
};

/// The format of a file, by its name.
pub(super) fn of(path: &Path) -> Option<&'static Format> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let (stem, kind) = name.rsplit_once('.')?;
    Some(match (stem, kind) {
        ("palworldsettings", "ini") => &PALWORLD,
        ("gameusersettings", "ini") => &ARK,
        ("game", "ini") => &CONAN,
        ("rcon", "cfg") => &SQUAD,
        (_, "cfg") if stem.starts_with("beserver") => &BATTLEYE,
        (_, "properties") => &MINECRAFT,
        (_, "cfg") => &SOURCE,
        (_, "ini") => &ZOMBOID,
        _ => return None,
    })
}

/// The game that a file belongs to: CS2 keeps its own in `game/csgo/cfg`.
pub(super) fn game(format: &Format, path: &Path) -> Game {
    let cs2 = path
        .parent()
        .is_some_and(|folder| folder.ends_with("game/csgo/cfg"));
    match format.game {
        Game::Auto if cs2 => Game::Cs2,
        game => game,
    }
}

impl Format {
    /// Whether an entry is the one of this key.
    pub(super) fn means(&self, entry: &Entry, key: &str) -> bool {
        let section = self.section.is_empty() || entry.section.eq_ignore_ascii_case(self.section);
        section
            && if self.case {
                entry.key == key
            } else {
                entry.key.eq_ignore_ascii_case(key)
            }
    }

    /// A key with its value as the file has it, and where.
    pub(super) fn setting(&self, key: &str, value: &str) -> String {
        let within = match self.section {
            "" => String::new(),
            section => format!(" in [{section}]"),
        };
        format!("{key}{}{value}{within}", self.between)
    }
}
