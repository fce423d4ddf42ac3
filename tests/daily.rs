//! What a day at the prompt needs: a watch that outlives its server, a log that
//! says when, replies that can be read, messages that say what was done.
#![cfg(unix)]

use std::fs;

use rcon_sim::Game;

use crate::support::{Home, Key, PASSWORD, Screen, Script, Server, Target, rcon};

/// A shell on a server of this game, which the client is told.
fn shell_on(game: Game, name: &str, rows: u16, columns: u16) -> (Server, Screen) {
    let server = Server::with(|builder| builder.game(game));
    let screen = server.run(["--game", name]).start_on_screen(rows, columns);
    screen.wait_row(&server.prompt());
    (server, screen)
}

#[test]
fn find_asks_for_the_names_first() {
    for (game, name, text, found) in [
        (Game::Cs2, "cs2", "gravity", "sv_gravity"),
        (Game::Minecraft, "minecraft", "whitel", "whitelist"),
    ] {
        for (rows, columns) in [(24, 80), (12, 40)] {
            let (server, mut screen) = shell_on(game, name, rows, columns);
            screen.type_text(&format!("!find {text}\n"));
            screen.wait_for("the name", |shown| {
                shown.rows().iter().any(|row| row.starts_with(found))
            });
            screen.wait_row(&server.prompt());
        }
    }
}

#[test]
fn find_has_columns() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    screen.type_text("!find sv_log\n").wait_text("\nsv_logecho");
    screen.wait_row(&server.prompt());
    let rows = screen.rows();
    let columns: Vec<_> = rows
        .iter()
        .filter(|row| row.starts_with("sv_") && row.contains("  "))
        .map(|row| {
            let (_, rest) = row.split_once("  ").unwrap();
            row.len() - rest.trim_start().len()
        })
        .collect();
    assert!(columns.len() > 2, "{screen}");
    assert!(
        columns.iter().all(|column| *column == columns[0]),
        "{screen}"
    );
}

#[test]
fn a_watch_outlives_its_server_and_leaves_its_last_frame() {
    for (rows, columns) in [(24, 80), (12, 40)] {
        let server = Server::start();
        let address = server.address();
        let mut screen = server.shell().start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        screen.type_text("!watch 0.1 echo tick\n");
        screen.wait_text("every 0.1 s").wait_text("\ntick");
        server.stop();
        screen.wait_text("down since ").wait_text("\ntick");
        let again = Server::with(|builder| builder.listen(&address));
        screen.wait_for("the server again", |shown| {
            let text = shown.screen().contents();
            text.contains("\ntick") && !text.contains("down since")
        });
        screen.type_text("q").wait_row(&again.prompt());
        screen.wait_text("\ntick");
        screen.type_text("echo after\n").wait_text("\nafter\n");
    }
}

#[test]
fn a_watch_needs_no_time() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!watch echo tick\n");
    screen.wait_text("every 2 s").wait_text("\ntick");
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
}

#[test]
fn each_line_of_a_log_has_its_time_and_its_server() {
    let home = Home::new();
    let path = home.path("session.log");
    let server = Server::start();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!log\n").wait_text("the log is off");
    screen
        .type_text(&format!("!log {}\n", path.display()))
        .wait_text("the log is on: ");
    screen.type_text("echo one\n").wait_text("\none\n");
    screen.type_text("status\n").wait_text("hostname");
    screen.wait_row(&server.prompt());
    screen.type_text("!log off\n").wait_text("is closed");
    let text = fs::read_to_string(path).unwrap();
    assert!(text.lines().count() > 4, "{text}");
    for line in text.lines() {
        let (time, rest) = line.split_once(' ').unwrap();
        assert!(time.ends_with('Z') && time.as_bytes()[10] == b'T', "{line}");
        assert!(rest.starts_with(&server.address()), "{line}");
    }
    assert!(text.contains("] echo one\n"), "{text}");
    assert!(text.contains("| one\n"), "{text}");
}

