//! Which values a command or variable takes, where that can be known.

use rcon_proto::Game;

use super::builtin;
use super::list::NameList;
use super::name::{Kind, Name};
use super::usage::{Argument, ValueKind};

/// Where the values of a command come from that tells no usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueSource {
    /// One of these words.
    Words(&'static [&'static str]),
    /// Values of a kind.
    Kind(ValueKind),
}

const PLAYERS: ValueSource = ValueSource::Kind(ValueKind::Players);
const NUMBERED: ValueSource = ValueSource::Kind(ValueKind::PlayerNumbers);
const MAPS: ValueSource = ValueSource::Kind(ValueKind::Maps);
const NAMES: ValueSource = ValueSource::Kind(ValueKind::Names);

const NUMBERS: &[&str] = &["0", "1"];
const WORDS: &[&str] = &["false", "true"];

/// Commands whose first argument is of a kind, in lower case.
const ARGUMENTS: &[(&str, ValueSource)] = &[
    ("adminban", PLAYERS),
    ("adminkick", PLAYERS),
    ("adminwarn", PLAYERS),
    ("ban", PLAYERS),
    ("banuser", PLAYERS),
    ("changelevel", MAPS),
    ("changelevel2", MAPS),
    ("clear", PLAYERS),
    ("demote", PLAYERS),
    ("deop", PLAYERS),
    (
        "difficulty",
        ValueSource::Words(&["easy", "hard", "normal", "peaceful"]),
    ),
    (
        "gamemode",
        ValueSource::Words(&["adventure", "creative", "spectator", "survival"]),
    ),
    ("give", PLAYERS),
    ("help", NAMES),
    ("incrementvar", NAMES),
    ("kick", PLAYERS),
    ("kickid", NUMBERED),
    ("kickuser", PLAYERS),
    ("kill", PLAYERS),
    ("log", ValueSource::Words(&["off", "on"])),
    ("map", MAPS),
    ("msg", PLAYERS),
    ("nextlevel", MAPS),
    ("op", PLAYERS),
    ("promote", PLAYERS),
    ("sm_ban", PLAYERS),
    ("sm_kick", PLAYERS),
    ("sm_map", MAPS),
    ("sm_slay", PLAYERS),
    ("teleport", PLAYERS),
    ("tell", PLAYERS),
    ("toggle", NAMES),
    ("tp", PLAYERS),
    ("w", PLAYERS),
    ("weather", ValueSource::Words(&["clear", "rain", "thunder"])),
    (
        "whitelist",
        ValueSource::Words(&["add", "list", "off", "on", "reload", "remove"]),
    ),
];

/// Words in a help text that speak of a switch.
const SWITCH_WORDS: &[&str] = &[
    "allow",
    "disable",
    "enable",
    "if 1",
    "if non-zero",
    "if set",
    "on/off",
    "should",
    "toggle",
    "turn",
    "when set",
    "whether",
    "0 =",
    "0=",
    "1 =",
    "1=",
    "(0/1)",
];

/// What can follow these words, the first of which is the command's name.
/// `usages` are what the server says of it when asked; where they, and the
/// list, say nothing about that place, what is known of `game` counts.
pub(crate) fn values_for(
    words: &[&str],
    usages: &[String],
    names: &NameList,
    game: Game,
) -> Argument {
    let mut found = Argument::default();
    let Some((command, given)) = words.split_first() else {
        return found;
    };
    for usage in usages {
        found.add(arguments(usage), given);
    }
    if found.is_empty() {
        found.add(&of_list(names, command), given);
    }
    if found.is_empty()
        && let Some(known) = builtin::list(game)
    {
        found.add(&of_list(&known, bare(command)), given);
        if found.is_empty() && command.starts_with('/') {
            found.add(&of_list(&known, command), given);
        }
    }
    if found.is_empty() && given.is_empty() {
        first(command, names, &mut found);
    }
    found
}

