//! Who is on, as a table that fits the width.

use rcon_proto::console_text::{Player, Players};

use super::clock;
use crate::show::escape;
use crate::show::style::{self, paint};

/// What stands between two columns.
const GAP: &str = "  ";

/// A row: a player, on a server where there are several.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) server: Option<&'a str>,
    pub(crate) player: &'a Player,
}

/// A column: its heading, the least that it is cut to, and whether it can be
/// left out of a table that does not fit.
struct Column {
    heading: &'static str,
    least: usize,
    optional: bool,
    right: bool,
}

const fn column(heading: &'static str, least: usize) -> Column {
    Column {
        heading,
        least,
        optional: false,
        right: false,
    }
}

const COLUMNS: [Column; 6] = [
    column("server", 6),
    column("name", 8),
    column("id", 6),
    Column {
        right: true,
        ..column("ping", 4)
    },
    Column {
        right: true,
        optional: true,
        ..column("connected", 9)
    },
    Column {
        optional: true,
        ..column("address", 7)
    },
];

/// The columns of numbers are not cut: half a number is another one.
const NUMBERS: [usize; 2] = [3, 4];

/// The lines of a table of at most `width` columns, with headings. What does
/// not fit is cut within a cell, and where even that is not enough, a column
/// is left out.
pub(crate) fn table(rows: &[Row<'_>], width: usize, colour: bool) -> Vec<String> {
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

/// Makes columns narrower, the widest first, until they fit.
fn fit(widths: &mut [Option<usize>], width: usize) {
    loop {
        let there = widths.iter().flatten().count();
        let total: usize =
            widths.iter().flatten().sum::<usize>() + GAP.len() * there.saturating_sub(1);
        let over = total.saturating_sub(width);
        if over == 0 {
            return;
        }
        let room = |at: &usize| {
            let numbers = NUMBERS.contains(at);
            widths[*at].filter(|&w| !numbers && w > COLUMNS[*at].least)
        };
        let widest = (0..widths.len()).filter(|at| room(at).is_some());
        if let Some(at) = widest.max_by_key(room) {
            widths[at] = widths[at].map(|width| width - 1);
            continue;
        }
        let mut optional = (0..widths.len()).rev();
        match optional.find(|&at| COLUMNS[at].optional && widths[at].is_some()) {
            Some(at) => widths[at] = None,
            // A terminal of a few columns: the lines wrap.
            None => return,
        }
    }
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

fn cells(row: &Row<'_>) -> [String; 6] {
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
