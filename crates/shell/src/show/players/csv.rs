//! Who is on, as CSV (RFC 4180).

use rcon_proto::console_text::Players;

use super::record;
use crate::show::escape;

/// The first line.
pub(crate) const HEADING: &str = "server,name,player,id,ping,connected,address,left,bot\n";

/// A line for each player. What goes to a terminal is escaped.
pub(crate) fn rows(server: &str, name: Option<&str>, players: &Players, terminal: bool) -> String {
    let mut out = String::new();
    for player in &players.listed {
        let record = record(server, name, player);
        let number = |number: Option<u64>| number.map_or_else(String::new, |n| n.to_string());
        let fields = [
            record.server.to_owned(),
            record.name.unwrap_or_default().to_owned(),
            record.player.to_owned(),
            record.id.unwrap_or_default().into_owned(),
            number(record.ping.map(u64::from)),
            number(record.connected),
            record.address.unwrap_or_default().to_owned(),
            number(record.left),
            record.bot.to_string(),
        ];
        let fields = fields.map(|field| quoted(&field, terminal));
        out.push_str(&fields.join(","));
        out.push('\n');
    }
    out
}

fn quoted(field: &str, terminal: bool) -> String {
    let field = if terminal {
        escape::line(field, usize::MAX)
    } else {
        field.into()
    };
    if field.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", field.replace('"', "\"\""));
    }
    field.into_owned()
}
