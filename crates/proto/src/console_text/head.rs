//! The lines above the table in a `status`: `hostname`, `map`, `players`.

use super::player::Players;

/// Reads `key : value` if it is one of those; what came first counts, for
/// later lines may be part of a name.
pub(super) fn read(players: &mut Players, line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else {
        return false;
    };
    let value = value.trim();
    match key.trim() {
        "hostname" if players.hostname.is_none() => players.hostname = Some(value.to_owned()),
        "map" if players.map.is_none() => {
            // Where in it whoever asks stands; others write that as `at ( 0, 0, 0 )`.
            let ends = [" at: ", " at ("].iter().filter_map(|end| value.find(end));
            let map = value[..ends.min().unwrap_or(value.len())].trim();
            players.map = Some(map.to_owned()).filter(|map| !map.is_empty());
        }
        "players" if players.count.is_none() => count(players, value),
        "hostname" | "map" | "players" | "version" | "udp/ip" | "tcp/ip" => {}
        _ => return false,
    }
    true
}

/// `2 humans, 1 bots (24 max)`, `5 (24 max)`, `3 active (16 max)`,
/// `1 humans, 0 bots (20/0 max) (not hibernating)`. CS2 says 0 for a maximum
/// that it does not tell.
fn count(players: &mut Players, value: &str) {
    let before = |word: &str| -> Option<u32> {
        let (number, _) = value.split_once(word)?;
        last_number(number.trim_end())
    };
    let leading = value
        .split([' ', ','])
        .next()
        .and_then(|word| word.parse().ok());
    players.count = before(" humans").or(leading);
    players.bots = before(" bots");
    let max = value.split_once(" max)").and_then(|(before, _)| {
        let inside = before.rsplit('(').next()?;
        inside.split('/').next()?.trim().parse().ok()
    });
    players.max = max.filter(|&max| max > 0);
}

fn last_number(text: &str) -> Option<u32> {
    let start = text.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    text[start..].parse().ok()
}
