//! Palworld's `ShowPlayers`.
//!
//! `name,playeruid,steamid` and a row for each, with nothing quoted: a name may hold
//! commas, so a row is read from its end. An identifier is bare, or has the
//! platform in front (`steam_…`, `xbox_…`) in newer builds; a player who is still
//! loading has the uid `00000000`.

use super::lines::{MAX_HEADING, full_lines};
use super::player::{Player, Players};

pub(super) fn read(reply: &str) -> Option<Players> {
    let mut lines = full_lines(reply);
    let heading: Vec<String> = lines
        .find(|line| is_heading(line))?
        .split(',')
        .map(|key| key.trim().to_ascii_lowercase())
        .collect();
    let mut players = Players::default();
    for line in lines {
        let mut cells: Vec<&str> = line.rsplitn(heading.len(), ',').collect();
        cells.reverse();
        match cells.as_slice() {
            [name, rest @ ..] if cells.len() == heading.len() => {
                players.push(row(name, &heading[1..], rest));
            }
            _ => players.unread(line),
        }
    }
    Some(players)
}

fn is_heading(line: &str) -> bool {
    let short = line.len() <= MAX_HEADING;
    short
        && line
            .trim()
            .to_ascii_lowercase()
            .starts_with("name,playeruid")
}

fn row(name: &str, keys: &[String], cells: &[&str]) -> Player {
    let mut player = Player::named(name);
    for (key, cell) in keys.iter().zip(cells) {
        let cell = cell.trim();
        if key == "steamid" || key == "userid" {
            player.id = Some(cell.to_owned()).filter(|id| !id.is_empty());
        } else {
            player.add(key.clone(), cell);
        }
    }
    player
}
