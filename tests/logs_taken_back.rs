//! What `!logs` has asked of a server is taken back, whatever ends it, and asked again
//! of one that forgot.
#![cfg(unix)]

use rcon_sim::Game;
use rustix::process::Signal;

use crate::logs::{NOBODY, following};
use crate::support::{PASSWORD, Server, Target as _, other};

#[test]
fn a_log_that_is_off_is_switched_on_and_off_again() {
    let server = Server::start();
    other(&server, "log off");
    let mut screen = following(&server, &[]);
    assert!(other(&server, "log").contains("currently logging to: file, console, udp"));
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert!(other(&server, "log").contains("not currently logging"));
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
    // One that was on stays on.
    other(&server, "log on");
    following(&server, &[]).type_text("!exit\n").wait_exit();
    assert!(other(&server, "log").contains("currently logging to"));
}

#[test]
fn whatever_ends_the_shell_or_the_connection_takes_it_back() {
    let elsewhere = Server::start();
    let leave = [
        format!("!connect {} {PASSWORD}\n", elsewhere.address()),
        "!disconnect\n".to_owned(),
        "!exit\n".to_owned(),
    ];
    for line in &leave {
        let server = Server::start();
        let mut screen = following(&server, &[]);
        assert_ne!(other(&server, "logaddress_list"), NOBODY);
        screen.type_text(line);
        server.wait_command("logaddress_del");
        assert_eq!(other(&server, "logaddress_list"), NOBODY, "{line}");
    }
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let server = Server::start();
        let mut screen = following(&server, &[]);
        screen.signal(signal);
        assert_eq!(screen.wait_exit(), code);
        assert_eq!(other(&server, "logaddress_list"), NOBODY);
        assert!(screen.is_sane());
    }
    // Also while a command is waited for, over a connection of its own.
    let server = Server::start();
    let mut screen = following(&server, &[]);
    screen.type_text("sim_silent\n").wait_let_go();
    server.wait_command("sim_silent");
    screen.signal(Signal::TERM);
    assert_eq!(screen.wait_exit(), 143);
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn a_link_that_died_is_made_again_to_take_it_back() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    server.close_links();
    screen.wait_text("Lost connection to server.");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn what_cannot_be_taken_back_is_said() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    // The password is another now, and every link is dropped.
    other(&server, "rcon_password another");
    screen.wait_text("Lost connection to server.");
    screen.type_text("!exit\n");
    screen.wait_text("the log could not be taken back");
    screen.wait_text("logaddress_del");
    assert_eq!(screen.wait_exit(), 0);
}

#[test]
fn a_server_that_was_stopped_keeps_nothing_and_nothing_is_said() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    screen.type_text("quit \n!shutdown\ny\n");
    screen.wait_row("RCON ]");
    assert!(!screen.contents().contains("taken back"), "{screen}");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
}

#[test]
fn a_server_that_forgot_is_told_again_over_the_next_connection() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    other(&server, "logaddress_delall");
    server.close_links();
    screen.wait_text("Lost connection to server.");
    screen.type_text("echo back\n").wait_text("\nback");
    let adds = |server: &rcon_sim::Server| {
        let commands = server.commands();
        commands
            .iter()
            .filter(|it| it.starts_with("logaddress_add "))
            .count()
    };
    server.wait("the address once more", |server| adds(server) == 2);
    server.log("World triggered \"Again\"");
    screen.wait_text("triggered \"Again\"");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn the_log_goes_on_behind_a_restart() {
    let back = std::time::Duration::from_millis(300);
    let server = Server::with(|builder| builder.returns_after(back));
    let mut screen = following(&server, &[]);
    screen
        .type_text("!restart\ny\n")
        .wait_text("is back, it was away");
    server.wait("the address once more", |server| {
        let commands = server.commands();
        let adds = commands
            .iter()
            .filter(|it| it.starts_with("logaddress_add "));
        adds.count() == 2
    });
    server.log("World triggered \"Again\"");
    screen.wait_text("triggered \"Again\"");
    assert!(!screen.contents().contains("taken back"), "{screen}");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert_eq!(other(&server, "logaddress_list"), NOBODY);

    // One that nobody starts again has nothing to take back.
    let server = Server::start();
    let mut screen = following(&server, &["--wait", "1"]);
    screen.type_text("!restart\ny\n").wait_text("is still down");
    screen.wait_row("RCON ]");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    assert!(!screen.contents().contains("taken back"), "{screen}");
}

#[test]
fn cs2_is_told_a_url_in_quotes_and_that_one_alone_is_taken_away() {
    let server = Server::with(|builder| builder.game(Game::Cs2));
    other(&server, "echo before");
    // What it is nobody says.
    let mut screen = following(&server, &[]);
    server.wait_command("logaddress_add_http \"http://127.0.0.1:");
    server.log("\"Ada<2><[U:1:22]><CT>\" say \"go\"");
    screen.wait_text(": Ada: go");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    server.wait_command("logaddress_del_http \"http://127.0.0.1:");
    let commands = server.commands();
    assert!(
        commands.iter().all(|it| !it.contains("delall")),
        "{commands:?}"
    );
    let added = commands
        .iter()
        .find_map(|it| it.strip_prefix("logaddress_add_http "));
    let taken = commands
        .iter()
        .find_map(|it| it.strip_prefix("logaddress_del_http "));
    assert_eq!(added, taken);
    assert!(added.is_some_and(|url| url.ends_with("/\"")));
}