/// Whether a command is one of a console's, whichever game it is: no talk that a
/// server would hand on to its players.
pub(crate) fn is_consoles(command: &str) -> bool {
    let listed = ARGUMENTS
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(command));
    listed || builtin::list(Game::Minecraft).is_some_and(|list| list.get(command).is_some())
}

/// The name of a command as Minecraft's own.
fn bare(command: &str) -> &str {
    let bare = command.strip_prefix('/').unwrap_or(command);
    bare.strip_prefix("minecraft:").unwrap_or(bare)
}

/// What is behind the name in a usage.
pub(super) fn arguments(usage: &str) -> &str {
    let usage = usage.trim_start();
    usage.find(' ').map_or("", |at| usage[at..].trim_start())
}

/// The arguments of a command of the list. `tell -> msg` are those of `msg`.
fn of_list(names: &NameList, command: &str) -> String {
    let usage_of = |command: &str| {
        let found = names.get(command).or_else(|| names.get(bare(command)));
        found.map(|name| arguments(&name.usage()).to_owned())
    };
    let usage = usage_of(command).unwrap_or_default();
    match usage.strip_prefix("-> ") {
        Some(other) => usage_of(other.trim()).unwrap_or_default(),
        None => usage,
    }
}

/// The first argument of a command that tells no usage.
fn first(command: &str, names: &NameList, found: &mut Argument) {
    let known = ARGUMENTS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(bare(command)));
    let source = match known {
        Some((_, source)) => Some(*source),
        None => names.get(command).and_then(|name| switch(&name)),
    };
    match source {
        Some(ValueSource::Words(words)) => found.add_words(words.iter().copied()),
        Some(ValueSource::Kind(kind)) => found.add_kind(kind),
        None => {}
    }
}

/// The two values of a switch.
fn switch(name: &Name<'_>) -> Option<ValueSource> {
    if !matches!(name.kind(), Kind::Variable | Kind::Unproven) {
        return None;
    }
    let sure = name.value();
    match sure.as_deref().unwrap_or(name.printed_value()) {
        "true" | "false" | "True" | "False" => Some(ValueSource::Words(WORDS)),
        "0" | "1" if is_bounded(name) || speaks_of_switch(&name.description()) => {
            Some(ValueSource::Words(NUMBERS))
        }
        _ => None,
    }
}

/// Whether the console said that the value lies between 0 and 1.
fn is_bounded(name: &Name<'_>) -> bool {
    let is = |bound: Option<&String>, wanted: f64| {
        let bound = bound.and_then(|text| text.parse::<f64>().ok());
        bound.is_some_and(|bound| (bound - wanted).abs() < f64::EPSILON)
    };
    name.learned()
        .is_some_and(|query| is(query.min.as_ref(), 0.0) && is(query.max.as_ref(), 1.0))
}

fn speaks_of_switch(help: &str) -> bool {
    let help = help.to_ascii_lowercase();
    SWITCH_WORDS.iter().any(|words| help.contains(words))
}

#[cfg(test)]
mod tests {
    use rcon_proto::convar::Query;

    use super::super::{Builder, NewName};
    use super::*;

    fn list() -> NameList {
        let mut builder = Builder::default();
        for (name, kind, value, description) in [
            ("sv_cheats", Kind::Unproven, "0", "Allow cheats on server"),
            ("hostname", Kind::Unproven, "0", "The server's name."),
            ("mp_bounded", Kind::Unproven, "1", ""),
            ("bot_stop_all", Kind::Variable, "false", ""),
            ("enable_all", Kind::Command, "", "Enable all."),
            ("sv_gravity", Kind::Unproven, "800", "Whether you fall."),
        ] {
            builder.push(&NewName {
                name,
                kind,
                value,
                description,
                ..NewName::default()
            });
        }
        builder.build()
    }

    fn words(line: &str, names: &NameList, game: Game) -> Vec<String> {
        let typed: Vec<&str> = line.split_whitespace().collect();
        let found = values_for(&typed, &[], names, game).words;
        found.into_iter().collect()
    }

