//! The README's pictures: sessions of the real program in a real terminal,
//! drawn cell by cell.
//!
//! The committed files are compared with what the program shows now, so that the
//! pictures cannot lie. `.github/picture` draws them anew.
#![cfg(unix)]

use std::path::{Path, PathBuf};

use crate::support::{Home, Key, PASSWORD, Screen, Server, difference, rcon};

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

/// How each was started, as its frame says.
fn title(picture: &Picture) -> &'static str {
    match picture.file {
        file if file == FLEET.file => "rcon-shell @eu",
        file if file == PLAYERS.file => "rcon-shell tf2-paris",
        _ => "rcon-shell --demo",
    }
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
    description: "A session with a simulated server: who is on, as a table; the server's log above the \
        prompt, with what players say; one of them is thrown out by the beginning of a name, after the line \
        that will be sent was shown and agreed to, and the log tells of it; all are told something; a \
        beginning that fits several names them all. Drawn by a test from what the program showed in a \
        terminal, but for a port, which is another each time, the hour, and the seconds that have passed.",
    session: players,
};

const FLEET: Picture = Picture {
    file: "fleet.svg",
    description: "A prompt of three simulated servers: a variable is the same on all of them, so one reply \
        stands under their three names; it is changed on one; asked again, the one that differs comes first, \
        under its name; all are told something, and one is set right. Drawn by a test from what the program \
        showed in a terminal.",
    session: fleet,
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
    clear(&mut screen, &prompt);
    (screen, prompt)
}

/// Clears the screen once the server's names are there, so that the session does not depend on
/// how fast they come.
fn clear(screen: &mut Screen, prompt: &str) {
    screen.wait_row(prompt);
    screen.wait_tab("sv_gravi", "sv_gravity");
    screen.key(Key::Ctrl('u')).key(Key::Ctrl('l'));
    screen.wait_for("a cleared screen", |shown| {
        shown.screen().contents().trim_end() == prompt
    });
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
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.tf2-paris]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        server.address()
    ));
    let mut screen = rcon(["tf2-paris"])
        .home(&home)
        .start_on_screen(ROWS, COLUMNS);
    let prompt = "tf2-paris ]";
    clear(&mut screen, prompt);
    enter(&mut screen, prompt, "!players");
    // The commands of this shell are logged too.
    enter(&mut screen, prompt, "!logs <(Red|Blue)>");
    let says = |who: &str, text: &str| server.log(&format!("\"{who}\" say \"{text}\""));
    says("Grace Hopper<3><[U:1:3]><Red>", "cheap hats at example.com");
    screen.wait_text("Grace Hopper: cheap hats");
    says("Ada<2><[U:1:2]><Blue>", "again? can somebody kick her");
    screen.wait_text("Ada: again?");
    screen.type_text("!kick Gra \"see you; bye\"\n");
    screen.wait_row("Go on? [y/N]");
    enter(&mut screen, prompt, "y");
    server.log(
        "\"Grace Hopper<3><[U:1:3]><Red>\" disconnected (reason \"Kicked by Console : see you; bye\")",
    );
    screen.wait_text("Kicked by Console : see you");
    enter(&mut screen, prompt, "!say no more of that; please");
    enter(&mut screen, prompt, "!kick [U:1");
    screen.type_text("!ban L").key(Key::Tab);
    screen.wait_row(&format!("{prompt} !ban Linus"));
    let sent = String::from_utf8(screen.raw()).unwrap();
    replay(at_one_time(&at_once(sent)).as_bytes())
}

/// The same, had the log come to one port, all of it at one time.
fn at_one_time(text: &str) -> String {
    let stamp = regex_lite::Regex::new(r"\d\d/\d\d/\d{4} - \d\d:\d\d:\d\d").unwrap();
    let text = stamp.replace_all(text, "11/27/2026 - 19:05:14");
    let place = regex_lite::Regex::new(r"(sends it to \d+\.\d+\.\d+\.\d+:)\d{5}").unwrap();
    place.replace_all(&text, "${1}27500").into_owned()
}

/// Which server differs, and mending it.
fn fleet() -> vt100::Screen {
    let servers = Server::with(|builder| builder.count(3));
    let home = Home::new();
    let names = ["tf2-berlin", "tf2-paris", "css"];
    let profile = |(name, address): (&str, &std::net::SocketAddr)| {
        format!("[servers.{name}]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n")
    };
    let profiles: String = names
        .into_iter()
        .zip(servers.addrs())
        .map(profile)
        .collect();
    home.config(&format!("{profiles}[groups]\neu = {names:?}\n"));
    let mut screen = rcon(["@eu"]).home(&home).start_on_screen(ROWS, COLUMNS);
    let prompt = "@eu ]";
    clear(&mut screen, prompt);
    enter(&mut screen, prompt, "sv_gravity");
    enter(&mut screen, prompt, "!on tf2-paris sv_gravity 200");
    enter(&mut screen, prompt, "sv_gravity");
    enter(&mut screen, prompt, "!say back in a minute");
    enter(&mut screen, prompt, "!on tf2-paris sv_gravity 800");
    replay(&screen.raw())
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
    replay(sent.as_bytes())
}

/// The screen after all of this was sent to it.
fn replay(sent: &[u8]) -> vt100::Screen {
    let mut terminal = vt100::Parser::new(ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
    terminal.process(sent);
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
    for picture in [SESSION, PLAYERS, FLEET] {
        let drawn = svg::draw(title(&picture), picture.description, &(picture.session)());
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
