//! `BattlEye`'s `players`: `DayZ`, Arma 2 and 3.
//!
//! `[#] [IP Address]:[Port] [Ping] [GUID] [Name]`, dashes, a row for each player,
//! `(3 players in total)`. Behind a GUID stands `(OK)` once it is verified, `(?)` before;
//! there is none, or a `-`, as long as it is not known. A ping may be -1. Who is in
//! the lobby has ` (Lobby)` behind the name. As read in `bercon-cli`'s samples.

use super::lines::full_lines;
use super::player::{Player, Players};

pub(super) fn read(reply: &str) -> Option<Players> {
    let mut lines = full_lines(reply).skip_while(|line| !line.trim_start().starts_with("[#]"));
    let heading = lines.next()?;
    if !heading.contains("[GUID]") || !heading.contains("[Name]") {
        return None;
    }
    let mut players = Players::default();
    for line in lines {
        if let Some(count) = total(line) {
            players.count = Some(count);
        } else if let Some(player) = row(line) {
            players.push(player);
        } else if !line.trim().bytes().all(|byte| byte == b'-') {
            players.unread(line);
        }
    }
    Some(players)
}

/// `#players` of Arma Reforger's own console: `Players on server: [Player#] ; [Player UID]
/// ; [Player Name]`, then `1 ; uuid ; Ann`. As in `berconpy`'s example.
pub(super) fn reforger(reply: &str) -> Option<Players> {
    let mut lines = full_lines(reply).skip_while(|line| !line.contains("[Player#]"));
    let heading = lines.next()?;
    if !heading.contains("[Player UID]") || !heading.contains("[Player Name]") {
        return None;
    }
    let mut players = Players::default();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        match reforgers_row(line) {
            Some(player) => players.push(player),
            None => players.unread(line),
        }
    }
    Some(players)
}

fn reforgers_row(line: &str) -> Option<Player> {
    let (number, rest) = line.trim_start().split_once(" ; ")?;
    let (id, name) = rest.split_once(" ; ")?;
    let mut player = Player::named(name);
    player.number = Some(number.parse().ok()?);
    player.id = Some(id.to_owned());
    Some(player)
}

fn total(line: &str) -> Option<u32> {
    let inside = line.trim().strip_prefix('(')?.strip_suffix(" in total)")?;
    inside.split(' ').next()?.parse().ok()
}

fn row(line: &str) -> Option<Player> {
    let (number, rest) = word(line)?;
    let (address, rest) = word(rest)?;
    let (ping, rest) = word(rest)?;
    let mut player = Player {
        number: Some(number.parse().ok()?),
        address: Some(address.to_owned()),
        ping: ping.parse::<i64>().ok()?.try_into().ok(),
        ..Player::default()
    };
    let mut name = rest.trim_start();
    if let Some((guid, after)) = word(name) {
        let (id, state) = guid.split_once('(').unwrap_or((guid, ""));
        let is_guid = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_guid {
            player.id = Some(id.to_owned());
            player.add("GUID", state.trim_end_matches(')'));
        }
        if is_guid || guid == "-" {
            name = match state {
                "OK)" => after.strip_prefix(' ').unwrap_or(after),
                // Some fill up the column.
                _ => after.trim_start_matches(' '),
            };
        }
    }
    if let Some(before) = name.strip_suffix(" (Lobby)") {
        player.add("state", "Lobby");
        name = before;
    }
    name.clone_into(&mut player.name);
    (!name.is_empty() && address.contains(':')).then_some(player)
}

/// The first word, and what is behind it.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(' ');
    let end = text.find(' ').unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}