    fn kinds(line: &str, game: Game) -> Vec<ValueKind> {
        let typed: Vec<&str> = line.split_whitespace().collect();
        values_for(&typed, &[], &NameList::default(), game).kinds
    }

    #[test]
    fn switches_are_known_by_value_and_help() {
        let names = list();
        assert_eq!(words("sv_cheats", &names, Game::Source), NUMBERS);
        assert_eq!(words("bot_stop_all", &names, Game::Source), WORDS);
        for other in ["hostname", "enable_all", "sv_gravity", "mp_bounded", "x"] {
            assert!(words(other, &names, Game::Source).is_empty(), "{other}");
        }
        assert!(words("sv_cheats 1", &names, Game::Source).is_empty());
    }

    #[test]
    fn switches_are_known_by_the_bounds_that_the_console_gave() {
        let mut names = list();
        let reply = b"\"mp_bounded\" = \"1\" min. 0.000000 max. 1.000000\n";
        names.learn(Query::parse(reply).expect("a variable"));
        assert_eq!(words("mp_bounded", &names, Game::Source), NUMBERS);
    }

    #[test]
    fn commands_take_maps_players_and_names() {
        let source = |line| kinds(line, Game::Source);
        assert_eq!(source("Kick"), [ValueKind::Players]);
        assert_eq!(source("kickid"), [ValueKind::PlayerNumbers]);
        assert_eq!(source("help"), [ValueKind::Names]);
        assert_eq!(source("changelevel"), [ValueKind::Maps]);
        for nothing in ["", "sv_gravity", "kick Ada"] {
            assert!(source(nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn each_game_says_what_its_commands_take() {
        for (game, line, kind) in [
            (Game::Minecraft, "/minecraft:tell", ValueKind::Players),
            (Game::Minecraft, "whitelist add", ValueKind::Players),
            (Game::Minecraft, "effect give", ValueKind::Players),
            (Game::Minecraft, "help", ValueKind::Names),
            (Game::Factorio, "/kick", ValueKind::Players),
            (Game::Factorio, "/swap-players Ada", ValueKind::Players),
            (Game::Factorio, "/whitelist add", ValueKind::Players),
            (Game::Palworld, "KickPlayer", ValueKind::PlayerIds),
            (Game::Ark, "banplayer", ValueKind::PlayerIds),
            (Game::Ark, "ServerChatToPlayer", ValueKind::Players),
            (Game::Squad, "AdminKick", ValueKind::Players),
            (Game::Squad, "AdminKickById", ValueKind::PlayerNumbers),
            (Game::Conan, "kickplayer name", ValueKind::Players),
            (Game::Rust, "kick", ValueKind::Players),
            (Game::Rust, "oxide.grant user", ValueKind::Players),
            (Game::Zomboid, "teleport Ada", ValueKind::Players),
        ] {
            assert_eq!(kinds(line, game), [kind], "{game}: {line}");
        }
        let none = NameList::default();
        let mc = |line| words(line, &none, Game::Minecraft);
        assert_eq!(mc("effect"), ["clear", "give"]);
        assert_eq!(mc("whitelist").len(), 6);
        assert!(mc("whitelist add").is_empty());
        assert_eq!(words("chat.serverlog", &none, Game::Rust), WORDS);
        assert_eq!(words("/banlist", &none, Game::Factorio).len(), 4);
    }

    #[test]
    fn what_the_server_says_itself_comes_first() {
        let usages = ["effect clear [<targets>]", "effect give <targets> <effect>"];
        let usages = usages.map(str::to_owned);
        let none = NameList::default();
        let found = values_for(&["effect"], &usages, &none, Game::Auto);
        assert_eq!(
            found.words.into_iter().collect::<Vec<_>>(),
            ["clear", "give"]
        );
        let found = values_for(&["effect", "give"], &usages, &none, Game::Auto);
        assert_eq!(found.kinds, [ValueKind::Players]);
    }
}
