//! What the shell asks by itself is in no log that it shows; what is typed, and what
//! others ask, is.
#![cfg(unix)]

use rcon_proto::{ConnectOptions, Connection};
use rcon_sim::Game;

use crate::support::{Home, Key, PASSWORD, Screen, Server, Target};

/// Another admin, who asks the same.
fn others_ask(server: &Server, command: &str) {
    let options = ConnectOptions::default();
    let mut other = Connection::open(server.addr(), &PASSWORD.into(), options).unwrap();
    other.execute(command).unwrap();
}

/// A shell that shows the log, on a screen that has room for it.
fn following(server: &Server, options: &[&str]) -> Screen {
    let mut screen = server.run(options).start_on_screen(60, 120);
    screen.wait_row(&server.prompt());
    screen.type_text("!logs\n").wait_text("the log is on");
    screen.wait_row(&server.prompt());
    screen
}

/// How many lines of the log tell of this command.
fn told(screen: &mut Screen, server: &Server, command: &str) -> usize {
    server.log("World triggered \"Afterwards\"");
    screen.wait_text("triggered \"Afterwards\"");
    let text = screen.contents();
    text.matches(&format!("command \"{command}")).count()
}

#[test]
fn what_the_shell_asks_is_left_out_and_what_is_typed_is_not() {
    for game in [Game::Source, Game::Cs2] {
        let server = Server::with(|builder| builder.game(game));
        others_ask(&server, "echo before");
        let mut screen = following(&server, &[]);
        screen.type_text("!players\n").wait_text("players");
        screen.wait_row(&server.prompt());
        others_ask(&server, "status");
        screen.type_text("status\n").wait_text("hostname");
        screen.wait_row(&server.prompt());
        // All names, asked for now.
        screen.type_text("!refresh\n").wait_text("names");
        screen.type_text("sv_gravit").key(Key::Tab);
        screen.wait_row(&format!("{} sv_gravity", server.prompt()));
        screen.key(Key::Ctrl('u'));
        // All values, many in one command.
        let home = Home::new();
        let file = home.path("all.cfg");
        screen.type_text(&format!("!snapshot all '{}'\n", file.display()));
        screen.wait_text("values are in");
        screen.wait_row(&server.prompt());
        let asked = told(&mut screen, &server, "status");
        assert_eq!(asked, 2, "theirs and what was typed: {screen}");
        assert_eq!(told(&mut screen, &server, ""), 2, "{screen}");
        screen.type_text("!info\n").wait_text("live log");
        screen.wait_text("about questions of this shell");
    }
}

#[test]
fn behind_a_proxy_command_they_are_known_too() {
    let server = Server::start();
    let proxy = "bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & cat >&3; kill $!'";
    let options = [
        "--proxy-command",
        proxy,
        "--log-listen",
        "127.0.0.1",
        "--log-via",
        "127.0.0.1:0",
    ];
    let port = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let via = port.local_addr().unwrap().to_string();
    drop(port);
    let mut options = options;
    options[5] = &via;
    let mut screen = following(&server, &options);
    screen.type_text("!players\n").wait_text("players");
    screen.wait_row(&server.prompt());
    screen.type_text("echo typed\n").wait_text("\ntyped");
    assert_eq!(told(&mut screen, &server, "status"), 0, "{screen}");
    assert_eq!(told(&mut screen, &server, "logaddress"), 0, "{screen}");
    assert_eq!(told(&mut screen, &server, "echo typed"), 1, "{screen}");
}
