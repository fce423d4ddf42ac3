//! `status` of Counter-Strike 2 and other games of Source 2.
//!
//! As dumps of real servers have it (Deadlock's is alike): sections between
//! dashes, the players' headed by `---------players--------`, rows
//! `id time ping loss state rate adr 'name'` and `#end`. Bots have `BOT` for the time,
//! links without a channel `[NoChan]`, mostly with number 65535, and their rate
//! and address stand without a blank between them (`0unknown`). On some servers an
//! identifier is among the columns.

use super::player::{Player, Players};
use super::{head, source, time};

/// The most lines that one name is put together from.
const MAX_NAME_LINES: usize = 8;

pub(super) fn read(reply: &str) -> Option<Players> {
    let (above, table) = split_at_heading(reply)?;
    let mut players = Players::default();
    for line in above.lines() {
        if !head::read(&mut players, line) && players.map.is_none() {
            players.map = spawn_group(line);
        }
    }
    let mut open: Option<(String, usize)> = None;
    for line in table.lines() {
        let line = line.trim_end();
        let line = line.strip_prefix("[Client] ").unwrap_or(line);
        if let Some((text, lines)) = open.take() {
            let text = format!("{text}\n{line}");
            if !columns(line).is_some_and(|columns| is_row(&columns)) && lines < MAX_NAME_LINES {
                if line.ends_with('\'') {
                    row(&mut players, &text);
                } else {
                    open = Some((text, lines + 1));
                }
                continue;
            }
            let (cut, _) = text.rsplit_once('\n').unwrap_or((&text, ""));
            players.unread(cut);
        }
        if line == "#end" {
            break;
        }
        match columns(line).filter(|columns| is_row(columns)) {
            Some(_) if is_closed(line) => row(&mut players, line),
            Some(_) => open = Some((line.to_owned(), 1)),
            None if is_heading(line) || source::is_log(line) => {}
            None => players.unread(line),
        }
    }
    if let Some((text, _)) = open {
        players.unread(&text);
    }
    Some(players)
}

/// What stands before the players' section, and the section.
fn split_at_heading(reply: &str) -> Option<(&str, &str)> {
    let at = reply.find("---------players")?;
    let table = reply[at..].split_once('\n').map_or("", |it| it.1);
    Some((&reply[..at], table))
}

fn is_heading(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    words.next() == Some("id") && words.next() == Some("time")
}

/// `loaded spawngroup(  1)  : SV:  [1: de_dust2 | main lump | mapload]`
fn spawn_group(line: &str) -> Option<String> {
    let (_, inside) = line.strip_prefix("loaded spawngroup(")?.split_once('[')?;
    if !line.contains("mapload") {
        return None;
    }
    let (_, map) = inside.split('|').next()?.split_once(": ")?;
    Some(map.trim().to_owned())
}

/// Whether a row's name ends in the row's line.
fn is_closed(line: &str) -> bool {
    line.split_once('\'')
        .is_some_and(|(_, name)| name.ends_with('\''))
}

/// The words before the name.
fn columns(line: &str) -> Option<Vec<&str>> {
    let (columns, _) = line.split_once('\'')?;
    Some(columns.split_ascii_whitespace().take(10).collect())
}

fn is_row(columns: &[&str]) -> bool {
    let [id, time, ping, loss, ..] = columns else {
        return false;
    };
    let known = matches!(*time, "BOT" | "[NoChan]") || time::clock(time).is_some();
    known
        && [id, ping, loss]
            .iter()
            .all(|word| word.parse::<u32>().is_ok())
}

fn row(players: &mut Players, text: &str) {
    let Some((before, name)) = text.split_once('\'') else {
        return players.unread(text);
    };
    let name = name.strip_suffix('\'').unwrap_or(name);
    let words: Vec<&str> = before.split_ascii_whitespace().collect();
    let [id, time, ping, loss, rest @ ..] = words.as_slice() else {
        return players.unread(text);
    };
    if name.is_empty() {
        // A link that has not said who it is.
        players.arriving += 1;
        return;
    }
    let mut player = Player::named(name);
    player.number = id.parse().ok();
    player.bot = *time == "BOT";
    player.connected = time::clock(time);
    player.ping = ping.parse().ok().filter(|_| player.connected.is_some());
    if *time == "[NoChan]" {
        player.add("channel", "none");
    }
    player.add("loss", loss);
    if let [state, rest @ ..] = rest {
        player.add("state", state);
        for word in rest {
            column(&mut player, word);
        }
    }
    players.push(player);
}

/// A rate, an address, both in one word, or an identifier.
fn column(player: &mut Player, word: &str) {
    if word.starts_with("[U:") || word.starts_with("STEAM_") {
        player.id = Some(word.to_owned());
        return;
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == word.len() {
        player.add("rate", word);
    } else if word[digits..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        player.add("rate", &word[..digits]);
        player.address = Some(word[digits..].to_owned()).filter(|it| it != "unknown");
    } else {
        player.address = Some(word.to_owned());
    }
}
