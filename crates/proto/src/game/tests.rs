//! What holds for every game.

use super::*;

#[test]
fn every_game_has_its_own_name_and_is_read_back() {
    for game in Game::ALL {
        assert_eq!(game.name().parse(), Ok(game));
    }
    let mut names = Game::ALL.map(Game::name);
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
}

/// A game that is added and not listed: its number is past the end.
#[test]
fn every_game_is_listed_in_its_order() {
    for (place, game) in Game::ALL.into_iter().enumerate() {
        assert_eq!(place, game as usize, "{game}");
    }
    assert_eq!(Game::Generic as usize + 1, Game::ALL.len());
}

fn templates(words: &Words) -> impl Iterator<Item = &'static str> {
    let all = [
        words.announce,
        words.message,
        words.players,
        words.players_with_ids,
        words.kick,
        words.ban,
        words.ban_for,
        words.keep_bans,
        words.save,
    ];
    all.into_iter().flatten()
}

#[test]
fn the_words_are_in_lower_case_and_each_game_that_is_known_has_some() {
    for game in Game::ALL {
        let facts = game.facts();
        for word in facts.stop_words.iter().chain(facts.map_words) {
            assert_eq!(*word, word.to_ascii_lowercase(), "{game}");
        }
        let known = !matches!(game, Game::Auto | Game::Generic);
        assert_eq!(known, !facts.stop_words.is_empty(), "{game}");
        assert_eq!(known, facts.separator.is_some(), "{game}");
        assert_eq!(known, facts.words.players.is_some(), "{game}");
    }
}

#[test]
fn a_place_to_be_filled_in_has_a_known_name() {
    for game in Game::ALL {
        for template in templates(&game.facts().words) {
            let mut rest = template;
            while let Some((_, after)) = rest.split_once('{') {
                let (place, after) = after.split_once('}').expect("it ends");
                let known = [
                    "text", "reason", "name", "id", "number", "label", "seconds", "minutes", "days",
                ];
                assert!(known.contains(&place), "{game}: {template}");
                rest = after;
            }
            assert!(!rest.contains('}'), "{game}: {template}");
        }
    }
}

#[test]
fn what_is_done_to_a_player_names_one() {
    for game in Game::ALL {
        let words = game.facts().words;
        let deeds = [words.message, words.kick, words.ban, words.ban_for];
        for deed in deeds.into_iter().flatten() {
            let ways = ["{name}", "{id}", "{number}"];
            assert!(ways.iter().any(|way| deed.contains(way)), "{deed}");
        }
        if let Some(timed) = words.ban_for {
            let units = ["{seconds}", "{minutes}", "{days}"];
            assert!(units.iter().any(|unit| timed.contains(unit)), "{timed}");
        }
    }
}
