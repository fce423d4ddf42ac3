//! `!watch` at the prompt of many servers: a section a server, in place.
#![cfg(unix)]

use rcon_sim::Game;

use crate::fleet_verbs::three;
use crate::support::{Home, Key, PASSWORD, Server, Target as _, rcon};

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
