//! Keys that other prompts have too.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use crate::support::{Home, Key, PASSWORD, Run, Screen, Server, Target, rcon};

/// A shell with these lines behind it.
fn shell(server: &Server, home: &Home, lines: &[&str], run: impl FnOnce(Run) -> Run) -> Screen {
    let address = server.address();
    home.config(&format!(
        "[defaults]\npager = false\n[servers.tf2]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n"
    ));
    home.file("state/rcon-shell/history", lines.join("\n") + "\n");
    home.chmod("state/rcon-shell/history", 0o600);
    let mut screen = run(rcon(["tf2"]).home(home)).start_on_screen(24, 80);
    screen.wait_row("tf2 ]");
    screen.key(Key::Ctrl('l')).wait_row("tf2 ]");
    screen
}

fn sent(server: &Server) -> Vec<String> {
    let mut sent = server.commands();
    sent.retain(|command| command != "cvarlist");
    sent
}

const LINES: [&str; 5] = [
    "say one",
    "sv_gravity 600",
    "say \"two words\"",
    "mp_timelimit 30",
    "status",
];

#[test]
fn up_goes_back_to_what_begins_as_what_was_typed() {
    let (server, home) = (Server::start(), Home::new());
    let mut screen = shell(&server, &home, &LINES, |run| run);
    screen.type_text("say").key(Key::Up);
    screen.wait_row("tf2 ] say \"two words\"");
    screen.key(Key::Up).wait_row("tf2 ] say one");
    // There is no other: it stays.
    screen.key(Key::Up).key(Key::Down);
    screen.wait_row("tf2 ] say \"two words\"");
    screen.key(Key::Down).wait_row("tf2 ] say");
    screen.type_text("x").wait_row("tf2 ] sayx");
    screen
        .key(Key::Ctrl('u'))
        .key(Key::Up)
        .wait_row("tf2 ] status");
    screen.key(Key::Up).wait_row("tf2 ] mp_timelimit 30");
    screen
        .key(Key::Ctrl('p'))
        .wait_row("tf2 ] say \"two words\"");
    screen
        .key(Key::Ctrl('n'))
        .key(Key::Down)
        .wait_row("tf2 ] status");
    screen.key(Key::Down).wait_row("tf2 ]");
}

#[test]
fn the_last_argument_of_earlier_lines_comes_with_a_key() {
    let (server, home) = (Server::start(), Home::new());
    let mut screen = shell(&server, &home, &LINES, |run| run);
    screen.type_text("kick \x1b.").wait_row("tf2 ] kick status");
    screen.type_text("\x1b.").wait_row("tf2 ] kick 30");
    screen
        .type_text("\x1b.")
        .wait_row("tf2 ] kick \"two words\"");
    screen.type_text("\x1b.\x1b.").wait_row("tf2 ] kick one");
    screen.type_text("\x1b.").wait_row("tf2 ] kick one");
    // In the middle of a line, what follows stays.
    screen.key(Key::Ctrl('u')).type_text("ab\x1b[D");
    screen.type_text("\x1b.").wait_text("tf2 ] astatusb");
    screen.type_text("\x1b.").wait_text("tf2 ] a30b");
}

#[test]
fn the_hint_is_taken_whole_or_by_the_word() {
    let (server, home) = (Server::start(), Home::new());
    let mut screen = shell(&server, &home, &["say one two three"], |run| run);
    screen.type_text("sa").wait_text("say one two three");
    screen.type_text("\x1bf").wait_row("tf2 ] say");
    screen.type_text("\x1bf").wait_row("tf2 ] say one");
    screen
        .key(Key::Ctrl('f'))
        .wait_row("tf2 ] say one two three");
    screen.key(Key::Enter);
    server.wait("it", |_| sent(&server) == ["say one two three"]);
}

/// An editor that does this to the file that it is given.
fn editor(home: &Home, script: &str) -> String {
    let file = home.file("editor", format!("#!/bin/sh\n{script}\n"));
    home.chmod("editor", 0o700);
    file
}

#[test]
fn a_line_comes_back_from_the_editor_to_be_looked_at() {
    let (server, home) = (Server::start(), Home::new());
    let seen = home.path("seen").display().to_string();
    let file = editor(
        &home,
        &format!(
            "cp -p \"$1\" {seen}; echo \"$1\" > {seen}.name; test -t 0 && sed -i 's/one/two/' \"$1\""
        ),
    );
    let mut screen = shell(&server, &home, &LINES, |run| run.env("EDITOR", file));
    screen
        .type_text("say one")
        .key(Key::Ctrl('x'))
        .key(Key::Ctrl('e'));
    screen.wait_row("tf2 ] say two");
    let copy = std::fs::metadata(&seen).unwrap();
    assert_eq!(copy.permissions().mode() & 0o777, 0o600);
    let name = std::fs::read_to_string(format!("{seen}.name")).unwrap();
    assert!(!std::path::Path::new(name.trim()).exists(), "{name}");
    assert_eq!(sent(&server), [""; 0], "before Enter");
    screen.key(Key::Enter);
    server.wait("it", |_| sent(&server) == ["say two"]);
}

#[test]
fn several_lines_from_the_editor_run_one_by_one() {
    let (server, home) = (Server::start(), Home::new());
    let file = editor(&home, "printf 'say a\\nsay b \\\\\\nc\\n' > \"$1\"");
    let mut screen = shell(&server, &home, &LINES, |run| {
        run.env("EDITOR", "nothing-of-this-name")
            .env("VISUAL", file)
    });
    screen.key(Key::Ctrl('x')).key(Key::Ctrl('e'));
    screen.wait_text("say b \\\nc");
    screen.key(Key::Enter);
    server.wait("both", |_| sent(&server) == ["say a", "say b \nc"]);
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    for (script, said) in [
        ("echo x > \"$1\"; exit 1", ""),
        ("exit 127", "could not run the editor"),
    ] {
        let (server, home) = (Server::start(), Home::new());
        let file = editor(&home, script);
        let mut screen = shell(&server, &home, &LINES, |run| run.env("EDITOR", file));
        screen
            .type_text("say one")
            .key(Key::Ctrl('x'))
            .key(Key::Ctrl('e'));
        screen.wait_text(said);
        screen.type_text("!").wait_row("tf2 ] say one!");
        screen.key(Key::Enter);
        server.wait("it", |_| sent(&server) == ["say one!"]);
    }
}

#[test]
fn the_keys_of_vi_have_them_too() {
    let (server, home) = (Server::start(), Home::new());
    let file = editor(&home, "sed -i 's/one/two/' \"$1\"");
    let mut screen = shell(&server, &home, &LINES, |run| run.env("EDITOR", file));
    screen.type_text("!set vi on\n").wait_row("tf2 ]");
    screen.type_text("say").key(Key::Up).key(Key::Up);
    screen.wait_row("tf2 ] say one");
    // Escape by itself, as the cursor's step back shows: what follows is no Alt.
    screen.key(Key::Escape).wait_row("tf2 ] say on");
    screen.type_text("v").wait_row("tf2 ] say two");
    screen.key(Key::Enter);
    server.wait("it", |_| sent(&server) == ["say two"]);
    screen.type_text("x \x1b.").wait_row("tf2 ] x two");
}
