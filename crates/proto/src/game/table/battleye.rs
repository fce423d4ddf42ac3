//! Games whose console is `BattlEye`'s.

use super::{NO_WORDS, UNKNOWN};
use crate::game::facts::{Facts, NameSource, Separator, Shape, Words};
use crate::scheme::Scheme;

/// From `BattlEye`'s own documentation of its RCON, and BI's wiki for what begins
/// with `#`. Kicks and bans mean a player by the number in `players`; a ban of 0
/// minutes is for ever; a text is the rest of the line. `RConPassword` is a command
/// that holds a secret.
pub(in crate::game) const BATTLEYE: Facts = Facts {
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

pub(in crate::game) const DAYZ: Facts = Facts {
    name: "dayz",
    ..BATTLEYE
};

pub(in crate::game) const ARMA: Facts = Facts {
    name: "arma",
    ..BATTLEYE
};

/// The console that the game has built in, which is the usual one. From BI's wiki
/// (`Arma_Reforger:Server_Management`): a kick means the number in `#players`, a ban that or the
/// identity, for so many seconds, and 0 for ever. It has no words for a message.
pub(in crate::game) const REFORGER: Facts = Facts {
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
