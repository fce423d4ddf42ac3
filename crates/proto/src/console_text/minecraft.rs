//! Minecraft's `list` and `list uuids`, of the game and of plugins.
//!
//! Vanilla: `commands.list.players` of its language files: `There are %s of a max of
//! %s players online: %s` (`of a max %s` in 1.13 and 1.14), names joined by commas, with
//! `uuids` each as `commands.list.nameAndId`, `%s (%s)`; up to 1.12 `There are %s/%s players
//! online:` and the names as a message of their own, which Rcon glues to it.
//! `EssentialsX`: `listAmount` (`There are 5 out of maximum 10 players online.`),
//! `listAmountHidden` (`5/2 out of maximum 10`), and a line for each group by
//! `PlayerList.outputFormat`, in the server's language, each name behind its
//! `listAfkTag` and `listHiddenTag`. `BungeeCord` and Velocity: `[server] (2): names`.
//!
//! A display name may have a prefix; what stands in square brackets around a
//! name is told as a tag, for no name holds any.

use super::markup::strip_colours;
use super::player::{Player, Players};

/// The longest name of a group that is told with each of its players, in bytes.
const MAX_GROUP: usize = 128;

/// Whether wording that is not known counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// The server is said to be Minecraft: whatever holds two numbers and a
    /// list.
    Any,
    /// It may be any game: English, or what agrees with itself.
    Known,
}

pub(super) fn read(reply: &str, wording: Wording) -> Option<Players> {
    let plain = strip_colours(reply);
    let mut players = Players::default();
    let mut heading: Option<Heading<'_>> = None;
    let mut groups = false;
    for line in plain.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some((server, names)) = proxy_group(line) {
            groups = true;
            listed(&mut players, Some(server), names);
        } else if let Some(found) = Heading::of(line).filter(|_| heading.is_none()) {
            listed(&mut players, None, found.names);
            heading = Some(found);
        } else if heading.is_none() {
            players.unread(line);
        } else {
            group(&mut players, line);
        }
    }
    let Some(heading) = heading else {
        return groups.then_some(players);
    };
    players.count = Some(heading.count);
    players.hidden = heading.hidden;
    players.max = heading.max;
    let agrees = players.listed.len() as u64
        <= u64::from(heading.count) + u64::from(heading.hidden.unwrap_or(0))
        && (heading.count == 0 || !players.listed.is_empty());
    let known = heading.english || groups || wording == Wording::Any || agrees;
    known.then_some(players)
}

/// What says how many are on.
struct Heading<'a> {
    count: u32,
    hidden: Option<u32>,
    max: Option<u32>,
    english: bool,
    names: &'a str,
}

impl<'a> Heading<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let colon = line.find([':', '：']);
        let (mut before, mut names) = match colon {
            Some(at) => {
                let width = line[at..].chars().next().map_or(1, char::len_utf8);
                (&line[..at], line[at + width..].trim())
            }
            None => (line, ""),
        };
        // `Online players: 2/20`.
        if numbers(before).is_empty() && is_figures(names) {
            (before, names) = (line, "");
        }
        let numbers = numbers(before);
        let english = before.contains("players online") || before.contains("player online");
        let none = english && before.contains(" no ");
        let (count, hidden, max) = match numbers.as_slice() {
            [] if none => (0, None, None),
            [count] if english => (*count, None, None),
            [count, max] => (*count, None, Some(*max)),
            [count, hidden, max] => (*count, Some(*hidden), Some(*max)),
            _ => return None,
        };
        Some(Self {
            count,
            hidden,
            max,
            english,
            names,
        })
    }
}

/// `2/20`, and nothing else.
fn is_figures(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '/' | ' '))
}

/// The numbers in a text that stand by themselves; no more than four, since
/// no heading has as many.
fn numbers(text: &str) -> Vec<u32> {
    let pieces = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    pieces.flat_map(figures).take(4).collect()
}

/// The number that a word is, or, where words have no blanks between them
/// (`当前有1个玩家在线`), those that it holds.
fn figures(word: &str) -> Vec<u32> {
    if word.bytes().all(|byte| byte.is_ascii()) {
        return word.parse().ok().into_iter().collect();
    }
    let digits = word.split(|c: char| !c.is_ascii_digit());
    digits
        .filter_map(|digits| digits.parse().ok())
        .take(4)
        .collect()
}

/// `[lobby] (2): Ann, Bob`.
fn proxy_group(line: &str) -> Option<(&str, &str)> {
    let (server, rest) = line.strip_prefix('[')?.split_once("] (")?;
    let (count, names) = rest.split_once("):")?;
    count.parse::<u32>().is_ok().then_some((server, names))
}

/// A line below the heading: `default: Ann, Bob`, or names alone.
fn group(players: &mut Players, line: &str) {
    match line.split_once(':') {
        Some((group, names)) => listed(players, Some(group.trim()), names),
        None => listed(players, None, line),
    }
}

fn listed(players: &mut Players, group: Option<&str>, names: &str) {
    for text in names.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let mut player = named(text);
        // A sentence of a plugin's: no name has as many words.
        if player.name.split_ascii_whitespace().nth(3).is_some() || player.name.is_empty() {
            players.unread(text);
            continue;
        }
        if let Some(group) = group.filter(|group| group.len() <= MAX_GROUP) {
            player.add("group", group);
        }
        players.push(player);
    }
}

/// `[AFK]Ann`, `Ann (0ed1d1f0-…)`.
fn named(text: &str) -> Player {
    let (mut name, id) = match text.strip_suffix(')').and_then(|it| it.rsplit_once(" (")) {
        Some((name, id)) if is_uuid(id) => (name.trim(), Some(id)),
        _ => (text, None),
    };
    let mut tags = Vec::new();
    while let Some((tag, rest)) = name.strip_prefix('[').and_then(|it| it.split_once(']')) {
        tags.push(tag);
        name = rest.trim_start();
    }
    while let Some((rest, tag)) = name.strip_suffix(']').and_then(|it| it.rsplit_once('[')) {
        tags.push(tag);
        name = rest.trim_end();
    }
    let mut player = Player::named(name);
    player.id = id.map(str::to_owned);
    for tag in tags {
        player.add("tag", tag.trim());
    }
    player
}

fn is_uuid(text: &str) -> bool {
    let hex = text.bytes().filter(u8::is_ascii_hexdigit).count();
    hex == 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
