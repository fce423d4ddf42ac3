//! Who is on, as a table that fits the width.

use rcon_proto::console_text::{Player, Players};

use super::clock;
use crate::show::escape;
use crate::show::style::{self, paint};

/// What stands between two columns.
const GAP: &str = "  ";

/// A row: a player, on a server where there are several.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlayerRow<'a> {
    pub(crate) server: Option<&'a str>,
    pub(crate) player: &'a Player,
}

/// A column: its heading, and what may become of it where the table does not
/// fit.
struct Column {
    heading: &'static str,
    /// The least that its cells are cut to; none where a part of them says
    /// nothing, or something else: half a number is another one.
    least: Option<usize>,
    /// The same, for when there is nothing left that could be left out.
    at_last: Option<usize>,
    optional: bool,
    right: bool,
}

const fn column(heading: &'static str) -> Column {
    Column {
        heading,
        least: None,
        at_last: None,
        optional: false,
        right: false,
    }
}

const fn cut(heading: &'static str, least: usize) -> Column {
    Column {
        least: Some(least),
        at_last: Some(least),
        ..column(heading)
    }
}

const COLUMNS: [Column; 6] = [
    cut("server", 6),
    cut("name", 8),
    Column {
        at_last: Some(6),
        ..column("id")
    },
    Column {
        right: true,
        ..column("ping")
    },
    Column {
        right: true,
        optional: true,
        ..column("connected")
    },
    Column {
        optional: true,
        ..column("address")
    },
];

/// The lines of a table of at most `width` columns, with headings. What does
/// not fit is cut within a cell, and where even that is not enough, a column
/// is left out.
pub(crate) fn table(rows: &[PlayerRow<'_>], width: usize, colour: bool) -> Vec<String> {
    let cells: Vec<[String; 6]> = rows.iter().map(cells).collect();
    let mut widths: Vec<Option<usize>> = (0..COLUMNS.len())
        .map(|at| {
            let widest = cells.iter().map(|row| escape::width(&row[at])).max();
            let heading = COLUMNS[at].heading.len();
            let has_servers = at > 0 || rows.iter().any(|row| row.server.is_some());
            has_servers.then(|| heading.max(widest.unwrap_or(0)))
        })
        .collect();
    fit(&mut widths, width);
    let heading = COLUMNS.each_ref().map(|column| column.heading.to_owned());
    let mut lines = vec![paint(style::DIM, &line(&heading, &widths), colour)];
    for (row, cells) in rows.iter().zip(&cells) {
        let text = line(cells, &widths);
        let matters_less = row.player.bot || row.player.left.is_some();
        lines.push(paint(style::DIM, &text, colour && matters_less));
    }
    lines
}

/// Makes the columns fit: by cutting what can be cut; where that is not
/// enough, with an optional one less, the last first, and all others as wide
/// as that leaves room for.
fn fit(widths: &mut [Option<usize>], width: usize) {
    while !narrowed(widths, width, |column| column.least) {
        let mut optional = (0..widths.len()).rev();
        let optional = optional.find(|&at| COLUMNS[at].optional && widths[at].is_some());
        let Some(at) = optional else {
            if !narrowed(widths, width, |column| column.at_last) {
                // In a terminal of a few columns the lines wrap.
                for (width, column) in widths.iter_mut().zip(&COLUMNS) {
                    *width = width.map(|w| w.min(column.at_last.unwrap_or(w)));
                }
            }
            return;
        };
        widths[at] = None;
    }
}

/// Makes columns narrower, the widest first, until they fit. Where they cannot
/// be made to, they stay as they are, and it says so.
fn narrowed(
    widths: &mut [Option<usize>],
    width: usize,
    least: impl Fn(&Column) -> Option<usize>,
) -> bool {
    let there = widths.iter().flatten().count();
    let total = widths.iter().flatten().sum::<usize>() + GAP.len() * there.saturating_sub(1);
    let mut narrow = widths.to_vec();
    for _ in width..total {
        let room =
            |at: &usize| narrow[*at].filter(|&w| least(&COLUMNS[*at]).is_some_and(|l| w > l));
        let widest = (0..narrow.len()).filter(|at| room(at).is_some());
        let Some(at) = widest.max_by_key(room) else {
            return false;
        };
        narrow[at] = narrow[at].map(|width| width - 1);
    }
    widths.copy_from_slice(&narrow);
    true
}

fn line(cells: &[String; 6], widths: &[Option<usize>]) -> String {
    let mut out = String::new();
    let mut first = true;
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let Some(width) = *width else { continue };
        if !std::mem::take(&mut first) {
            out.push_str(GAP);
        }
        let cell = escape::line(cell, width);
        let blanks = " ".repeat(width.saturating_sub(escape::width(&cell)));
        if COLUMNS[at].right {
            out.push_str(&blanks);
            out.push_str(&cell);
        } else {
            out.push_str(&cell);
            out.push_str(&blanks);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn cells(row: &PlayerRow<'_>) -> [String; 6] {
    let player = row.player;
    let harmless = |text: &str| escape::line(text, usize::MAX).into_owned();
    let id = match player.shown_id() {
        _ if player.bot => "bot".to_owned(),
        Some(id) => harmless(&id),
        None => String::new(),
    };
    let time = match (player.left, player.connected) {
        (Some(left), _) => format!("left {}", clock(left)),
        (None, Some(time)) => clock(time),
        (None, None) => String::new(),
    };
    [
        harmless(row.server.unwrap_or_default()),
        harmless(&player.name),
        id,
        player
            .ping
            .map_or_else(String::new, |ping| ping.to_string()),
        time,
        harmless(player.address.as_deref().unwrap_or_default()),
    ]
}

/// How many are on, in words: `3 players of 24, 1 bot, cp_badlands`.
pub(crate) fn counted(players: &Players) -> String {
    let people = players.people();
    let mut text = match people {
        0 => "nobody is on".to_owned(),
        1 => "1 player".to_owned(),
        people => format!("{people} players"),
    };
    if let Some(max) = players.max {
        let of = if people == 0 { ", room for" } else { " of" };
        text.extend([format!("{of} {max}")]);
    }
    let listed = players.on().filter(|player| player.bot).count() as u32;
    match players.bots.unwrap_or(0).max(listed) {
        0 => {}
        1 => text.push_str(", 1 bot"),
        bots => text.extend([format!(", {bots} bots")]),
    }
    if players.arriving > 0 {
        text.extend([format!(", {} arriving", players.arriving)]);
    }
    if let Some(hidden) = players.hidden.filter(|&hidden| hidden > 0) {
        text.extend([format!(", {hidden} hidden")]);
    }
    if let Some(map) = &players.map {
        text.extend([format!(", {}", escape::line(map, 60))]);
    }
    text
}
