//! Games with a console of their own.

use super::{NO_WORDS, PLAIN, UNKNOWN};
use crate::game::facts::{Facts, NameSource, Quoting, Separator, Shape, Spelling, Words};
use crate::scheme::Scheme;
use std::time::Duration;

/// From vanilla's commands and Spigot's `restart`. A name ends at a blank, and
/// what begins with `@` selects players by what they are. `end` is how Bungee and
/// Velocity are stopped, `shutdown` Velocity's other word for it.
pub(in crate::game) const MINECRAFT: Facts = Facts {
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
pub(in crate::game) const FACTORIO: Facts = Facts {
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

/// From the commands that the server itself lists. Arguments are quoted as
/// `QuoteSafe` does it, with a backslash before a quote; `say` shows its text as it
/// stands (`arg.FullString`). `banid`'s last argument is a time with its unit (`s`, `m`, `h`,
/// `d`, `w`, `M`, `Y`; a bare number is hours), by `TryGetBanExpiry` of the game's `ConVar.Admin`
/// and `ConsoleSystem.Arg.GetTimestamp`; alone among the bans it does not write the
/// list, which `server.writecfg` does. A command of the group
/// `global` may be written with the group's name. The older console reads at
/// most 4096 bytes at a time and closes the link over more: a packet is 14
/// bytes longer than its command. A wrong password bans its address for a minute.
pub(in crate::game) const RUST: Facts = Facts {
    name: "rust",
    shape: Some(Shape::OnePacket),
    other_console: Some(Scheme::WebRcon),
    stop: "quit",
    stop_words: &["quit", "global.quit", "restart", "global.restart"],
    separator: Some(Separator::Semicolon),
    names: NameSource::Find,
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
        players: Some("status"),
        players_with_ids: Some("playerlist"),
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
pub(in crate::game) const ZOMBOID: Facts = Facts {
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

/// From the console's own `help`. Arguments stand in double quotes, and no escape
/// within them is known.
pub(in crate::game) const SEVEN_DAYS: Facts = Facts {
    name: "7dtd",
    shape: Some(Shape::Telnet),
    console: Scheme::Telnet,
    stop: "shutdown",
    stop_words: &["shutdown"],
    separator: Some(Separator::Nothing),
    names: NameSource::BuiltIn,
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
