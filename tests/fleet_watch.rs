//! `!watch` at the prompt of many servers: a section a server, in place.
#![cfg(unix)]

use rcon_sim::Game;

use crate::fleet_verbs::three;
use crate::support::{Home, Key, PASSWORD, PATIENCE, Screen, Server, Target as _, profiles, rcon};
use crate::watch::closes_a_login;

#[test]
fn a_watch_has_a_section_a_server() {
    for (rows, columns) in [(24, 80), (50, 200), (4, 30)] {
        let (servers, mut screen) = three(rows, columns);
        screen.type_text("!watch 0.1 sim_count\n");
        servers.wait("some rounds", |server| server.commands().len() > 9);
        screen.wait_text("q ends it".get(..if columns < 40 { 0 } else { 9 }).unwrap());
        if rows > 10 {
            screen.wait_text("==> a <==\n");
            screen.wait_text("==> c <==\n");
        } else {
            screen.wait_text("\na: ");
            screen.wait_text("\nc: ");
        }
        screen.type_text("q").wait_row("@all ]");
        screen.type_text("echo after\n").wait_text("after");
    }
}

#[test]
fn a_watch_breaks_lines_where_a_game_sends_none() {
    let (source, other) = (
        Server::start(),
        Server::with(|builder| builder.game(Game::Minecraft)),
    );
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        source.address(),
        other.address(),
    ));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all ]");
    screen.type_text("!watch 0.1 sv_gravity\n");
    screen.wait_text("see below for error\nsv_gravity<--[HERE]");
    screen.type_text("q").wait_row("@all ]");
}

#[test]
fn a_watch_outlives_a_server() {
    let stays = Server::start();
    let goes = Server::start();
    let home = Home::new();
    let address = goes.address();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n",
        stays.address(),
    ));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all ]");
    screen.type_text("!watch 0.1 echo here\n");
    screen.wait_text("==> b <==\nhere");
    drop(goes);
    screen.wait_text("==> b <==\ndown since");
    screen.wait_text("==> a <==\nhere");
    screen.key(Key::Ctrl('c')).wait_row("@all 1/2 ]");
}

/// Two servers called `a` and `b` in a watch, the second one of which plays a script.
fn watched_with(script: rcon_sim::Script) -> (Server, rcon_sim::Scripted, Screen) {
    let stays = Server::start();
    let scripted = script.start().unwrap();
    let home = Home::new();
    home.config(&format!(
        "[servers.a]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n[servers.b]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n",
        stays.address(),
        scripted.addr(),
    ));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all ]");
    screen.type_text("!watch 0.1 echo tick\n");
    (stays, scripted, screen)
}

/// Closing is all that some servers answer to a password that was changed, or to an
/// address that they have banned.
#[test]
fn a_server_that_closes_a_second_login_is_left_out_and_the_reason_is_told() {
    let mut script = rcon_sim::Script::new()
        .expect_auth(PASSWORD)
        .accept()
        .expect_command("echo tick")
        .reply("one");
    for _ in 0..4 {
        script = script.close().next_connection().expect_auth(PASSWORD);
    }
    let (stays, scripted, mut screen) = watched_with(script.accept().expect_end());
    screen.wait_text(", not asked again: closed before it answered");
    // The other one goes on.
    let before = stays.commands().len();
    stays.wait("ten more rounds", |it| it.commands().len() > before + 10);
    assert_eq!(scripted.server().connections(), 3, "{screen}");
    screen.type_text("q");
    screen.wait_text("\nb: closed before it answered");
    screen.wait_row("@all 1/2 ]");
    // Who types a line has it tried again.
    screen.type_text("echo tick\n");
    let again = |it: &rcon_sim::Server| it.connections() == 4;
    assert!(scripted.server().wait_until(PATIENCE, again), "{screen}");
}

/// One that is going down may take a connection and close it without a word.
#[test]
fn a_login_that_a_dying_server_closes_does_not_leave_it_out() {
    let script = closes_a_login()
        .accept()
        .expect_command("echo tick")
        .reply("two");
    let (_stays, scripted, screen) = watched_with(script);
    screen
        .wait_text("==> b <==\none")
        .wait_text("==> b <==\ndown since ")
        .wait_text("==> b <==\ntwo");
    assert!(!screen.contents().contains("not asked again"), "{screen}");
    assert_eq!(scripted.server().connections(), 3, "{screen}");
}

/// Where all have refused the password there is nothing left to watch.
#[test]
fn a_watch_ends_where_no_server_is_left() {
    let servers = Server::with(|builder| builder.count(2));
    let home = Home::new();
    home.config(&profiles(servers.addrs()));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(24, 100);
    screen.wait_row("@all ]");
    screen.type_text("!watch 0.1 echo tick\n");
    screen.wait_text("==> b <==\ntick");
    for address in servers.addrs() {
        let change = format!("rcon_password {PASSWORD}-changed");
        let address = address.to_string();
        rcon([&address, "-p", PASSWORD, "-e", &change]).assert();
    }
    screen.wait_text("\na, b: the server refused the password");
    screen.wait_row("@all 0/2 ]");
    assert_eq!(servers.refusals(), 2, "{screen}");
}

#[test]
fn who_is_on_is_watched_a_section_a_server() {
    for (rows, columns) in [(24, 80), (50, 200), (4, 40)] {
        let (_servers, mut screen) = three(rows, columns);
        screen.type_text("!watch 0.1 players\n");
        if rows > 10 {
            screen.wait_text("==> a <==\n  name ");
            screen.wait_text("==> c <==\n  name ");
            screen.wait_text("4 players of 24, 1 bot");
        } else {
            screen.wait_text("\na: 4 players of 24");
            screen.wait_text("\nc: 4 players of 24");
        }
        screen.type_text("q").wait_row("@all ]");
        screen.type_text("echo after\n").wait_text("after");
    }
}
