//! Valve's lines: `"Ada<2><[U:1:22]><Red>" say "hi"`.

use super::{LogKind, LogLine};

/// The most bytes that an id and a team are looked for in: names are
/// of at most 128 bytes, and what stands in angle brackets is short.
const FIELD: usize = 64;

/// How a command that came over RCON is logged: `rcon from "1.2.3.4:5": command "status"`.
const RCON: [&str; 2] = ["rcon from \"", "Bad Rcon: \""];

/// Reads a line of this form.
pub(super) fn read(body: &str) -> Option<LogLine<'_>> {
    if RCON.iter().any(|start| body.starts_with(start)) {
        return Some(LogLine {
            kind: LogKind::Rcon,
            ..LogLine::other(body)
        });
    }
    let inside = body.strip_prefix('"')?;
    let (who, rest) = who(inside)?;
    let player = LogLine {
        kind: LogKind::Player,
        player: Some(who.name),
        id: Some(who.id),
        team: (!who.team.is_empty()).then_some(who.team),
        ..LogLine::other(body)
    };
    Some(match said(rest) {
        Some((to, text)) => LogLine {
            kind: LogKind::Chat,
            to,
            text,
            ..player
        },
        None => player,
    })
}

struct Who<'a> {
    name: &'a str,
    id: &'a str,
    team: &'a str,
}

/// The player, and what stands behind the closing quote. The first place that
/// ends a name counts: what looks like one in a text was said.
fn who(inside: &str) -> Option<(Who<'_>, &str)> {
    for (at, _) in inside.match_indices('<') {
        if let Some((id, team, rest)) = fields(&inside[at..]) {
            let name = &inside[..at];
            return Some((Who { name, id, team }, rest));
        }
    }
    None
}

/// `<2><[U:1:22]><Red>" …`: the id, the team and the rest.
fn fields(text: &str) -> Option<(&str, &str, &str)> {
    let (user, rest) = field(text)?;
    if user.is_empty()
        || !user
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return None;
    }
    let (id, rest) = field(rest)?;
    // Some lines of a player who has no team yet lack that field.
    let (team, rest) = field(rest).unwrap_or(("", rest));
    Some((id, team, rest.strip_prefix('"')?))
}

fn field(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    let end = inside.bytes().take(FIELD).position(|byte| byte == b'>')?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// To whom and what, where somebody says something. A text may hold quotes; some
/// games add what else there is to know behind it, such as ` (dead)`.
fn said(rest: &str) -> Option<(Option<&str>, &str)> {
    let (to, quoted) = match rest.strip_prefix(" say_team \"") {
        Some(quoted) => (Some("team"), quoted),
        None => (None, rest.strip_prefix(" say \"")?),
    };
    let text = match quoted.rfind('"') {
        Some(end) if is_addition(&quoted[end + 1..]) => &quoted[..end],
        // Cut on its way.
        _ => quoted,
    };
    Some((to, text))
}

fn is_addition(behind: &str) -> bool {
    let behind = behind.trim();
    behind.is_empty() || (behind.starts_with('(') && behind.ends_with(')'))
}
