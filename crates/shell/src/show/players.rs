//! Who is on, in the forms that it is printed in: a table for people, JSON
//! and CSV for programs.

mod changes;
mod csv;
mod table;
#[cfg(test)]
mod tests;

use std::time::Duration;

use rcon_proto::console_text::{Player, Players};
use serde::Serialize;

pub(crate) use changes::Changes;
pub(crate) use csv::{HEADING, rows as csv_rows};
pub(crate) use table::{PlayerRow, counted, table};

/// A player as a JSON object. What the game does not tell is absent.
#[derive(Debug, Serialize)]
struct Record<'a> {
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    player: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<std::borrow::Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ping: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connected: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    bot: bool,
}

/// A line of JSON for each player.
pub(crate) fn json_lines(server: &str, name: Option<&str>, players: &Players) -> String {
    let record = |player| super::json::to_line(&record(server, name, player));
    players.listed.iter().map(record).collect()
}

fn record<'a>(server: &'a str, name: Option<&'a str>, player: &'a Player) -> Record<'a> {
    Record {
        server,
        name,
        player: &player.name,
        id: player.shown_id(),
        ping: player.ping,
        connected: player.connected.map(|time| time.as_secs()),
        address: player.address.as_deref(),
        left: player.left.map(|time| time.as_secs()),
        bot: player.bot,
    }
}

/// A time as `4:22` or `1:02:03`.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}
