//! What nobody can smuggle in, whatever the name, the identifier or the text.

use proptest::prelude::*;

use super::tests::player;
use super::*;

fn lines(game: Game, player: &Player, minutes: Option<u64>, text: &str) -> Vec<AdminLine> {
    let lines = [
        kick_line(game, player, text),
        ban_line(game, player, None, text),
        ban_line(game, player, minutes, text),
        message_line(game, player, text),
        say_line(game, text),
        say_line_in_one_word(game, text),
    ];
    lines.into_iter().flatten().collect()
}

/// The commands that a console reads, by its own rules and none of ours.
fn commands(game: Game, line: &str) -> usize {
    let mut quoted = false;
    let mut commands = 1;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match (game, c) {
            (Game::Rust, '\\') if chars.peek() == Some(&'"') => {
                chars.next();
            }
            (_, '"') => quoted = !quoted,
            (Game::Source | Game::Cs2 | Game::Rust, ';') if !quoted => commands += 1,
            (Game::Ark | Game::Palworld | Game::Squad | Game::Conan, '|') if !quoted => {
                commands += 1;
            }
            (_, '\n' | '\r' | '\0') => commands += 1,
            _ => {}
        }
    }
    commands
}

fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9_]{1,5}",
        "[ ;\"'|\\\\/@#{}\\[\\]$%&§-]{1,3}",
        "[\n\r\t\u{0}\u{7}\u{1b}\u{7f}\u{85}\u{2028}]",
        Just("\"; quit; \"".to_owned()),
        Just("\\\"; quit".to_owned()),
        Just("\n/quit".to_owned()),
        Just("{id}".to_owned()),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_smuggles_in_a_second_command(name in nasty(), id in prop::option::of(nasty()), text in nasty(), minutes in any::<u64>()) {
        let mut player = player("x");
        player.name = name;
        player.id = id.or(player.id);
        for game in Game::ALL {
            for line in lines(game, &player, Some(minutes), &text) {
                let line = line.line;
                prop_assert_eq!(commands(game, &line), 1, "{}: {:?}", game, line);
                prop_assert!(!line.contains(char::is_control), "{}: {:?}", game, line);
                let words = game.facts().words;
                let known = [words.kick, words.ban, words.ban_for, words.message, words.announce];
                let mut firsts = known.into_iter().flatten().map(|word| word.split(' ').next());
                let is_chat = game == Game::Factorio && !line.starts_with('/');
                prop_assert!(is_chat || firsts.any(|first| first == line.split(' ').next()), "{:?}", line);
            }
        }
    }

    #[test]
    fn quotes_are_in_pairs_where_they_stand_around_an_argument(name in nasty(), text in nasty()) {
        let mut player = player("x");
        player.name = name;
        for game in [Game::Source, Game::Zomboid, Game::Rust] {
            let Ok(kick) = kick_line(game, &player, &text) else { continue };
            // Rust alone has an escape.
            let escape = game.facts().quoting.quote.unwrap_or("\0");
            let quotes = kick.line.replace(escape, "").matches('"').count();
            prop_assert!(matches!(quotes, 0 | 2 | 4), "{:?}", kick.line);
        }
    }
}
