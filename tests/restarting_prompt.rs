//! `!restart` at the prompt: asked about, counted down in place, called off.
#![cfg(unix)]

use crate::restarting::managed;
use crate::support::{Key, Server, Target as _};

#[test]
fn it_asks_counts_down_in_place_and_says_how_long_it_took() {
    let server = managed(|builder| builder);
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    let question = format!("This stops {}. Go on? [y/N]", server.address());
    screen.type_text("!restart in 3s\n").wait_row(&question);
    screen.type_text("n\n").wait_text("Not sent.");
    screen.wait_row(&server.prompt());
    assert!(!server.commands().iter().any(|c| c.starts_with("say")));

    screen.type_text("!restart in 3s\n").wait_row(&question);
    screen.type_text("y\n");
    let counts = |left: u8| format!("{} restarts in {left} s", server.address());
    screen.wait_text(&counts(2)).wait_text(&counts(1));
    // Each in the place of the one before.
    screen.wait_text("is back, it was away for");
    screen.wait_row(&server.prompt());
    let countdown = format!("{} restarts in", server.address());
    assert!(!screen.contents().contains(&countdown), "{screen}");
    assert!(
        screen
            .contents()
            .contains("announced: Server restarts in 3 s"),
        "{screen}"
    );
    screen.type_text("echo alive\n").wait_text("alive");
}

/// What is counted down is what is left to see of a line that does not fit.
#[test]
fn the_time_is_seen_on_a_narrow_terminal_too() {
    let server = Server::start();
    let mut screen = server.run(["--wait", "9"]).start_on_screen(24, 40);
    screen.wait_row(&server.prompt());
    screen.type_text("!set confirm off\n!restart in 3s\n");
    let rows = |screen: &crate::support::Screen, start: &str| {
        let rows = screen.rows();
        rows.iter().filter(|row| row.starts_with(start)).count()
    };
    let counted = format!("{} restarts in ", server.address());
    // One in the place of another: which ones are seen, a busy machine decides.
    let two_counts = |what: &str, of: &dyn Fn(u32) -> String| {
        screen.wait_for(what, |shown| {
            let raw = String::from_utf8_lossy(&shown.raw);
            (1..=9).filter(|n| raw.contains(&of(*n))).count() > 1
        });
    };
    two_counts("a countdown", &|n| format!("{counted}{n} s"));
    assert!(rows(&screen, &counted) <= 1, "{screen}");
    two_counts("a wait", &|n| format!("waiting {n} s for "));
    assert!(rows(&screen, "waiting ") <= 1, "{screen}");
    screen.wait_text("still down").wait_row("RCON ]");
    assert_eq!(rows(&screen, "waiting "), 0, "{screen}");
}

#[test]
fn ctrl_c_gives_the_prompt_back_and_the_server_stays() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!set confirm off\n!restart in 10m\n");
    screen.wait_text("restarts in 9:5");
    screen.key(Key::Ctrl('c'));
    screen.wait_text("called off").wait_row(&server.prompt());
    server.wait_command("say The restart is called off");
    screen.type_text("echo alive\n").wait_text("alive");
}

#[test]
fn a_server_that_stays_down_leaves_a_shell_that_is_not_connected() {
    let server = Server::start();
    let mut screen = server.run(["--wait", "1"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!restart\n").wait_text("Go on?");
    screen.type_text("y\n").wait_sent("to come back");
    screen.wait_text("still down").wait_row("RCON ]");
}
