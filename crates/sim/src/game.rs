//! The kinds of servers that are simulated.

use std::fmt;
use std::str::FromStr;

/// A kind of server: what it says on the wire, and what its console knows.
/// Modelled on what is known of the real ones, from their source or from
/// recordings; those from [`Panel`](Self::Panel) on are kinds rather than games.
///
/// ```
/// use rcon_sim::Game;
///
/// let game: Game = "minecraft".parse()?;
/// assert_eq!(game, Game::Minecraft);
/// assert_eq!(Game::ALL.len(), Game::ALL.iter().map(|g| g.name()).count());
/// # Ok::<(), rcon_sim::UnknownName>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Game {
    /// A Source 1 dedicated server: Team Fortress 2, Counter-Strike: Source.
    Source,
    /// Garry's Mod: Source, with a log line at the end of replies.
    Gmod,
    /// Left 4 Dead: Source, where closing one link silences the others.
    L4d1,
    /// Counter-Strike 2.
    Cs2,
    /// Vanilla Minecraft.
    Minecraft,
    /// Minecraft with Bukkit's console: pages of coloured help.
    Bukkit,
    /// Glowstone, a Minecraft server.
    Glowstone,
    /// Cuberite, a Minecraft server.
    Cuberite,
    /// Pumpkin, a Minecraft server.
    Pumpkin,
    /// Nukkit and `PocketMine`, Minecraft Bedrock servers.
    Nukkit,
    /// Project Zomboid.
    Zomboid,
    /// Squad.
    Squad,
    /// Palworld.
    Palworld,
    /// ARK: Survival Evolved.
    Ark,
    /// Rust (the game), without its web socket.
    Rust,
    /// Factorio.
    Factorio,
    /// Conan Exiles.
    Conan,
    /// Conan Exiles, a build whose replies have the id of the command before.
    ConanShifted,
    /// Conan Exiles, a build that closes after each command.
    ConanClosing,
    /// Palworld, with replies in two packets that are 120 ms apart.
    PalworldParts,
    /// `OpenStarbound`.
    OpenStarbound,
    /// Valheim behind `BepInEx.rcon`: ids, sizes and types of one byte.
    BepInEx,
    /// Valheim behind `ValheimRcon`: one packet in each frame of the game.
    ValheimRcon,
    /// Space Engineers: likewise, with commands that begin with `!`.
    SpaceEngineers,
    /// Velocity, a Minecraft proxy: a probe is answered before the command.
    Velocity,
    /// Vintage Story: a long reply comes page by page, one for each probe.
    VintageStory,
    /// Hytale: a refusal has the request's own id.
    Hytale,
    /// V Rising: a read that is not one packet ends the link.
    VRising,
    /// V Rising, set to answer a login with two packets.
    VRisingTwo,
    /// `StarRupture`: Source's login, and no answer to a probe.
    StarRupture,
    /// Assetto Corsa behind `AssettoServer`.
    Assetto,
    /// Insurgency: Sandstorm: a thread for each connection, for ever.
    Sandstorm,
    /// Source behind a hosting panel that greets before it is asked.
    Panel,
    /// A reimplementation that accepts with type 2 and id 0.
    ZeroId,
    /// A reimplementation that accepts with type 3.
    TypeThree,
    /// A reimplementation that ends packets in three NULs.
    ThreeNuls,
    /// A reimplementation that refuses with type -1 and the request's id.
    MinusType,
    /// Source-shaped login, but no probe is ever answered.
    NoProbe,
    /// Source-shaped login; of two packets in one segment the second is read
    /// when more bytes come.
    OnePerRead,
    /// Source-shaped login; header and body of each packet are written apart,
    /// on a socket that holds small writes back.
    SplitHeader,
    /// A reimplementation with room for one client at a time.
    OneLink,
    /// Source-shaped login; a packet is handled when the next one comes.
    OneBehind,
    /// `rconx`, a library: what follows a mirrored probe is as Valve's wiki has
    /// it.
    Rconx,
    /// `rcon-server`, a library: the same, and it handles one packet a read.
    RconServer,
    /// A stand-in to which a probe is a command, too.
    EachACommand,
    /// Rust (the game) with `+rcon.web 1`, its default: JSON over a WebSocket.
    RustWeb,
    /// `DayZ` and Arma: `BattlEye` RCON, over UDP.
    BattlEye,
    /// Arma Reforger's own console, which speaks `BattlEye`'s frames and answers in
    /// server messages.
    Reforger,
    /// 7 Days to Die: a telnet console.
    SevenDays,
}

/// A name that is not known, with those that are. Its message lists them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} '{name}'; there are {known}")]
pub struct UnknownName {
    what: &'static str,
    name: String,
    known: String,
}

