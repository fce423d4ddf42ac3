//! What the consoles of other games push.

use super::{LogKind, LogLine};

/// How Squad marks who may read a text. It is said to everybody in the first.
const SQUAD: [(&str, &str); 4] = [
    ("[ChatAll] ", "All"),
    ("[ChatTeam] ", "Team"),
    ("[ChatSquad] ", "Squad"),
    ("[ChatAdmin] ", "Admin"),
];

/// How Rust does.
const RUST: [(&str, &str); 2] = [("[CHAT] ", "All"), ("[TEAM CHAT] ", "Team")];

/// The channels of `BattlEye`'s.
const BATTLEYE: [&str; 7] = [
    "Global", "Side", "Direct", "Vehicle", "Group", "Command", "Unknown",
];

/// Reads a line of one of these forms.
pub(super) fn read(body: &str) -> Option<LogLine<'_>> {
    squad(body)
        .or_else(|| rust_game(body))
        .or_else(|| web_rcon(body))
        .or_else(|| battleye(body))
        .or_else(|| seven_days(body))
}

fn chat<'a>(player: &'a str, id: Option<&'a str>, to: &'a str, text: &'a str) -> LogLine<'a> {
    LogLine {
        kind: LogKind::Chat,
        player: Some(player),
        id: id.filter(|id| !id.is_empty()),
        to: Some(to).filter(|to| !matches!(*to, "All" | "Global")),
        ..LogLine::other(text)
    }
}

/// `[ChatAll] [Online IDs:EOS: 0002… steam: 7656…] Ada : hi`, in older builds
/// `[SteamID:7656…]`.
fn squad(body: &str) -> Option<LogLine<'_>> {
    let (to, rest) = marked(body, &SQUAD)?;
    let ids = rest.strip_prefix('[')?;
    let (ids, rest) = ids.split_once("] ")?;
    let ids = ids
        .strip_prefix("Online IDs:")
        .or(ids.strip_prefix("SteamID:"))?;
    let (player, text) = rest
        .split_once(" : ")
        .or(rest.strip_suffix(" :").map(|name| (name, "")))?;
    let steam = ids.split_once("steam: ").map_or(ids, |(_, steam)| steam);
    Some(chat(player, Some(steam.trim()), to, text))
}

/// `[CHAT] Ada[76561190000000002] : hi`, in older builds `Ada[12/7656…] : hi`.
fn rust_game(body: &str) -> Option<LogLine<'_>> {
    let (to, rest) = marked(body, &RUST)?;
    let (who, text) = rest.split_once("] : ")?;
    let (player, ids) = who.rsplit_once('[')?;
    let id = ids.rsplit('/').next();
    Some(chat(player, id, to, text))
}

/// `[chat] Ada: hi`, `[team chat] Ada: hi`: `WebRcon`'s, as this crate's connection
/// writes what comes as JSON.
fn web_rcon(body: &str) -> Option<LogLine<'_>> {
    let (channel, rest) = body.strip_prefix('[')?.split_once("chat] ")?;
    let to = channel.trim_end();
    if !to.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let (player, text) = rest.split_once(": ")?;
    let to = if to.is_empty() { "All" } else { to };
    Some(chat(player, None, to, text))
}

/// `(Global) Ada: hi`.
fn battleye(body: &str) -> Option<LogLine<'_>> {
    let (channel, rest) = body.strip_prefix('(')?.split_once(") ")?;
    if !BATTLEYE.contains(&channel) {
        return None;
    }
    let (player, text) = rest.split_once(": ")?;
    Some(chat(player, None, channel, text))
}

/// `Chat (from 'Steam_7656…', entity id '171', to 'Global'): 'Ada': hi`.
fn seven_days(body: &str) -> Option<LogLine<'_>> {
    let rest = body.strip_prefix("Chat (from '")?;
    let (id, rest) = rest.split_once('\'')?;
    let (head, rest) = rest.split_once("): '")?;
    let to = head.rsplit_once("to '")?.1.strip_suffix('\'')?;
    let (player, text) = rest.split_once("': ")?;
    Some(chat(player, Some(id), to, text))
}

fn marked<'a>(body: &'a str, marks: &[(&str, &'static str)]) -> Option<(&'static str, &'a str)> {
    marks
        .iter()
        .find_map(|(mark, to)| Some((*to, body.strip_prefix(mark)?)))
}
