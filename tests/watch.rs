//! `!watch`: a reply again and again, in place.
#![cfg(unix)]

use rustix::process::Signal;

use crate::support::{Key, PASSWORD, SIZES, Script, Server, Target, rcon};

#[test]
fn numbers_are_drawn_and_the_screen_comes_back() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = server.shell().start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        screen.type_text("echo before\n").wait_text("\nbefore\n");
        screen.type_text("!watch 0.1 stats\n");
        screen.wait_text("every 0.1 s");
        screen.wait_for("a sparkline of some rounds", |shown| {
            let bars = |row: &String| row.chars().filter(|c| ('▁'..='█').contains(c)).count();
            shown
                .rows()
                .iter()
                .any(|row| row.starts_with("CPU ") && bars(row) >= 3)
        });
        assert!(!screen.contents().contains("before"), "{screen}");
        screen.key(Key::Ctrl('c'));
        screen.wait_row(&server.prompt());
        if rows > 20 {
            screen.wait_text("\nbefore\n");
        }
        // The last frame stays.
        assert!(screen.contents().contains('▁'), "{screen}");
        assert_eq!(server.connections(), 1);
        screen.type_text("echo after\n").wait_text("\nafter\n");
    }
}

#[test]
fn what_changed_is_marked() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(10, 40);
    screen.wait_row(&server.prompt());
    screen
        .type_text("!watch 0.1 stats\n")
        .wait_text("every 0.1 s");
    screen.wait_for("something marked", |shown| {
        shown.raw.windows(4).any(|part| part == b"\x1b[7m")
    });
}

#[test]
fn what_arrives_meanwhile_is_shown_afterwards() {
    let server = Server::with(|builder| builder.game(rcon_sim::Game::Ark));
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("!watch 0.1 ListPlayers\n")
        .wait_text("every 0.1 s");
    let rounds = |server: &rcon_sim::Server| server.commands().len();
    let first = rounds(&server);
    server.wait("another round", |server| rounds(server) > first);
    server.inject(&rcon_proto::Packet::new(99, 1, "news of the day"));
    let then = rounds(&server);
    server.wait("two more rounds", |server| rounds(server) > then + 2);
    screen.key(Key::Ctrl('c'));
    screen
        .wait_text("news of the day")
        .wait_row(&server.prompt());
}

#[test]
fn a_command_that_fails_ends_it_and_says_so() {
    let server = Script::new().silent("status").start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!set timeout 0.3\n!watch 1 status\n");
    screen.wait_text("sent, but no reply within 0.3 s");
    screen.wait_row(&server.prompt());
    screen
        .type_text("!watch\n")
        .wait_text("usage: !watch [SECONDS] COMMAND");
    screen
        .type_text("!watch 1x status\n")
        .wait_text("not a number of seconds");
}

#[test]
fn a_signal_puts_the_screen_back() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("echo before\n").wait_text("\nbefore\n");
    screen
        .type_text("!watch 0.1 stats\n")
        .wait_text("every 0.1 s");
    screen.signal(Signal::TERM);
    assert_eq!(screen.wait_exit(), 128 + Signal::TERM.as_raw());
    assert!(screen.is_sane());
    screen.wait_text("\nbefore\n");
    assert!(!screen.hides_cursor(), "{screen}");
}

#[test]
fn who_comes_and_who_leaves_is_marked_in_the_table_of_players() {
    let server =
        Server::with(|builder| builder.returns_after(std::time::Duration::from_millis(300)));
    let mut screen = server.shell().start_on_screen(24, 40);
    screen.wait_row(&server.prompt());
    screen.type_text("!watch 0.1 players\n");
    screen.wait_text("  Ada").wait_text("4 players of 24");
    server.run(["-e", "kick Ada"]).assert().code(0);
    screen.wait_text("- Ada").wait_text("3 players of 24");
    // It comes back with everybody on it.
    server.run(["-e", "exit"]).assert().code(0);
    screen.wait_text("+ Ada").wait_text("4 players of 24");
    // No row goes on in the next one.
    let rows = screen.rows();
    let at = |name: &str| rows.iter().position(|row| row.contains(name));
    assert_eq!(at("Grace").map(|at| at + 1), at("Linus"), "{screen}");
    screen.type_text("q").wait_row(&server.prompt());
    assert!(screen.contents().contains("+ Ada"), "{screen}");
}

/// Answers once, closes, closes the next login without a word, and has the one after it.
pub(crate) fn closes_a_login() -> rcon_sim::Script {
    rcon_sim::Script::new()
        .expect_auth(PASSWORD)
        .accept()
        .expect_command("echo tick")
        .reply("one")
        .close()
        .next_connection()
        .expect_auth(PASSWORD)
        .close()
        .next_connection()
        .expect_auth(PASSWORD)
}

/// One that is going down may take a connection and close it without a word. That is
/// no refusal of the password, which it has accepted before.
#[test]
fn a_login_that_a_dying_server_closes_does_not_end_it() {
    let server = closes_a_login()
        .accept()
        .expect_command("echo tick")
        .reply("two")
        .start()
        .unwrap();
    let address = server.addr().to_string();
    let mut screen = rcon([&address, "-p", PASSWORD]).start_on_screen(24, 100);
    screen.wait_row(&format!("{address} ]"));
    screen.type_text("!watch 0.1 echo tick\n");
    screen
        .wait_text("\none")
        .wait_text("down since ")
        .wait_text("\ntwo");
    screen.type_text("q").wait_text("\ntwo");
    assert_eq!(server.server().connections(), 3, "{screen}");
}

/// Closing is all that some servers answer to a wrong password.
#[test]
fn a_server_that_closes_a_second_login_ends_it_and_the_reason_is_told() {
    let server = closes_a_login().close().start().unwrap();
    let address = server.addr().to_string();
    let mut screen = rcon([&address, "-p", PASSWORD]).start_on_screen(24, 100);
    screen.wait_row(&format!("{address} ]"));
    screen.type_text("!watch 0.1 echo tick\n");
    screen.wait_text("Could not connect: closed before it answered");
    screen.wait_row("RCON ]");
    assert_eq!(server.server().connections(), 3, "{screen}");
}

/// A password that is refused is not sent again, however often anything is asked.
#[test]
fn a_password_that_stopped_working_ends_it() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!watch 0.1 echo tick\n");
    screen.wait_text("\ntick");
    let change = format!("rcon_password {PASSWORD}-changed");
    server.run(["-e", &change]).assert();
    screen.wait_text("refused the password");
    screen.type_text("echo x\n").wait_text("Not connected");
    assert_eq!(server.refusals(), 1, "{screen}");
}
