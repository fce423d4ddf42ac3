//! Squad's `ListPlayers`, which Post Scriptum has too.
//!
//! `----- Active Players -----`, rows of `key: value` between bars, then
//! `----- Recently Disconnected Players [Max of 15] -----` and those with `Since
//! Disconnect: 02m.30s`. Builds before 2023 have `SteamID: …`, later ones `Online IDs:
//! EOS: … steam: …`. A name may hold bars, and even ` | Team ID: `: what stands before
//! it holds none, and behind it neither, so the name is what is between the
//! first ` | Name: ` and the last ` | Team ID: `.

use super::lines::full_lines;
use super::player::{Player, Players};
use super::time;

pub(super) fn read(reply: &str) -> Option<Players> {
    let mut players = Players::default();
    let mut is_list = false;
    let mut gone = false;
    for line in full_lines(reply) {
        if line.starts_with("-----") && line.contains("Players") {
            is_list = true;
            gone = line.contains("Disconnected");
        } else if let Some(player) = row(line, gone) {
            players.push(player);
        } else if is_list {
            players.unread(line);
        }
    }
    is_list.then_some(players)
}

fn row(line: &str, gone: bool) -> Option<Player> {
    let (before, rest) = line.trim_start().split_once(" | Name: ")?;
    // Who has left is named last.
    let (name, after) = match rest.rfind(" | Team ID: ").filter(|_| !gone) {
        Some(at) => (&rest[..at], &rest[at + 3..]),
        None => (rest, ""),
    };
    let mut player = Player::named(name);
    let mut fields = before
        .split(" | ")
        .filter_map(|field| field.split_once(": "));
    let (_, number) = fields.next().filter(|(key, _)| *key == "ID")?;
    player.number = Some(number.trim().parse().ok()?);
    for (key, value) in fields {
        match key {
            "Online IDs" => online_ids(&mut player, value),
            "SteamID" | "EOSID" => player.id = Some(value.trim().to_owned()),
            "Since Disconnect" => {
                player.left = time::units(value.trim());
                if player.left.is_none() {
                    player.add("Since Disconnect", value.trim());
                }
            }
            _ => player.add(key.to_owned(), value.trim()),
        }
    }
    if gone && player.left.is_none() {
        player.left = Some(std::time::Duration::ZERO);
    }
    for field in after.split(" | ") {
        if let Some((key, value)) = field.split_once(": ") {
            player.add(key.to_owned(), value.trim());
        }
    }
    Some(player)
}

/// `EOS: 0002… steam: 7656…`: the Steam identifier where there is one.
fn online_ids(player: &mut Player, text: &str) {
    let mut words = text.split_ascii_whitespace();
    let mut first: Option<&str> = None;
    while let (Some(kind), Some(id)) = (words.next(), words.next()) {
        let kind = kind.trim_end_matches(':');
        if kind.eq_ignore_ascii_case("steam") {
            player.id = Some(id.to_owned());
        }
        first = first.or(Some(id));
        player.add(kind.to_owned(), id);
    }
    if player.id.is_none() {
        player.id = first.map(str::to_owned);
    }
}
