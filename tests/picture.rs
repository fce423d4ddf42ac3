//! The README's picture: a session of the real program in a real terminal,
//! drawn cell by cell.
//!
//! The committed file is compared with what the program shows now, so that the
//! picture cannot lie. `.github/picture` draws it anew.
#![cfg(unix)]

use std::path::{Path, PathBuf};

use crate::support::{Key, Screen, difference, rcon};

mod svg;

/// Set by `.github/picture`: write the picture, do not compare it.
const UPDATE: &str = "UPDATE_PICTURE";

const ROWS: u16 = 27;
const COLUMNS: u16 = 80;

/// What the picture shows for the port of the demo, which is another each time.
const PORT: &str = ":27015";

/// How long the curve of the watch is, and the seconds between its points.
const BARS: usize = 12;
const EVERY: &str = "0.5";

/// For those who look at the file, or cannot.
const DESCRIPTION: &str = "A session with the simulated server: a name is misspelt and the right one \
    is offered, a reply full of escape sequences is shown harmless, a command is watched with its numbers \
    as curves, and Tab lists the players behind kick. Drawn by a test from what the program showed in a \
    terminal, but for the port, which is another each time.";

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github/session.svg")
}

/// What a newcomer does in the first minute.
fn session() -> vt100::Screen {
    let mut screen = rcon(["--demo"]).start_on_screen(ROWS, COLUMNS);
    screen.wait_text(" ] ");
    let rows = screen.rows();
    let prompt = rows.iter().find(|row| row.trim_end().ends_with(" ]"));
    let prompt = prompt.unwrap().trim_end().to_owned();
    // The server's names are there before the session begins, so that it does
    // not depend on how fast they come.
    screen.wait_tab("sv_gravi", "sv_gravity");
    screen.key(Key::Ctrl('u')).key(Key::Ctrl('l'));
    screen.wait_for("a cleared screen", |shown| {
        shown.screen().contents().trim_end() == prompt
    });

    enter(&mut screen, &prompt, "sv_gravty 600");
    enter(&mut screen, &prompt, "sim_escape");
    screen.type_text(&format!("!watch {EVERY} stats\n"));
    screen.wait_for("a curve", |shown| bars(&shown.screen().contents()) >= BARS);
    screen.type_text("q").wait_row(&prompt);

    screen.type_text("kick ");
    screen.wait_tab("", "Grace Hopper");
    screen.type_text("Gr").key(Key::Tab);
    let typed = format!("{prompt} kick \"Grace Hopper\"");
    screen.wait_for("a hint", |shown| {
        let (row, column) = shown.screen().cursor_position();
        let before = shown.screen().contents_between(row, 0, row, column);
        let after = shown.screen().contents_between(row, column, row, COLUMNS);
        before.trim_end() == typed && !after.trim().is_empty()
    });
    again(&screen, &prompt)
}

/// The longest curve on a screen.
fn bars(contents: &str) -> usize {
    let curve = |row: &str| row.chars().filter(|c| ('▁'..='█').contains(c)).count();
    contents.lines().map(curve).max().unwrap_or_default()
}

/// The screen as it would be had the port been [`PORT`].
fn again(screen: &Screen, prompt: &str) -> vt100::Screen {
    let (host, port) = prompt.trim_end_matches(" ]").rsplit_once(':').unwrap();
    assert_eq!(port.len() + 1, PORT.len(), "the columns must stay");
    let sent = String::from_utf8(screen.raw()).unwrap();
    let sent = sent.replace(&format!("{host}:{port}"), &format!("{host}{PORT}"));
    let mut terminal = vt100::Parser::new(ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
    terminal.process(sent.as_bytes());
    terminal.screen().clone()
}

/// Types a line and waits for the prompt below what came of it.
fn enter(screen: &mut Screen, prompt: &str, line: &str) {
    let before = screen.cursor().0;
    screen.type_text(line).type_text("\n");
    screen.wait_for("the next prompt", |shown| {
        shown.screen().cursor_position().0 > before
    });
    screen.wait_row(prompt);
}

#[test]
fn it_is_what_the_program_shows() {
    // The key that ends the watch may have come a round too late.
    let mut session = session();
    while bars(&session.contents()) > BARS {
        session = self::session();
    }
    let drawn = svg::draw("rcon-shell --demo", DESCRIPTION, &session);
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(file(), drawn).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(file()).unwrap();
    if let Some(where_) = difference(&committed, &drawn) {
        panic!("draw it anew with .github/picture, look at it, and commit it: {where_}");
    }
}
