//! Each game's facts: the one place where its name and its words stand.

use std::time::Duration;

use super::Game;
use crate::scheme::Scheme;

use super::facts::{Facts, NameSource, Quoting, Separator, Shape, Spelling, Words};

/// What nobody knows anything of: the cautious row, which others differ from.
const UNKNOWN: Facts = Facts {
    name: "",
    shape: None,
    console: Scheme::Rcon,
    other_console: None,
    stop: "exit",
    stop_words: &[],
    map_words: &[],
    separator: None,
    spelling: Spelling::Plain,
    names: NameSource::Unknown,
    max_command: None,
    quoting: PLAIN,
    marks_ends: false,
    ban: None,
    words: NO_WORDS,
};

/// A console that gives no sign a meaning of its own.
const PLAIN: Quoting = Quoting {
    quote: None,
    ends: &[],
    takes_off_quotes: false,
    not_to_begin_with: &[],
    selectors: &[],
    blank: None,
};

/// The engine's `FParse::Line`, through which consoles of Unreal read, ends a
/// command at a bar outside of quotes. Whether a game's Rcon goes through it is
/// not known of each, so none gets a bar that it might read so.
const UNREAL: Quoting = Quoting {
    ends: &["|"],
    ..PLAIN
};

const NO_WORDS: Words = Words {
    announce: None,
    message: None,
    players: None,
    players_with_ids: None,
    kick: None,
    ban: None,
    ban_for: None,
    keep_bans: None,
    bans_need: None,
    save: None,
};

impl Game {
    /// What is known of this game before it has said anything.
    ///
    /// ```
    /// use rcon_proto::Game;
    ///
    /// assert_eq!(Game::Squad.facts().stop, "AdminKillServer");
    /// assert_eq!(Game::Conan.facts().words.players, Some("listplayers"));
    /// ```
    pub fn facts(self) -> &'static Facts {
        match self {
            Game::Auto => &AUTO,
            Game::Source => &SOURCE,
            Game::Cs2 => &CS2,
            Game::Minecraft => &MINECRAFT,
            Game::Factorio => &FACTORIO,
            Game::Palworld => &PALWORLD,
            Game::Ark => &ARK,
            Game::Rust => &RUST,
            Game::Zomboid => &ZOMBOID,
            Game::Squad => &SQUAD,
            Game::Conan => &CONAN,
            Game::BattlEye => &BATTLEYE,
            Game::DayZ => &DAYZ,
            Game::Arma => &ARMA,
            Game::Reforger => &REFORGER,
            Game::SevenDays => &SEVEN_DAYS,
            Game::Generic => &GENERIC,
        }
    }
}

const AUTO: Facts = Facts {
    name: "auto",
    ..UNKNOWN
};

const GENERIC: Facts = Facts {
    name: "generic",
    shape: Some(Shape::OnePacket),
    names: NameSource::None,
    ..UNKNOWN
};