impl UnknownName {
    pub(crate) fn new<'a>(
        what: &'static str,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        Self {
            what,
            name: name.to_owned(),
            known: known.collect::<Vec<_>>().join(", "),
        }
    }
}

/// What a server is reached over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Stream,
    Datagrams,
}

impl Game {
    /// Every kind, in the order of the help.
    pub const ALL: &'static [Self] = &[
        Self::Source,
        Self::Gmod,
        Self::L4d1,
        Self::Cs2,
        Self::Minecraft,
        Self::Bukkit,
        Self::Glowstone,
        Self::Cuberite,
        Self::Pumpkin,
        Self::Nukkit,
        Self::Zomboid,
        Self::Squad,
        Self::Palworld,
        Self::Ark,
        Self::Rust,
        Self::Factorio,
        Self::Conan,
        Self::ConanShifted,
        Self::ConanClosing,
        Self::PalworldParts,
        Self::OpenStarbound,
        Self::BepInEx,
        Self::ValheimRcon,
        Self::SpaceEngineers,
        Self::Velocity,
        Self::VintageStory,
        Self::Hytale,
        Self::VRising,
        Self::VRisingTwo,
        Self::StarRupture,
        Self::Assetto,
        Self::Sandstorm,
        Self::Panel,
        Self::ZeroId,
        Self::TypeThree,
        Self::ThreeNuls,
        Self::MinusType,
        Self::NoProbe,
        Self::OnePerRead,
        Self::SplitHeader,
        Self::OneLink,
        Self::OneBehind,
        Self::Rconx,
        Self::RconServer,
        Self::EachACommand,
        Self::RustWeb,
        Self::BattlEye,
        Self::Reforger,
        Self::SevenDays,
    ];

    /// The name as `rcon-sim --game` takes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Gmod => "gmod",
            Self::L4d1 => "l4d1",
            Self::Cs2 => "cs2",
            Self::Minecraft => "minecraft",
            Self::Bukkit => "bukkit",
            Self::Glowstone => "glowstone",
            Self::Cuberite => "cuberite",
            Self::Pumpkin => "pumpkin",
            Self::Nukkit => "nukkit",
            Self::Zomboid => "zomboid",
            Self::Squad => "squad",
            Self::Palworld => "palworld",
            Self::Ark => "ark",
            Self::Rust => "rust",
            Self::Factorio => "factorio",
            Self::Conan => "conan",
            Self::ConanShifted => "conan-shifted",
            Self::ConanClosing => "conan-closing",
            Self::PalworldParts => "palworld-parts",
            Self::OpenStarbound => "openstarbound",
            Self::BepInEx => "bepinex",
            Self::ValheimRcon => "valheim-rcon",
            Self::SpaceEngineers => "space-engineers",
            Self::Velocity => "velocity",
            Self::VintageStory => "vintage-story",
            Self::Hytale => "hytale",
            Self::VRising => "v-rising",
            Self::VRisingTwo => "v-rising-two",
            Self::StarRupture => "star-rupture",
            Self::Assetto => "assetto",
            Self::Sandstorm => "sandstorm",
            Self::Panel => "panel",
            Self::ZeroId => "zero-id",
            Self::TypeThree => "type-three",
            Self::ThreeNuls => "three-nuls",
            Self::MinusType => "minus-type",
            Self::NoProbe => "no-probe",
            Self::OnePerRead => "one-per-read",
            Self::SplitHeader => "split-header",
            Self::OneLink => "one-link",
            Self::OneBehind => "one-behind",
            Self::Rconx => "rconx",
            Self::RconServer => "rcon-server",
            Self::EachACommand => "each-a-command",
            Self::RustWeb => "rust-web",
            Self::BattlEye => "battleye",
            Self::Reforger => "reforger",
            Self::SevenDays => "7dtd",
        }
    }
}

impl Game {
    /// The word in front of `://` in the address of such a server.
    ///
    /// ```
    /// assert_eq!(rcon_sim::Game::Source.scheme(), "rcon");
    /// assert_eq!(rcon_sim::Game::RustWeb.scheme(), "ws");
    /// ```
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::RustWeb => "ws",
            Self::BattlEye | Self::Reforger => "be",
            Self::SevenDays => "telnet",
            _ => "rcon",
        }
    }

    pub(crate) const fn carrier(self) -> Carrier {
        match self {
            Self::BattlEye | Self::Reforger => Carrier::Datagrams,
            _ => Carrier::Stream,
        }
    }
}

impl fmt::Display for Game {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Game {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = || Self::ALL.iter().map(|game| game.name());
        let found = Self::ALL.iter().find(|game| game.name() == name);
        found
            .copied()
            .ok_or_else(|| UnknownName::new("game", name, known()))
    }
}
