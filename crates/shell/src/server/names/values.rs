//! Which values a command or variable takes, where that can be known.

use super::list::NameList;
use super::name::{Kind, Name};

/// Where the values for completion come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueSource {
    /// Nothing is known.
    Unknown,
    /// One of these words.
    Words(&'static [&'static str]),
    /// The server's maps, as `maps *` lists them.
    Maps,
    /// The players on the server by name.
    Players,
    /// The players on the server by the number that `status` shows.
    PlayerIds,
    /// The names of this list.
    Names,
}

const NUMBERS: &[&str] = &["0", "1"];
const WORDS: &[&str] = &["false", "true"];

/// Commands whose first argument is of a kind, in lower case.
const ARGUMENTS: &[(&str, ValueSource)] = &[
    ("adminban", ValueSource::Players),
    ("adminkick", ValueSource::Players),
    ("adminwarn", ValueSource::Players),
    ("ban", ValueSource::Players),
    ("banuser", ValueSource::Players),
    ("changelevel", ValueSource::Maps),
    ("changelevel2", ValueSource::Maps),
    ("clear", ValueSource::Players),
    ("demote", ValueSource::Players),
    ("deop", ValueSource::Players),
    (
        "difficulty",
        ValueSource::Words(&["easy", "hard", "normal", "peaceful"]),
    ),
    (
        "gamemode",
        ValueSource::Words(&["adventure", "creative", "spectator", "survival"]),
    ),
    ("give", ValueSource::Players),
    ("help", ValueSource::Names),
    ("incrementvar", ValueSource::Names),
    ("kick", ValueSource::Players),
    ("kickid", ValueSource::PlayerIds),
    ("kickuser", ValueSource::Players),
    ("kill", ValueSource::Players),
    ("log", ValueSource::Words(&["off", "on"])),
    ("map", ValueSource::Maps),
    ("msg", ValueSource::Players),
    ("nextlevel", ValueSource::Maps),
    ("op", ValueSource::Players),
    ("promote", ValueSource::Players),
    ("sm_ban", ValueSource::Players),
    ("sm_kick", ValueSource::Players),
    ("sm_map", ValueSource::Maps),
    ("sm_slay", ValueSource::Players),
    ("teleport", ValueSource::Players),
    ("tell", ValueSource::Players),
    ("toggle", ValueSource::Names),
    ("tp", ValueSource::Players),
    ("w", ValueSource::Players),
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

/// Which values the first argument of `command` takes.
pub(crate) fn values_for(command: &str, names: &NameList) -> ValueSource {
    let bare = command.strip_prefix('/').unwrap_or(command);
    let bare = bare.strip_prefix("minecraft:").unwrap_or(bare);
    let known = ARGUMENTS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(bare));
    if let Some(&(_, source)) = known {
        return source;
    }
    names
        .get(command)
        .map_or(ValueSource::Unknown, |name| switch(&name))
}

/// The two values of a switch.
fn switch(name: &Name<'_>) -> ValueSource {
    if !matches!(name.kind(), Kind::Variable | Kind::Unproven) {
        return ValueSource::Unknown;
    }
    let sure = name.value();
    match sure.as_deref().unwrap_or(name.printed_value()) {
        "true" | "false" | "True" | "False" => ValueSource::Words(WORDS),
        "0" | "1" if is_bounded(name) || speaks_of_switch(&name.description()) => {
            ValueSource::Words(NUMBERS)
        }
        _ => ValueSource::Unknown,
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

    #[test]
    fn switches_are_known_by_value_and_help() {
        let names = list();
        assert_eq!(values_for("sv_cheats", &names), ValueSource::Words(NUMBERS));
        assert_eq!(
            values_for("bot_stop_all", &names),
            ValueSource::Words(WORDS)
        );
        for other in ["hostname", "enable_all", "sv_gravity", "mp_bounded", "x"] {
            assert_eq!(values_for(other, &names), ValueSource::Unknown, "{other}");
        }
    }

    #[test]
    fn switches_are_known_by_the_bounds_that_the_console_gave() {
        let mut names = list();
        let reply = b"\"mp_bounded\" = \"1\" min. 0.000000 max. 1.000000\n";
        names.learn(Query::parse(reply).expect("a variable"));
        assert_eq!(
            values_for("mp_bounded", &names),
            ValueSource::Words(NUMBERS)
        );
    }

    #[test]
    fn commands_take_maps_players_and_names() {
        let none = NameList::default();
        assert_eq!(values_for("Kick", &none), ValueSource::Players);
        assert_eq!(values_for("/minecraft:tell", &none), ValueSource::Players);
        assert_eq!(values_for("kickid", &none), ValueSource::PlayerIds);
        assert_eq!(values_for("help", &none), ValueSource::Names);
        assert_eq!(values_for("", &none), ValueSource::Unknown);
    }

    #[test]
    fn what_is_not_known_has_no_values() {
        use crate::server::names::{NameList, ValueSource, values_for};

        let nothing_known = NameList::default();
        assert_eq!(values_for("changelevel", &nothing_known), ValueSource::Maps);
        assert_eq!(
            values_for("sv_gravity", &nothing_known),
            ValueSource::Unknown
        );
    }
}
