//! Conan Exiles' `listplayers`.
//!
//! `Idx | Char name | Player name | User ID | Platform ID | Platform Name`, and a row of as
//! many cells for each player, padded to columns on the right or the left. A
//! character's name may hold bars: the first cell and the last four do not.

use super::lines::{MAX_HEADING, full_lines};
use super::player::{Player, Players};

pub(super) fn read(reply: &str) -> Option<Players> {
    let mut lines = full_lines(reply);
    let keys: Vec<&str> = lines
        .find(|line| is_heading(line))?
        .split('|')
        .map(str::trim)
        .collect();
    let mut players = Players::default();
    for line in lines {
        match row(&keys, line) {
            Some(player) => players.push(player),
            None if line.chars().all(|c| matches!(c, '-' | '|' | '+' | ' ')) => {}
            None => players.unread(line),
        }
    }
    Some(players)
}

fn is_heading(line: &str) -> bool {
    let short = line.len() <= MAX_HEADING;
    short && line.trim_start().starts_with("Idx") && line.contains('|')
}

fn row(keys: &[&str], line: &str) -> Option<Player> {
    let (number, rest) = line.split_once('|')?;
    let number = number.trim().parse().ok()?;
    let mut cells: Vec<&str> = rest.rsplitn(keys.len().checked_sub(1)?, '|').collect();
    cells.reverse();
    if cells.len() + 1 != keys.len() {
        return None;
    }
    let mut player = Player {
        number: Some(number),
        ..Player::default()
    };
    for (key, cell) in keys[1..].iter().zip(cells) {
        let cell = cell.trim();
        match key.to_ascii_lowercase().as_str() {
            "char name" => cell.clone_into(&mut player.name),
            "user id" => player.id = Some(cell.to_owned()).filter(|id| !id.is_empty()),
            _ => player.add((*key).to_owned(), cell),
        }
    }
    if player.name.is_empty() {
        // No character has been made yet.
        let name = player.extra("Player name").unwrap_or_default().to_owned();
        player.name = name;
    }
    Some(player)
}
