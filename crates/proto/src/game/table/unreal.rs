//! Games on the Unreal Engine, through which their consoles read.

use super::{NO_WORDS, PLAIN, UNKNOWN};
use crate::game::facts::{Facts, NameSource, Quoting, Separator, Shape, Words};

/// The engine's `FParse::Line`, through which consoles of Unreal read, ends a
/// command at a bar outside of quotes. Whether a game's Rcon goes through it is
/// not known of each, so none gets a bar that it might read so.
const UNREAL: Quoting = Quoting {
    ends: &["|"],
    ..PLAIN
};

/// From the game's server guide. It takes no reasons, and in older builds (seen
/// in January 2024, gorcon/rcon-cli issue 34) a text ends at the first blank,
/// whatever stands around it; people write `_` then.
pub(in crate::game) const PALWORLD: Facts = Facts {
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
pub(in crate::game) const ARK: Facts = Facts {
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

/// From the server's `ListCommands`, as the README of `dsg/squad-rcon-php` has it:
/// `AdminKick "<NameOrSteamId>" <KickReason>`, `AdminBan "<NameOrSteamId>" "<BanLength>" <BanReason>`, and so on. A ban's length is 0 for ever, `1d` a day, `1M` a month; whether it knows
/// minutes is said nowhere.
pub(in crate::game) const SQUAD: Facts = Facts {
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
pub(in crate::game) const CONAN: Facts = Facts {
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