/// From the Source SDK: `kickid` and `banid` of the engine, the latter with 0
/// minutes for ever and `kick` to take effect at once, `writeid` to keep it.
/// Both take the user id that `status` shows; a ban has no reason. Talking to one
/// player is left to plugins. The tokenizer knows no escape within quotes, and
/// outside of them `;` ends a command and `//` begins a comment; `say` takes off one
/// pair of quotes around its text (`Host_Say`). `GoldSrc`, whose console has no `kickid`
/// (`kick #ID`), is not reached: its remote console is another one, over UDP.
const SOURCE: Facts = Facts {
    name: "source",
    shape: Some(Shape::Source),
    stop: "exit",
    stop_words: &["exit", "quit", "_restart", "killserver"],
    map_words: &["changelevel", "changelevel2", "map"],
    separator: Some(Separator::Semicolon),
    names: NameSource::Cvarlist,
    quoting: Quoting {
        ends: &[";", "//"],
        takes_off_quotes: true,
        ..PLAIN
    },
    words: Words {
        announce: Some("say {text}"),
        players: Some("status"),
        kick: Some("kickid {number}[ \"{reason}\"]"),
        ban: Some("banid 0 {number} kick"),
        ban_for: Some("banid {minutes} {number} kick"),
        keep_bans: Some("writeid"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// Source's console, with another login. `banid`, `writeid` and `removeid` are flagged
/// `developmentonly defensive` in the lists that `SteamDatabase/GameTracking-CS2` takes out of each
/// build (`DumpSource2/commands.txt`), and such a command does nothing and prints nothing
/// while `DefensiveConCommands` is on, as it is in what Valve hands out
/// (`ValveSoftware/csgo-osx-linux` issue 3588). `kickid` is flagged `release`.
const CS2: Facts = Facts {
    name: "cs2",
    shape: Some(Shape::OnePacket),
    words: Words {
        bans_need: Some(
            "Counter-Strike 2 runs banid only where gameinfo.gi says DefensiveConCommands 0: else bans are a plugin's",
        ),
        ..SOURCE.words
    },
    ..SOURCE
};

/// From vanilla's commands and Spigot's `restart`. A name ends at a blank, and
/// what begins with `@` selects players by what they are. `end` is how Bungee and
/// Velocity are stopped, `shutdown` Velocity's other word for it.
const MINECRAFT: Facts = Facts {
    name: "minecraft",
    shape: Some(Shape::OnePacket),
    stop: "stop",
    stop_words: &["stop", "restart", "end", "shutdown"],
    separator: Some(Separator::Nothing),
    spelling: Spelling::Namespaced,
    names: NameSource::Help,
    quoting: Quoting {
        selectors: &['@'],
        ..PLAIN
    },
    words: Words {
        announce: Some("say {text}"),
        message: Some("tell {name} {text}"),
        players: Some("list"),
        players_with_ids: Some("list uuids"),
        kick: Some("kick {name}[ {reason}]"),
        ban: Some("ban {name}[ {reason}]"),
        save: Some("save-all"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From the game's own list of console commands. What does not begin with a
/// slash is said in the chat, so that is what announces. Over about 4 KB the
/// server drops the session.
const FACTORIO: Facts = Facts {
    name: "factorio",
    shape: Some(Shape::OnePacket),
    stop: "/quit",
    stop_words: &["/quit"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    max_command: Some(4000),
    quoting: Quoting {
        not_to_begin_with: &['/'],
        ..PLAIN
    },
    words: Words {
        announce: Some("{text}"),
        message: Some("/whisper {name} {text}"),
        players: Some("/players online"),
        kick: Some("/kick {name}[ {reason}]"),
        ban: Some("/ban {name}[ {reason}]"),
        save: Some("/server-save"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From the game's server guide. It takes no reasons, and in older builds (seen
/// in January 2024, gorcon/rcon-cli issue 34) a text ends at the first blank,
/// whatever stands around it; people write `_` then.
const PALWORLD: Facts = Facts {
    name: "palworld",
    shape: Some(Shape::OnePacket),
    stop: "Shutdown 1",
    stop_words: &["shutdown", "doexit"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    quoting: Quoting {
        blank: Some('_'),
        ..UNREAL
    },
    words: Words {
        announce: Some("Broadcast {text}"),
        players: Some("ShowPlayers"),
        kick: Some("KickPlayer {id}"),
        ban: Some("BanPlayer {id}"),
        save: Some("Save"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From the game's wiki, and `arkrcon` in Go, which notes what each answers.
/// `ServerChatTo` wants its identifier in quotes.
const ARK: Facts = Facts {
    name: "ark",
    shape: Some(Shape::OnePacket),
    stop: "DoExit",
    stop_words: &["doexit", "exit", "quit"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    quoting: UNREAL,
    words: Words {
        announce: Some("ServerChat {text}"),
        message: Some("ServerChatTo \"{id}\" {text}"),
        players: Some("ListPlayers"),
        kick: Some("KickPlayer {id}"),
        ban: Some("BanPlayer {id}"),
        save: Some("SaveWorld"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From the commands that the server itself lists. Arguments are quoted as
/// `QuoteSafe` does it, with a backslash before a quote; `say` shows its text as it
/// stands (`arg.FullString`). `banid`'s last argument is a time with its unit (`s`, `m`, `h`,
/// `d`, `w`, `M`, `Y`; a bare number is hours), by `TryGetBanExpiry` of the game's `ConVar.Admin`
/// and `ConsoleSystem.Arg.GetTimestamp`; alone among the bans it does not write the
/// list, which `server.writecfg` does. A command of the group
/// `global` may be written with the group's name. The older console reads at
/// most 4096 bytes at a time and closes the link over more: a packet is 14
/// bytes longer than its command. A wrong password bans its address for a minute.
const RUST: Facts = Facts {
    name: "rust",
    shape: Some(Shape::OnePacket),
    other_console: Some(Scheme::WebRcon),
    stop: "quit",
    stop_words: &["quit", "global.quit", "restart", "global.restart"],
    separator: Some(Separator::Semicolon),
    names: NameSource::BuiltIn,
    max_command: Some(4096 - 14),
    quoting: Quoting {
        quote: Some("\\\""),
        ends: &[";"],
        ..PLAIN
    },
    marks_ends: true,
    ban: Some(Duration::from_secs(60)),
    words: Words {
        announce: Some("say {text}"),
        players: Some("playerlist"),
        kick: Some("kick {id}[ \"{reason}\"]"),
        ban: Some("banid {id} \"{label}\"[ \"{reason}\"]"),
        ban_for: Some("banid {id} \"{label}\" \"{reason}\" {minutes}m"),
        keep_bans: Some("server.writecfg"),
        save: Some("server.save"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From the server's `help` (`/kickuser "username" -r "reason"`, `/banuser "username" -ip -r
/// "reason"`). Arguments are cut by a pattern that knows no escape
/// within quotes, so a name that holds one cannot be said.
const ZOMBOID: Facts = Facts {
    name: "zomboid",
    shape: Some(Shape::Source),
    stop: "quit",
    stop_words: &["quit"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    words: Words {
        announce: Some("servermsg \"{text}\""),
        players: Some("players"),
        kick: Some("kickuser \"{name}\"[ -r \"{reason}\"]"),
        ban: Some("banuser \"{name}\"[ -r \"{reason}\"]"),
        save: Some("save"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From the server's `ListCommands`, as the README of `dsg/squad-rcon-php` has it:
/// `AdminKick "<NameOrSteamId>" <KickReason>`, `AdminBan "<NameOrSteamId>" "<BanLength>" <BanReason>`, and so on. A ban's length is 0 for ever, `1d` a day, `1M` a month; whether it knows
/// minutes is said nowhere.
const SQUAD: Facts = Facts {
    name: "squad",
    shape: Some(Shape::Source),
    stop: "AdminKillServer",
    stop_words: &["adminkillserver"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    quoting: UNREAL,
    words: Words {
        announce: Some("AdminBroadcast {text}"),
        message: Some("AdminWarn \"{id}\" {text}"),
        players: Some("ListPlayers"),
        kick: Some("AdminKick \"{id}\"[ {reason}]"),
        ban: Some("AdminBan \"{id}\" 0[ {reason}]"),
        ban_for: Some("AdminBan \"{id}\" {days}d[ {reason}]"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From the server's `help`. Kicks and bans say by which column of `listplayers`
/// they mean a player: `userid` is one without blanks, and what the bots of those
/// who run such servers use (`kickplayer userid ID TEXT`).
const CONAN: Facts = Facts {
    name: "conan",
    shape: Some(Shape::OnePacket),
    stop: "shutdown",
    stop_words: &["shutdown", "exit", "quit"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    quoting: UNREAL,
    words: Words {
        announce: Some("broadcast {text}"),
        players: Some("listplayers"),
        kick: Some("kickplayer userid {id}[ {reason}]"),
        ban: Some("banplayer userid {id}[ {reason}]"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

/// From `BattlEye`'s own documentation of its RCON, and BI's wiki for what begins
/// with `#`. Kicks and bans mean a player by the number in `players`; a ban of 0
/// minutes is for ever; a text is the rest of the line. `RConPassword` is a command
/// that holds a secret.
const BATTLEYE: Facts = Facts {
    name: "battleye",
    shape: Some(Shape::BattlEye),
    console: Scheme::BattlEye,
    stop: "#shutdown",
    stop_words: &["#shutdown", "#restartserver"],
    map_words: &["#mission", "#restart", "#reassign"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    words: Words {
        announce: Some("say -1 {text}"),
        message: Some("say {number} {text}"),
        players: Some("players"),
        kick: Some("kick {number}[ {reason}]"),
        ban: Some("ban {number} 0[ {reason}]"),
        ban_for: Some("ban {number} {minutes}[ {reason}]"),
        keep_bans: Some("writeBans"),
        ..NO_WORDS
    },
    ..UNKNOWN
};

const DAYZ: Facts = Facts {
    name: "dayz",
    ..BATTLEYE
};

const ARMA: Facts = Facts {
    name: "arma",
    ..BATTLEYE
};

/// The console that the game has built in, which is the usual one. From BI's wiki
/// (`Arma_Reforger:Server_Management`): a kick means the number in `#players`, a ban that or the
/// identity, for so many seconds, and 0 for ever. It has no words for a message.
const REFORGER: Facts = Facts {
    name: "reforger",
    words: Words {
        players: Some("#players"),
        kick: Some("#kick {number}"),
        ban: Some("#ban create {id} 0[ {reason}]"),
        ban_for: Some("#ban create {id} {seconds}[ {reason}]"),
        ..NO_WORDS
    },
    ..BATTLEYE
};

/// From the console's own `help`. Arguments stand in double quotes, and no escape
/// within them is known. Ten wrong passwords close the port to an address for ten
/// seconds (`TelnetFailedLoginsBlocktime`).
const SEVEN_DAYS: Facts = Facts {
    name: "7dtd",
    shape: Some(Shape::Telnet),
    console: Scheme::Telnet,
    stop: "shutdown",
    stop_words: &["shutdown"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
    ban: Some(Duration::from_secs(10)),
    words: Words {
        announce: Some("say \"{text}\""),
        message: Some("pm {number} \"{text}\""),
        players: Some("lp"),
        kick: Some("kick {number}[ \"{reason}\"]"),
        ban: Some("ban add {number} 100 years[ \"{reason}\"]"),
        ban_for: Some("ban add {number} {minutes} minutes[ \"{reason}\"]"),
        save: Some("saveworld"),
        ..NO_WORDS
    },
    ..UNKNOWN
};