#[test]
fn the_commonest_reply_of_a_fleet_is_counted() {
    let common: Vec<_> = (0..9)
        .map(|_| Script::new().reply("x", "same\n").start())
        .collect();
    let other = Script::new().reply("x", "different\n").start();
    let mut addresses: Vec<_> = common.iter().map(Target::address).collect();
    addresses.push(other.address());
    let run = rcon(addresses.iter().map(String::as_str));
    run.args(["--password", PASSWORD, "--group-by-reply", "-e", "x"])
        .assert()
        .code(0)
        .stdout_contains("==> 9 of 10 servers <==\nsame\n")
        .stdout_contains(&format!("==> {} <==\ndifferent", other.address()));
}

#[test]
fn minecrafts_replies_have_their_lines() {
    for (rows, columns) in [(24, 80), (12, 40)] {
        let (server, mut screen) = shell_on(Game::Minecraft, "minecraft", rows, columns);
        screen.type_text("tps\n").wait_text("error\ntps<--[HERE]\n");
        screen.wait_row(&server.prompt());
        screen
            .type_text("!send help\n")
            .wait_text("\n/clear [<targets>] [<item>]\n/deop <targets>\n");
    }
}

#[test]
fn help_alone_says_how_the_server_is_asked() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(40, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("help\n")
        .wait_text("!send help sends the word help");
}

#[test]
fn a_name_of_the_servers_is_explained_once_and_before_ours() {
    let (_server, mut screen) = shell_on(Game::Palworld, "palworld", 24, 80);
    screen.type_text("!help KickPlayer\n");
    screen.wait_text("\nKickPlayer ID\n  Throws a player out.\n");
    screen.type_text("!help Shutdown\n");
    screen.wait_text("Saves and stops the server after a while");
    screen
        .type_text("!help !shutdown\n")
        .wait_text("stop the server");
    screen
        .type_text("KickPlayer")
        .wait_text("KickPlayer  ID: Throws a player out.");
    screen.key(Key::Ctrl('c'));
    screen
        .type_text("!set")
        .wait_text("!set  NAME VALUE: change a setting");
    screen.key(Key::Ctrl('c'));
    screen
        .type_text("KickPlayr x\n")
        .wait_text("did you mean KickPlayer?");
}

#[test]
fn comments_of_what_is_pasted_are_not_sent() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("# a note\n// another\n//\necho done\n")
        .wait_text("\ndone\n");
    let commands = server.commands();
    let sent: Vec<_> = commands.iter().filter(|c| *c != "cvarlist").collect();
    assert_eq!(sent, ["echo done"]);
}

#[test]
fn what_was_done_is_said() {
    let home = Home::new();
    let server = Server::start();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("!refresh\n")
        .wait_text("asking the server for its names again");
    screen
        .type_text(&format!("!connect {}\n", server.address()))
        .wait_text(&format!("connected to {}", server.address()));
    screen
        .type_text("!save here password\n")
        .wait_text("saved as here");
    screen.type_text("!save here\n");
    screen.wait_text("there stays what it was");
    assert!(
        !screen.contents().contains("without its password"),
        "{screen}"
    );
}

#[test]
fn a_configuration_that_changes_is_read_again() {
    let home = Home::new();
    let server = Server::start();
    let config = |text: &str| drop(home.config(text));
    config("[servers.old]\naddress = \"127.0.0.1:1\"\n");
    let mut screen = rcon([""; 0]).home(&home).start_on_screen(24, 80);
    screen.wait_row("RCON ]");
    config(&format!(
        "[servers.fresh]\naddress = \"{}\"\n",
        server.address()
    ));
    screen
        .type_text("!connect fr")
        .key(Key::Tab)
        .wait_row("RCON ] !connect fresh");
    screen
        .type_text(&format!("{PASSWORD}\n"))
        .wait_text("connected to fresh");
    config("[servers.broken\n");
    screen
        .type_text("!servers\n")
        .wait_text("the configuration stays as it was");
    screen.wait_text("\nfresh ");
}

#[test]
fn messages_break_between_words() {
    let mut screen = rcon([""; 0]).start_on_screen(12, 40);
    screen.wait_row("RCON ]");
    screen.type_text("status\n");
    screen.wait_text("\nNot connected. Use !connect to connect\nto a server.\n");
}
