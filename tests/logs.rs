//! `!logs`: the server's log above the prompt.
#![cfg(unix)]

use rcon_sim::Game;

use crate::support::{Home, Key, PASSWORD, Screen, Server, Target, other};

/// A shell that shows the log.
pub(crate) fn following(server: &Server, options: &[&str]) -> Screen {
    let mut screen = server.run(options).start_on_screen(24, 100);
    screen.wait_row(&server.prompt());
    screen.type_text("!logs\n").wait_text("the log is on");
    screen.wait_row(&server.prompt());
    screen
}

pub(crate) const NOBODY: &str = "logaddress_list:  no addresses in the list\n";

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

/// A pattern for the log of one server chooses nothing of another's.
#[test]
fn a_pattern_goes_with_its_server() {
    let [one, other] = [(); 2].map(|()| Server::with(|builder| builder.game(Game::Squad)));
    let mut screen = one.run(["--game", "squad"]).start_on_screen(24, 100);
    screen.wait_row(&one.prompt());
    screen.type_text("!logs kill\n").wait_text("the log is on");
    screen.wait_row(&one.prompt());
    one.log("the first");
    one.log("a kill");
    screen.wait_text("Ada: a kill");
    assert!(!screen.contents().contains("the first"), "{screen}");
    screen
        .type_text(&format!("!connect {} {PASSWORD}\n", other.address()))
        .wait_row(&other.prompt());
    other.log("hello there");
    screen.wait_text("Ada: hello there");
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
