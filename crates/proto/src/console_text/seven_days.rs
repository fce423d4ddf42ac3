//! `listplayers` of 7 Days to Die.
//!
//! `0. id=171, Name, pos=(…), rot=(…), remote=True, …, pltfmid=Steam_7656…, crossid=EOS_…,
//! ip=…, ping=7`, then `Total of 1 in the game`; older builds have `steamid=`. As the
//! decompiled `ConsoleCmdListPlayers` writes it: nothing in a name is escaped, and
//! nothing behind it is the player's to choose.

use super::lines::full_lines;
use super::player::{Player, Players};

pub(super) fn read(reply: &str) -> Option<Players> {
    let mut players = Players::default();
    for line in full_lines(reply) {
        let total = line.trim().strip_prefix("Total of ");
        if let Some(total) = total.and_then(|it| it.strip_suffix(" in the game")) {
            players.count = total.parse().ok();
        } else if let Some(player) = row(line) {
            players.push(player);
        } else {
            players.unread(line);
        }
    }
    (players.count.is_some() || !players.listed.is_empty()).then_some(players)
}

fn row(line: &str) -> Option<Player> {
    let (index, rest) = line.trim_start().split_once(". id=")?;
    index.parse::<u32>().ok()?;
    let (number, rest) = rest.split_once(", ")?;
    let (name, after) = rest.rsplit_once(", pos=(")?;
    let mut player = Player::named(name);
    player.number = Some(number.parse().ok()?);
    // The position has commas of its own.
    let (position, after) = after.split_once(')')?;
    player.add("pos", position);
    for (key, value) in after.split(", ").filter_map(|field| field.split_once('=')) {
        match key {
            "pltfmid" | "steamid" => player.id = Some(value.to_owned()),
            "ip" => player.address = Some(value.to_owned()).filter(|it| !it.is_empty()),
            "ping" => player.ping = value.trim().parse().ok(),
            // It has commas of its own, and is nobody's question.
            "rot" => {}
            _ => player.add(key.to_owned(), value),
        }
    }
    Some(player)
}
