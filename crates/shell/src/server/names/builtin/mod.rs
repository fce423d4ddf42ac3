//! The names of games whose consoles cannot list them, or would do it in the
//! game's chat. Written down here, so that nothing is asked.

use rcon_proto::Game;

use super::build::{Builder, NewName};
use super::list::NameList;

/// A command of a game.
///
/// Its arguments are data, too: [`usage`](super::usage) reads them. `PLAYER` is
/// a player on the server by name, `ID` by lasting identifier, `INDEX` by
/// number on the list; `MAP` a map, `COMMAND` a name of the list; `on|off` one
/// of several words. What else is in capitals only says what to type.
#[derive(Debug, Clone, Copy)]
struct Builtin<'a> {
    /// The name and its arguments.
    usage: &'a str,
    description: &'a str,
}

impl<'a> Builtin<'a> {
    /// Of a line of these files, `NAME ARGUMENTS : DESCRIPTION`. None of a
    /// comment.
    fn parse(line: &'a str) -> Option<Self> {
        let (usage, description) = line.split_once(" : ")?;
        let entry = Self { usage, description };
        (!line.starts_with("# ")).then_some(entry)
    }

    fn name(self) -> &'a str {
        let end = self.usage.find(' ').unwrap_or(self.usage.len());
        &self.usage[..end]
    }
}

/// The list of a game, as text, which a start of the program that needs none
/// of them does not pay for.
fn text(game: Game) -> Option<&'static str> {
    Some(match game {
        Game::Ark => include_str!("ark.txt"),
        Game::BattlEye | Game::Arma => include_str!("battleye.txt"),
        Game::DayZ => include_str!("dayz.txt"),
        Game::Reforger => include_str!("reforger.txt"),
        Game::SevenDays => include_str!("7dtd.txt"),
        Game::Conan => include_str!("conan.txt"),
        Game::Factorio => include_str!("factorio.txt"),
        Game::Minecraft => include_str!("minecraft.txt"),
        Game::Palworld => include_str!("palworld.txt"),
        Game::Rust => include_str!("rust.txt"),
        Game::Squad => include_str!("squad.txt"),
        Game::Zomboid => include_str!("zomboid.txt"),
        // A test says whether one is missing.
        _ => return None,
    })
}

/// The names that this program knows of a game by itself, if any. Minecraft's
/// are for servers whose `help` says nothing.
pub(crate) fn list(game: Game) -> Option<NameList> {
    let text = text(game)?;
    let mut builder = Builder::default();
    for entry in text.lines().filter_map(Builtin::parse) {
        builder.push(&NewName {
            name: entry.name(),
            usage: entry.usage,
            description: entry.description,
            ..NewName::default()
        });
    }
    Some(builder.build())
}

#[cfg(test)]
mod tests {
    use rcon_proto::NameSource;

    use super::*;

    fn entries(text: &str) -> Vec<Builtin<'_>> {
        text.lines().filter_map(Builtin::parse).collect()
    }

    /// The games that have a list.
    fn games() -> impl Iterator<Item = (Game, &'static str)> {
        Game::ALL
            .into_iter()
            .filter_map(|game| Some((game, text(game)?)))
    }

    #[test]
    fn every_game_that_is_to_have_a_list_has_one() {
        for game in Game::ALL {
            if matches!(game.name_source(), NameSource::BuiltIn | NameSource::Find) {
                assert!(text(game).is_some(), "{game}");
            }
        }
    }

    #[test]
    fn every_list_is_sorted_explained_and_taken_whole() {
        for (game, text) in games() {
            let entries = entries(text);
            let comments = text.lines().filter(|line| line.starts_with("# ")).count();
            assert_eq!(entries.len() + comments, text.lines().count(), "{game}");
            let list = list(game).expect("in the table");
            assert_eq!(list.len(), entries.len(), "{game} names one twice");
            for entry in &entries {
                assert!(entry.description.ends_with('.'), "{game}: {entry:?}");
            }
            let in_file: Vec<_> = entries.iter().map(|entry| entry.name()).collect();
            let sorted: Vec<_> = list.iter().map(|name| name.name()).collect();
            assert_eq!(in_file, sorted, "{game}");
        }
    }

    #[test]
    fn the_game_can_be_stopped_by_a_listed_command() {
        for (game, text) in games() {
            let stops = |entry: &Builtin<'_>| game.is_stop_command(entry.name(), game.shape());
            assert!(entries(text).iter().any(stops), "{game}");
        }
    }

    #[test]
    fn factorio_names_keep_the_slash_that_keeps_them_out_of_the_chat() {
        let entries = entries(include_str!("factorio.txt"));
        assert!(entries.iter().all(|entry| entry.name().starts_with('/')));
    }

    #[test]
    fn games_that_tell_no_names_have_a_list() {
        let zomboid = list(Game::Zomboid).expect("there is one");
        assert!(zomboid.get("servermsg").is_some());
        assert!(list(Game::Source).is_none());
    }
}
