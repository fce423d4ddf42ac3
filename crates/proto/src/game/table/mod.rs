//! Each game's facts: the one place where its name and its words stand. Games
//! whose consoles are of one make are in one file.

mod battleye;
mod own;
mod source;
mod unreal;

use super::facts::{Facts, NameSource, Quoting, Shape, Spelling, Words};
use crate::scheme::Scheme;

pub(super) use battleye::*;
pub(super) use own::*;
pub(super) use source::*;
pub(super) use unreal::*;

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

pub(super) const AUTO: Facts = Facts {
    name: "auto",
    ..UNKNOWN
};

pub(super) const GENERIC: Facts = Facts {
    name: "generic",
    shape: Some(Shape::OnePacket),
    names: NameSource::None,
    ..UNKNOWN
};
