//! The README's pictures: sessions of the real program in a real terminal,
//! drawn cell by cell.
//!
//! The committed files are compared with what the program shows now, so that the
//! pictures cannot lie. `.github/picture` draws them anew.
#![cfg(unix)]

use std::path::{Path, PathBuf};

use crate::support::{Key, Screen, difference, rcon};

mod svg;

/// Set by `.github/picture`: write the pictures, do not compare them.
const UPDATE: &str = "UPDATE_PICTURE";

const ROWS: u16 = 27;
const COLUMNS: u16 = 80;

/// A picture.
struct Picture {
    file: &'static str,
    /// For those who look at the file, or cannot.
    description: &'static str,
    session: fn() -> vt100::Screen,
}

const SESSION: Picture = Picture {
    file: "session.svg",
    description: "A session with the simulated server: a name is misspelt and the right one is offered, \
        a reply full of escape sequences is shown harmless, a command is watched with its numbers as \
        curves, and Tab lists the players behind kick. Drawn by a test from what the program showed in a \
        terminal, but for the port, which is another each time.",
    session: with_a_short_curve,
};

const PLAYERS: Picture = Picture {
    file: "players.svg",
    description: "A session with the simulated server: who is on, as a table; a player is thrown out \
        by the beginning of a name, after the line that will be sent was shown and agreed to; all are told \
        something; two names that fit are both named. Drawn by a test from what the program showed in a \
        terminal, but for the port, which is another each time, and the seconds that have passed.",
    session: players,
};

/// What the picture shows for the port of the demo, which is another each time.
const PORT: &str = ":27015";

/// How long the curve of the watch is, and the seconds between its points.
const BARS: usize = 12;
const EVERY: &str = "0.5";

impl Picture {
    fn file(&self) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github");
        folder.join(self.file)
    }
}

/// The demo in a cleared screen, and its prompt.
fn demo() -> (Screen, String) {
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
    (screen, prompt)
}

/// What a newcomer does in the first minute.
fn session() -> vt100::Screen {
    let (mut screen, prompt) = demo();
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

/// The key that ends the watch may have come a round too late.
fn with_a_short_curve() -> vt100::Screen {
    loop {
        let session = session();
        if bars(&session.contents()) <= BARS {
            return session;
        }
    }
}

/// What an admin does most.
fn players() -> vt100::Screen {
    let (mut screen, prompt) = demo();
    enter(&mut screen, &prompt, "!players");
    screen.type_text("!kick Gra \"see you; bye\"\n");
    screen.wait_row("Go on? [y/N]");
    enter(&mut screen, &prompt, "y");
    enter(&mut screen, &prompt, "!say no more of that; please");
    enter(&mut screen, &prompt, "!kick [U:1");
    screen.type_text("!ban L").key(Key::Tab);
    screen.wait_row(&format!("{prompt} !ban Linus"));
    again(&screen, &prompt)
}

/// So long everybody in the demo is on at its start, in seconds.
const SINCE: [u32; 4] = [4512, 1290, 803, 95];

/// A text that was shown a few seconds after the demo's start, as it would have
/// been at once.
fn at_once(mut text: String) -> String {
    let clock = |seconds: u32| {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match hours {
            0 => format!("{minutes}:{seconds:02}"),
            _ => format!("{hours}:{minutes:02}:{seconds:02}"),
        }
    };
    for since in SINCE {
        for passed in 1..25 {
            text = text.replace(
                &format!("  {}  ", clock(since + passed)),
                &format!("  {}  ", clock(since)),
            );
        }
    }
    text
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
    let sent = at_once(sent.replace(&format!("{host}:{port}"), &format!("{host}{PORT}")));
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
fn they_are_what_the_program_shows() {
    for picture in [SESSION, PLAYERS] {
        let drawn = svg::draw(
            "rcon-shell --demo",
            picture.description,
            &(picture.session)(),
        );
        if std::env::var_os(UPDATE).is_some() {
            std::fs::write(picture.file(), drawn).unwrap();
            continue;
        }
        let committed = std::fs::read_to_string(picture.file()).unwrap_or_default();
        if let Some(where_) = difference(&committed, &drawn) {
            let file = picture.file;
            panic!("draw {file} anew with .github/picture, look at it, and commit it: {where_}");
        }
    }
}
