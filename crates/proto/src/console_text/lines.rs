//! Consoles that print a line for each player with little on it: ARK,
//! Factorio, Project Zomboid.

use super::player::{Player, Players};

/// ARK's `ListPlayers`: `0. Name, identifier` (a Steam identifier; 32 hex digits
/// in Survival Ascended), or `No Players Connected`. A name may hold commas, the
/// identifier none.
pub(super) fn ark(reply: &str) -> Option<Players> {
    let mut players = Players::default();
    let mut none = false;
    for line in full_lines(reply) {
        if line.trim().eq_ignore_ascii_case("no players connected") {
            none = true;
        } else if let Some(player) = ark_row(line) {
            players.push(player);
        } else {
            players.unread(line);
        }
    }
    (none || !players.listed.is_empty()).then_some(players)
}

fn ark_row(line: &str) -> Option<Player> {
    let (number, rest) = line.trim_start().split_once(". ")?;
    let (name, id) = rest.rsplit_once(", ")?;
    let id = id.trim();
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut player = Player::named(name);
    player.number = Some(number.parse().ok()?);
    player.id = Some(id.to_owned());
    is_id.then_some(player)
}

/// Factorio's `/players online`: `Online players (1):`, and `  Name (online)` for
/// each; `/players` has `Players (2):` and those who are not on without the word.
pub(super) fn factorio(reply: &str) -> Option<Players> {
    let mut lines = full_lines(reply);
    let (heading, count) = lines.next()?.trim().strip_suffix("):")?.rsplit_once(" (")?;
    let online = heading.to_ascii_lowercase().contains("online");
    let mut players = Players::default();
    let count: u32 = count.parse().ok()?;
    for line in lines {
        let name = line.trim();
        match name.strip_suffix(" (online)") {
            Some(name) => players.push(Player::named(name)),
            // Of all that ever played, those who are not on.
            None if !online && !name.contains(' ') => {}
            None => players.unread(line),
        }
    }
    players.count = Some(if online {
        count
    } else {
        players.listed.len() as u32
    });
    Some(players)
}

/// Project Zomboid's `players`: `Players connected (1): ` and `-Name` for each.
/// `PlayersCommand` writes `<LINE>` between them for whoever asks within the game.
pub(super) fn zomboid(reply: &str) -> Option<Players> {
    let reply = reply.replace(" <LINE> ", "\n");
    let mut lines = full_lines(&reply);
    let heading = lines.next()?.trim_start();
    let (count, rest) = heading
        .strip_prefix("Players connected (")?
        .split_once(')')?;
    let mut players = Players {
        count: count.trim().parse().ok(),
        ..Players::default()
    };
    players.unread(rest.trim_start_matches(':'));
    for line in lines {
        match line.strip_prefix('-') {
            Some(name) if !name.is_empty() => players.push(Player::named(name)),
            _ => players.unread(line),
        }
    }
    Some(players)
}

/// The longest heading of a table, in bytes: its words are repeated for each
/// player.
pub(super) const MAX_HEADING: usize = 512;

/// The lines that hold something, without a carriage return at their ends.
pub(super) fn full_lines(reply: &str) -> impl Iterator<Item = &str> {
    let lines = reply.split('\n').map(|line| line.trim_end_matches('\r'));
    lines.filter(|line| !line.trim().is_empty())
}
