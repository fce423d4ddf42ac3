//! Rust's `playerlist` and `status`.
//!
//! `playerlist` is the JSON of `Admin.PlayerInfo[]`: `SteamID`, `OwnerSteamID`,
//! `DisplayName`, `Ping`, `Address`, `ConnectedSeconds`, … . `status` (of the same
//! `Admin` class) has `hostname`, `version`, `map` and `players` above a table whose columns
//! are as wide as they need to be: `id`, `name` in quotes with `\"` within them
//! (`QuoteSafe`), `ping`, `connected` as `300.99s`, `addr`, `owner`, `violation`, `kicks`.

use super::lines::MAX_HEADING;
use super::player::{Player, Players};
use super::{head, time};
use crate::json;

pub(super) fn list(reply: &str) -> Option<Players> {
    // Log lines may stand before it.
    let start = if reply.trim_start().starts_with('[') {
        0
    } else {
        reply.find("\n[")?
    };
    let (objects, rest) = json::objects(&reply[start..])?;
    let mut players = Players::default();
    let mut strange = false;
    for object in objects {
        let known = object
            .iter()
            .any(|(key, _)| key == "SteamID" || key == "DisplayName");
        strange |= !known;
        if known {
            players.push(from_object(object));
        }
    }
    let nothing = players.listed.is_empty() && (strange || !rest.is_empty());
    players.unread(rest);
    (!nothing).then_some(players)
}

fn from_object(object: json::Object) -> Player {
    let mut player = Player::default();
    for (key, value) in object {
        match key.as_str() {
            "SteamID" => player.id = Some(value).filter(|id| !id.is_empty()),
            "DisplayName" => player.name = value,
            "Ping" => player.ping = value.parse::<i64>().ok().and_then(|it| it.try_into().ok()),
            "Address" => player.address = Some(value).filter(|it| !it.is_empty()),
            "ConnectedSeconds" => player.connected = time::seconds(&format!("{value}s")),
            _ => player.add(key, &value),
        }
    }
    player
}

pub(super) fn status(reply: &str) -> Option<Players> {
    let mut players = Players::default();
    let mut keys: Option<Vec<&str>> = None;
    let mut row: Option<String> = None;
    for line in reply.split('\n').map(|line| line.trim_end_matches('\r')) {
        let Some(keys) = &keys else {
            if !head::read(&mut players, line) {
                keys = heading(line);
            }
            continue;
        };
        let text = match row.take() {
            // A name may hold line ends.
            Some(begun) if !begins(line) => begun + "\n" + line,
            Some(begun) => {
                players.unread(&begun);
                line.to_owned()
            }
            None => line.to_owned(),
        };
        match read_row(&text, keys) {
            Some(player) => players.push(player),
            None if begins(&text) && text.lines().count() < 8 => row = Some(text),
            None => players.unread(&text),
        }
    }
    if let Some(row) = row {
        players.unread(&row);
    }
    keys.map(|_| players)
}

fn heading(line: &str) -> Option<Vec<&str>> {
    if line.len() > MAX_HEADING {
        return None;
    }
    let keys: Vec<&str> = line.split_ascii_whitespace().collect();
    let known = matches!(
        keys.as_slice(),
        ["id", "name", "ping", "connected" | "snap", ..]
    );
    known.then_some(keys)
}

/// Whether a line can be a row's first: a Steam identifier, and more.
fn begins(line: &str) -> bool {
    let (id, rest) = line.split_once(' ').unwrap_or((line, ""));
    id.len() >= 6 && id.bytes().all(|byte| byte.is_ascii_digit()) && !rest.is_empty()
}

fn read_row(line: &str, keys: &[&str]) -> Option<Player> {
    let (id, rest) = line.split_once(' ').filter(|_| begins(line))?;
    let (name, after) = name_and_rest(rest)?;
    let mut player = Player::named(name.trim());
    player.id = Some(id.to_owned());
    for (key, cell) in keys.iter().skip(2).zip(after.split_ascii_whitespace()) {
        match *key {
            "ping" => player.ping = cell.parse::<i64>().ok()?.try_into().ok(),
            "connected" => player.connected = Some(time::seconds(cell)?),
            "addr" => player.address = Some(cell.to_owned()),
            _ => player.add((*key).to_owned(), cell),
        }
    }
    Some(player)
}

/// The name, and what is behind it: it ends at the last quote. Where it has no
/// quotes, before the ping and the time, the last ones that look like it.
fn name_and_rest(rest: &str) -> Option<(String, &str)> {
    let rest = rest.trim_start();
    if let Some(quoted) = rest.strip_prefix('"') {
        let (name, after) = quoted.rsplit_once('"')?;
        return Some((name.replace("\\\"", "\""), after));
    }
    let mut end = rest.len();
    while let Some(at) = rest[..end].rfind(' ') {
        if time::seconds(rest[at + 1..end].trim()).is_some() {
            let before = rest[..at].trim_end();
            let ping = before.rfind(' ')?;
            return Some((before[..ping].to_owned(), &rest[ping..]));
        }
        end = at;
    }
    None
}
