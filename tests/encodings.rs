//! Servers that do not speak UTF-8, at a prompt: what they say is read in the
//! encoding that was named for them, wherever it is shown.
#![cfg(unix)]

use std::fmt::Write as _;

use rcon_proto::Packet;
use rcon_sim::Game;

use crate::support::{Home, PASSWORD, Screen, Script, Server, Target, rcon};

/// Text as a server writes it that speaks windows-1251.
fn cyrillic(text: &str) -> Vec<u8> {
    let byte = |letter: char| match u32::from(letter) {
        code @ 0x410..=0x44f => u8::try_from(code - 0x410 + 0xc0).unwrap(),
        code => u8::try_from(code).unwrap(),
    };
    text.chars().map(byte).collect()
}

/// Says "привет" to `status` in windows-1251, and so often.
fn greeting(times: usize) -> Script {
    Script::new().reply("status", cyrillic(&"привет\n".repeat(times)))
}

const LATIN_1: &[u8] = b"caf\xe9\n";

/// A home with a profile for each address, and its encoding, if one is named.
fn profiles(servers: &[(&str, String, Option<&str>)]) -> Home {
    let home = Home::new();
    let mut config = String::new();
    for (name, address, encoding) in servers {
        let profile = format!("address = \"{address}\"\npassword = \"{PASSWORD}\"");
        let encoding = encoding.map(|encoding| format!("encoding = \"{encoding}\"\n"));
        let encoding = encoding.unwrap_or_default();
        writeln!(config, "[servers.{name}]\n{profile}\n{encoding}").unwrap();
    }
    home.config(&config);
    home
}

/// A shell of one server that speaks windows-1251, as an option says.
fn shell(server: &impl Target) -> Screen {
    let run = server.shell().env("PAGER", "sed 's/^/paged: /'");
    let run = run.args(["--encoding", "windows-1251"]);
    let screen = run.start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
}

#[test]
fn a_reply_is_read_in_the_named_encoding_and_one_piece() {
    let mut screen = shell(&greeting(1).start());
    screen.type_text("status\n").wait_text("\nпривет\n");

    // A character stands in two packets, and one is cut off.
    let long = [&b"x".repeat(4095)[..], b"\xd0\xa1!\xd0"].concat();
    let server = Script::new().reply("status", long).start();
    let run = server.shell().args(["--encoding", "gbk"]);
    let mut screen = run.start_on_screen(60, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("status\n").wait_text("x小!\\xd0\n");
}

#[test]
fn another_server_is_read_in_an_encoding_of_its_own() {
    let (one, two) = (greeting(1).start(), Script::new().reply("status", LATIN_1));
    let (two, three) = (two.clone().start(), two.start());
    let home = profiles(&[
        ("one", one.address(), Some("windows-1251")),
        ("two", two.address(), Some("latin1")),
        ("three", three.address(), None),
    ]);
    let mut screen = rcon(["one"]).home(&home).start_on_screen(24, 80);
    let told = |screen: &mut Screen, connect: &str, name: &str, reply: &str| {
        screen.type_text(connect).wait_row(&format!("{name} ]"));
        screen.type_text("status\n").wait_text(reply);
        screen.wait_row(&format!("{name} ]"));
        screen.type_text("\u{c}");
        screen.wait_for("a blank screen", |shown| {
            !shown.screen().contents().contains("status")
        });
    };
    told(&mut screen, "", "one", "\nпривет\n");
    told(&mut screen, "!connect two\n", "two", "\ncafé\n");
    told(&mut screen, "!connect three\n", "three", "\ncaf\\xe9\n");
    told(&mut screen, "!connect one\n", "one", "\nпривет\n");
    told(&mut screen, "!reconnect\n", "one", "\nпривет\n");
    told(&mut screen, "!connect -\n", "three", "\ncaf\\xe9\n");
}

#[test]
fn pager_watch_and_programs_get_text() {
    let server = greeting(30).start();
    let mut screen = shell(&server);
    screen.type_text("!pipe tail -n 1 | tr -d '\\n' | wc -c :: status\n");
    // Two bytes a letter.
    screen.wait_text("\n12\n").wait_row(&server.prompt());
    screen.type_text("!set pager on\nstatus\n");
    screen
        .wait_text("paged: привет\n")
        .wait_row(&server.prompt());
    screen.type_text("!watch 0.1 status\n");
    screen.wait_text("every 0.1 s").wait_text("\nпривет");
    screen.type_text("q").wait_row(&server.prompt());
    assert!(!screen.contents().contains("\\x"), "{screen}");
}

#[test]
fn what_comes_unasked_is_text_and_a_pattern_is_looked_for_in_it() {
    let server = Server::with(|builder| builder.game(Game::Squad));
    let mut screen = shell(&server);
    let say = |text: &str| server.inject(&Packet::new(77, 1, cyrillic(text)));
    say("сперва");
    screen.wait_text("\nсперва\n");
    screen.type_text("!logs мир\n").wait_text("the log is on");
    screen.wait_row(&server.prompt());
    say("война");
    say("мир вам");
    screen.wait_text("\nмир вам\n");
    assert!(!screen.contents().contains("война"), "{screen}");
    assert!(!screen.contents().contains("\\x"), "{screen}");
}

#[test]
fn names_that_tab_brings_are_text() {
    let status = "hostname: мир\nplayers : 1 humans, 0 bots (24 max)\n\n\
                  # userid name uniqueid connected ping loss state adr\n\
                  # 2 \"Ада\" STEAM_1:0:22 12:31 48 0 active 203.0.113.7:27005\n";
    let server = Script::new().reply("status", cyrillic(status)).start();
    let mut screen = shell(&server);
    screen.type_text("!set game css\n");
    screen.wait_tab("!kick А", "!kick Ада");
}

#[test]
fn each_server_of_a_fleet_is_read_in_its_own_encoding() {
    let one = Server::with(|builder| builder.game(Game::Squad));
    let two = greeting(1).start();
    let three = Script::new().reply("status", LATIN_1).start();
    let home = profiles(&[
        ("one", one.address(), Some("windows-1251")),
        ("two", two.address(), Some("windows-1251")),
        ("three", three.address(), Some("latin1")),
    ]);
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(40, 80);
    screen.wait_row("@all ]");
    one.inject(&Packet::new(77, 1, cyrillic("сперва")));
    screen.wait_text("one: сперва").wait_row("@all ]");
    screen.type_text("!on two,three !watch 0.1 status\n");
    screen
        .wait_text("==> two <==\nпривет\n")
        .wait_text("==> three <==\ncafé");
    screen.type_text("q").wait_row("@all ]");
    screen.type_text("!on two,three !pipe sed 's/^/piped: /' :: status\n");
    screen.wait_text("piped: привет\n");
    screen.wait_text("piped: café\n").wait_row("@all ]");
    assert!(!screen.contents().contains("\\x"), "{screen}");
}
