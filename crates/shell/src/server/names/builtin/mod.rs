//! The names of games whose consoles cannot list them, or would do it in the
//! game's chat. Written down here, so that nothing is asked.

use super::build::{Builder, NewName};
use super::list::NameList;

/// A command of a game.
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
        (!line.starts_with('#')).then_some(entry)
    }

    fn name(self) -> &'a str {
        let end = self.usage.find(' ').unwrap_or(self.usage.len());
        &self.usage[..end]
    }
}

/// The lists by the game's name on the command line. As text, which a start
/// of the program that needs none of them does not pay for.
const GAMES: &[(&str, &str)] = &[
    ("ark", include_str!("ark.txt")),
    ("conan", include_str!("conan.txt")),
    ("factorio", include_str!("factorio.txt")),
    ("minecraft", include_str!("minecraft.txt")),
    ("palworld", include_str!("palworld.txt")),
    ("rust", include_str!("rust.txt")),
    ("squad", include_str!("squad.txt")),
    ("zomboid", include_str!("zomboid.txt")),
];

/// The names that this program knows of a game by itself, if any. `game` is
/// its name as `--game` takes it. Minecraft's are for servers whose `help`
/// says nothing.
pub(crate) fn list(game: &str) -> Option<NameList> {
    let (_, text) = GAMES.iter().find(|(name, _)| *name == game)?;
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
    use super::*;

    fn entries(text: &str) -> Vec<Builtin<'_>> {
        text.lines().filter_map(Builtin::parse).collect()
    }

    #[test]
    fn every_list_is_sorted_explained_and_taken_whole() {
        for (game, text) in GAMES {
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
        for (game, text) in GAMES {
            let stops = |entry: &Builtin<'_>| super::super::stops_server(game, entry.name());
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
        let zomboid = list("zomboid").expect("there is one");
        assert!(zomboid.get("servermsg").is_some());
        assert!(list("source").is_none());
    }
}
