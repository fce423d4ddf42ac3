//! Reading replies: pager, pipe, log, timing, what arrives unasked.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use rcon_proto::Packet;

use crate::support::{Home, Key, PASSWORD, SIZES, Server, Target, rcon};

#[test]
fn a_long_reply_goes_to_the_pager_when_that_is_wanted() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let run = server.shell().env("PAGER", "sed 's/^/paged: /'");
        let mut screen = run.start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        screen
            .type_text("sim_lines 30\n")
            .wait_row(&server.prompt());
        assert!(!screen.contents().contains("paged: "), "{screen}");
        screen.type_text("!set pager on\n");
        screen.type_text("sim_lines 30\n").wait_text("paged: ");
        screen.wait_row(&server.prompt());
        screen.key(Key::Ctrl('l'));
        screen.type_text("echo short\n").wait_text("\nshort\n");
        assert!(!screen.contents().contains("paged: "), "{screen}");
    }
}

#[test]
fn a_pager_that_is_not_there_loses_no_reply() {
    let server = Server::start();
    let run = server.shell().env("PAGER", "no-such-pager 2>/dev/null");
    let mut screen = run.start_on_screen(10, 40);
    screen.wait_row(&server.prompt());
    screen.type_text("!set pager on\n");
    screen.type_text("sim_lines 30\n");
    screen.wait_row(&server.prompt());
    screen.wait_for("the last lines", |shown| {
        shown.screen().contents().contains("30")
    });
}

#[test]
fn a_reply_is_given_to_a_program() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("!pipe tr a-z A-Z :: echo shout it\n")
        .wait_text("\nSHOUT IT\n");
    screen.wait_row(&server.prompt());
    screen.type_text("!pipe head -n 1 >/dev/null :: sim_lines 30000\n");
    screen.wait_row(&server.prompt());
    screen
        .type_text("!pipe exit 3 :: echo x\n")
        .wait_text("exit 3 ended with exit status: 3");
    screen
        .type_text("!pipe cat\n")
        .wait_text("usage: !pipe SHELL-COMMAND :: COMMAND");
}

#[test]
fn the_log_holds_what_was_said_and_no_password() {
    let server = Server::start();
    let home = Home::new();
    let log = home.path("session.log").display().to_string();
    let mut screen = rcon([""; 0]).home(&home).start_on_screen(24, 200);
    screen.wait_row("RCON ]");
    screen.type_text(&format!("!log {log}\n"));
    screen.type_text(&format!("!connect {} {PASSWORD}\n", server.address()));
    screen.wait_row(&server.prompt());
    screen
        .type_text("echo written down\n")
        .wait_text("\nwritten down\n");
    screen
        .type_text("sv_password hunter2\n")
        .wait_row(&server.prompt());
    screen
        .type_text("!pipe cat :: echo piped\n")
        .wait_text("\npiped\n");
    screen.type_text("!log off\n").wait_row(&server.prompt());
    screen
        .type_text("echo unheard of\n")
        .wait_text("\nunheard of\n");
    let text = std::fs::read_to_string(&log).unwrap();
    let said = |mark: char, what: &str| {
        let end = format!(" {} {mark} {what}", server.address());
        assert!(text.lines().any(|line| line.ends_with(&end)), "{text}");
    };
    said(']', "echo written down");
    said('|', "written down");
    said(']', "echo piped");
    said('|', "piped");
    assert!(!text.contains("unheard"), "{text}");
    assert!(text.contains("sv_password"), "{text}");
    home.assert_nowhere("hunter2");
    home.assert_nowhere(PASSWORD);
    let mode = std::fs::metadata(&log).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    screen
        .type_text("!log /nowhere/at/all\n")
        .wait_text("cannot log to /nowhere/at/all");
}

#[test]
fn the_time_a_reply_took() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!set timing on\n");
    screen
        .type_text("echo one\n")
        .wait_text("\none\n")
        .wait_text(" ms\n");
    assert!(screen.look_of(" ms").dim, "{screen}");
}

#[test]
fn what_arrives_unasked_goes_above_a_line_being_typed() {
    for (rows, columns) in SIZES {
        let server = Server::with(|builder| builder.game(rcon_sim::Game::Squad));
        let mut screen = server
            .run(["--game", "squad"])
            .start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        screen.type_text("half a li");
        let line = format!("{} half a li", server.prompt());
        screen.wait_row(&line);
        server.inject(&Packet::new(77, 1, "news\x1b]0;owned\x07"));
        screen.wait_text("news\\x1b]0;owned\\x07\n").wait_row(&line);
        assert!(screen.look_of("news").dim, "{screen}");
        screen.type_text("ne\n");
        server.wait_command("half a line");
        screen.assert_never_sent(b"\x1b]");
    }
}
