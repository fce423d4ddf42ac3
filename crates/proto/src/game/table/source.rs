//! Source and what has its console.

use super::{NO_WORDS, PLAIN, UNKNOWN};
use crate::game::facts::{Facts, NameSource, Quoting, Separator, Shape, Words};

/// From the Source SDK: `kickid` and `banid` of the engine, the latter with 0
/// minutes for ever and `kick` to take effect at once, `writeid` to keep it.
/// Both take the user id that `status` shows; a ban has no reason. Talking to one
/// player is left to plugins. The tokenizer knows no escape within quotes, and
/// outside of them `;` ends a command and `//` begins a comment; `say` takes off one
/// pair of quotes around its text (`Host_Say`). `GoldSrc`, whose console has no `kickid`
/// (`kick #ID`), is not reached: its remote console is another one, over UDP.
pub(in crate::game) const SOURCE: Facts = Facts {
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
pub(in crate::game) const CS2: Facts = Facts {
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
