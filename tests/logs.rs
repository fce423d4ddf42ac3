//! `!logs`: the server's log above the prompt, asked for and taken back.
#![cfg(unix)]

use rcon_proto::{ConnectOptions, Connection};
use rcon_sim::Game;
use rustix::process::Signal;

use crate::support::{Home, Key, PASSWORD, Screen, Server, Target};

/// What another admin has the server do, and its reply.
fn other(server: &Server, command: &str) -> String {
    let options = ConnectOptions::default();
    let mut other = Connection::open(server.addr(), &PASSWORD.into(), options).unwrap();
    other.execute(command).unwrap().text_lossy().into_owned()
}

/// A shell that shows the log.
fn following(server: &Server, options: &[&str]) -> Screen {
    let mut screen = server.run(options).start_on_screen(24, 100);
    screen.wait_row(&server.prompt());
    screen.type_text("!logs\n").wait_text("the log is on");
    screen.wait_row(&server.prompt());
    screen
}

const NOBODY: &str = "logaddress_list:  no addresses in the list\n";

#[test]
fn lines_stand_above_what_is_being_typed_and_chat_is_chat() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    screen.type_text("sv_grav");
    server.log("World triggered \"Round_Start\"");
    server.log("\"Ada<2><[U:1:22]><Red>\" say_team \"on\x1b[2J me\"");
    screen.wait_text(": World triggered \"Round_Start\"");
    screen.wait_text(r": Ada (team): on\x1b[2J me");
    screen.wait_row(&format!("{} sv_grav", server.prompt()));
    assert!(screen.look_of("World triggered").dim, "{screen}");
    screen.key(Key::Ctrl('u')).type_text("!logs off\n");
    screen.wait_text("the log is off");
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
    screen
        .type_text("!logs off\n")
        .wait_text("the log is off already");
}

#[test]
fn a_line_never_stands_in_a_reply() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    screen
        .type_text("sim_delay 700 the reply\n")
        .wait_text("sim_delay");
    server.wait_command("sim_delay");
    server.log("World triggered \"Meanwhile\"");
    screen.wait_text("triggered \"Meanwhile\"");
    let rows = screen.rows();
    let row = |text: &str| rows.iter().position(|row| row.contains(text));
    assert!(row("the reply") < row("Meanwhile"), "{screen}");
}

#[test]
fn a_pattern_chooses_among_the_lines() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    screen
        .type_text("!logs Round_(Start|Win)\n")
        .wait_text("only lines with");
    server.log("World triggered \"Game_Over\"");
    server.log("World triggered \"Round_Win\"");
    screen.wait_text("Round_Win");
    assert!(!screen.contents().contains("Game_Over"), "{screen}");
    screen
        .type_text("!logs [\n")
        .wait_text("not a pattern: \"[\"");
}

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
fn what_is_not_the_servers_is_dropped_and_counted() {
    for secret in ["0", "42"] {
        let server = Server::start();
        other(&server, &format!("sv_logsecret {secret}"));
        let screen = following(&server, &[]);
        other(&server, "sim_log_bad");
        server.log("World triggered \"Afterwards\"");
        screen.wait_text("triggered \"Afterwards\"");
        screen.wait_text("dropped of what came to the log");
        assert!(!screen.contents().contains("forged"), "{screen}");
        server.wait_command("logaddress_add");
        let asked = server.commands();
        assert!(
            asked
                .iter()
                .all(|it| !it.starts_with("sv_logsecret ")
                    || *it == format!("sv_logsecret {secret}"))
        );
    }
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

#[test]
fn what_a_game_pushes_is_shown_as_chat_by_itself() {
    for (game, name) in [
        (Game::Squad, "squad"),
        (Game::Rust, "rust"),
        (Game::RustWeb, "rust"),
        (Game::BattlEye, "dayz"),
        (Game::Reforger, "reforger"),
        (Game::SevenDays, "7dtd"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let mut screen = server.run(["--game", name]).start_on_screen(24, 100);
        screen.wait_row(&server.prompt());
        screen.type_text("half");
        server.log("hello there");
        screen.wait_text("Ada: hello there");
        screen.wait_row(&format!("{} half", server.prompt()));
        // No part of how it came is left.
        let rows = screen.rows();
        let chat = rows.iter().find(|row| row.contains("hello there")).unwrap();
        let stamp = "2020-11-14T23:09:20: ";
        let chat = chat.trim_end();
        assert_eq!(chat.strip_prefix(stamp).unwrap_or(chat), "Ada: hello there");
        screen.key(Key::Ctrl('u'));
        screen
            .type_text("!logs second|third\n")
            .wait_text("the log is on");
        for text in ["the first", "the second"] {
            server.log(text);
        }
        screen.wait_text("Ada: the second");
        assert!(!screen.contents().contains("the first"), "{screen}");
        screen.type_text("!logs off\n").wait_text("the log is off");
        server.log("the third");
        // Behind it on the link.
        screen.type_text("sim_echo behind\n").wait_text("\nbehind");
        screen
            .type_text("!logs\n")
            .wait_for("the log on again", |shown| {
                let text = shown.screen().contents();
                text.matches("the server says by itself").count() == 2
            });
        server.log("the fourth");
        screen.wait_text("Ada: the fourth");
        assert!(!screen.contents().contains("the third"), "{screen}");
    }
}

/// To ask who is on ends no connection that brings something.
#[test]
fn what_a_game_pushes_is_shown_after_a_question_too() {
    for (game, name) in [
        (Game::Squad, "squad"),
        (Game::Rust, "rust"),
        (Game::RustWeb, "rust"),
        (Game::BattlEye, "dayz"),
        (Game::Reforger, "reforger"),
        (Game::SevenDays, "7dtd"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let mut screen = server.run(["--game", name]).start_on_screen(24, 100);
        screen.wait_row(&server.prompt());
        screen.type_text("!players\n").wait_text("4 players");
        screen.wait_row(&server.prompt());
        server.log("after it");
        screen.wait_text("Ada: after it");
        assert_eq!(server.logins(), 1, "{name}");
    }
}

#[test]
fn where_there_is_no_log_to_be_had_it_is_said_why() {
    let minecraft = Server::with(|builder| builder.game(Game::Minecraft));
    let mut screen = minecraft
        .run(["--game", "minecraft"])
        .start_on_screen(24, 100);
    screen.wait_row(&minecraft.prompt());
    screen.type_text("!logs\n");
    screen.wait_text("no way is known to have the log of a server of the game minecraft");
    let mut screen = Screen::start(["--no-config"]);
    screen.type_text("!logs\n").wait_text("Not connected.");

    let server = Server::start();
    let home = Home::new();
    let address = server.address();
    home.config(&format!(
        "[servers.tf2]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\ndeny = [\"logaddress*\"]\n"
    ));
    home.chmod("config/rcon-shell/config.toml", 0o600);
    let mut screen = crate::support::rcon(["tf2"])
        .home(&home)
        .start_on_screen(24, 100);
    screen.wait_row("tf2 ]");
    screen.type_text("!logs\n");
    screen.wait_text("not allowed by the profile tf2: \"logaddress_add");
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn a_flood_leaves_the_prompt_alone_and_is_counted() {
    let server = Server::start();
    let mut screen = following(&server, &[]);
    other(&server, "sim_log_flood 300000");
    screen.wait_text("dropped: they came faster than they can be shown");
    // More of it may come, and take that off the screen.
    screen
        .type_text("echo still here\n")
        .wait_sent("\nstill here");
}
