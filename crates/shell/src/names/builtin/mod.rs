//! The names of games whose consoles cannot list them, or would do it in the
//! game's chat. Written down here, so that nothing is asked.

mod ark;
mod conan;
mod factorio;
mod minecraft;
mod palworld;
mod rust;
mod squad;
mod zomboid;

use super::build::{Builder, NewName};
use super::list::NameList;

/// A command of a game.
struct Builtin {
    name: &'static str,
    /// Its arguments, without the name; may be empty.
    arguments: &'static str,
    description: &'static str,
}

const fn name(name: &'static str, arguments: &'static str, description: &'static str) -> Builtin {
    Builtin {
        name,
        arguments,
        description,
    }
}

/// The lists by the game's name on the command line.
const GAMES: &[(&str, &[Builtin])] = &[
    ("ark", ark::NAMES),
    ("conan", conan::NAMES),
    ("factorio", factorio::NAMES),
    ("minecraft", minecraft::NAMES),
    ("palworld", palworld::NAMES),
    ("rust", rust::NAMES),
    ("squad", squad::NAMES),
    ("zomboid", zomboid::NAMES),
];

/// The names that this program knows of a game by itself, if any. `game` is
/// its name as `--game` takes it. Minecraft's are for servers whose `help`
/// says nothing.
///
/// ```
/// use rcon_shell::names::builtin;
///
/// let zomboid = builtin::list("zomboid").expect("there is one");
/// assert!(zomboid.get("servermsg").is_some());
/// assert!(builtin::list("source").is_none());
/// ```
pub fn list(game: &str) -> Option<NameList> {
    let (_, names) = GAMES.iter().find(|(name, _)| *name == game)?;
    let mut builder = Builder::default();
    for entry in *names {
        let usage = format!("{} {}", entry.name, entry.arguments);
        builder.push(&NewName {
            name: entry.name,
            usage: usage.trim_end(),
            description: entry.description,
            ..NewName::default()
        });
    }
    Some(builder.build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_sorted_explained_and_taken_whole() {
        for (game, names) in GAMES {
            let list = list(game).expect("in the table");
            assert_eq!(list.len(), names.len(), "{game} names one twice");
            for entry in *names {
                assert!(entry.description.ends_with('.'), "{game}: {}", entry.name);
            }
            let in_table: Vec<_> = names.iter().map(|entry| entry.name).collect();
            let sorted: Vec<_> = list.iter().map(|name| name.name()).collect();
            assert_eq!(in_table, sorted, "{game}");
        }
    }

    #[test]
    fn the_game_can_be_stopped_by_a_listed_command() {
        for (game, names) in GAMES {
            let stops = |entry: &Builtin| super::super::stops_server(game, entry.name);
            assert!(names.iter().any(stops), "{game}");
        }
    }

    #[test]
    fn factorio_names_keep_the_slash_that_keeps_them_out_of_the_chat() {
        assert!(
            factorio::NAMES
                .iter()
                .all(|entry| entry.name.starts_with('/'))
        );
    }
}
