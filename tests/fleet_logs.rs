//! `!logs` at the prompt of many servers.
#![cfg(unix)]

use std::fmt::Write as _;

use rcon_proto::{ConnectOptions, Connection};
use rcon_sim::Game;

use crate::support::{Home, Key, PASSWORD, Screen, Server, Target, profiles, rcon};

const NOBODY: &str = "logaddress_list:  no addresses in the list\n";

/// Three servers, each of its own, called `a`, `b` and `c`, at one prompt.
fn three() -> ([Server; 3], Screen) {
    let servers = [(); 3].map(|()| Server::start());
    let home = Home::new();
    home.config(&profiles(servers.each_ref().map(Target::address)));
    let screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all ]");
    (servers, screen)
}

/// Whom a server sends its log to.
fn listed(server: &Server) -> String {
    let options = ConnectOptions::default();
    let mut other = Connection::open(server.addr(), &PASSWORD.into(), options).unwrap();
    let reply = other.execute("logaddress_list").unwrap();
    reply.text_lossy().into_owned()
}

#[test]
fn each_line_has_its_servers_name_and_all_is_taken_back() {
    let (servers, mut screen) = three();
    screen
        .type_text("!logs\n")
        .wait_text("the log of 3 servers (a, b, c) is on");
    screen.wait_row("@all ]");
    screen.type_text("sv_grav");
    servers[1].log("World triggered \"Round_Start\"");
    servers[2].log("World triggered \"on\x1b[2J c\"");
    screen.wait_text("\nb: ");
    screen.wait_text("World triggered \"Round_Start\"");
    screen.wait_text("\nc: ");
    screen.wait_text(r"on\x1b[2J c");
    screen.wait_row("@all ] sv_grav");
    screen
        .type_bytes(b"\x15")
        .type_text("!on b !logs off\n")
        .wait_text("the log is off");
    assert_eq!(listed(&servers[1]), NOBODY);
    assert_ne!(listed(&servers[0]), NOBODY);
    screen
        .type_text("!logs Win\n")
        .wait_text("the log of b is on: sent to");
    screen.wait_text("the log of 2 servers (a, c) is on already: only lines with \"Win\"");
    servers[0].log("World triggered \"Game_Over\"");
    servers[0].log("World triggered \"Round_Win\"");
    screen.wait_text("Round_Win");
    assert!(!screen.contents().contains("Game_Over"), "{screen}");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);
    for server in &servers {
        assert_eq!(listed(server), NOBODY);
    }
}

#[test]
fn a_flood_of_one_is_bounded_and_the_others_are_seen() {
    let (servers, mut screen) = three();
    screen
        .type_text("!logs\n")
        .wait_text("the log of 3 servers (a, b, c) is on");
    for n in 0..20_000 {
        servers[0].log(&format!("World triggered \"flood {n}\""));
    }
    servers[1].log("World triggered \"Here I am\"");
    screen.wait_sent("Here I am");
    screen.wait_row("@all ]");
    screen.type_text("echo after\n").wait_sent("\nafter");
}

/// What a connection brings is chosen by what it says, not by the name in front, and
/// for the servers that were meant.
#[test]
fn what_servers_push_is_wanted_or_not_of_each() {
    let servers = [(); 2].map(|()| Server::with(|builder| builder.game(Game::Squad)));
    let home = Home::new();
    let mut config = String::new();
    for (name, server) in ["squad-1", "squad-2"].iter().zip(&servers) {
        write!(
            config,
            "[servers.{name}]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\ngame = \"squad\"\n",
            server.address()
        )
        .unwrap();
    }
    home.config(&config);
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all ]");
    let say = |text: &str| servers.iter().for_each(|server| server.log(text));
    let both = |screen: &mut Screen, text: &str| {
        say(text);
        for name in ["squad-1", "squad-2"] {
            screen.wait_text(&format!("{name}: Ada: {text}"));
        }
    };
    screen.type_text("!logs squad\n").wait_text("is on: said");
    screen.wait_row("@all ]");
    say("the first");
    both(&mut screen, "a squad wins");
    assert!(!screen.contents().contains("the first"), "{screen}");
    // To one of them.
    screen.type_text("!logs\n").wait_text("every line is shown");
    screen
        .type_text("!on squad-1 !logs kill\n")
        .wait_text("only lines with \"kill\" are shown");
    screen.wait_row("@all ]");
    say("the second");
    both(&mut screen, "a kill");
    assert!(!screen.contents().contains("squad-1: Ada: the second"));
    assert!(screen.contents().contains("squad-2: Ada: the second"));
    screen.key(Key::Ctrl('l'));
    screen
        .type_text("!on squad-1 !logs off\n")
        .wait_text("the log is off\n@all ]");
    say("kill again");
    screen.wait_text("squad-2: Ada: kill again");
    screen
        .type_text("!on squad-1 !logs off\n")
        .wait_text("the log is off already\n@all ]");
    screen
        .type_text("!logs\n")
        .wait_text("the log of squad-1 is on: said without being asked");
    screen.wait_row("@all ]");
    both(&mut screen, "the last");
    assert!(!screen.contents().contains("squad-1: Ada: kill again"));
}
