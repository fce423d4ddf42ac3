//! A ban and a kick at the prompt of a fleet, where the server's answer does not say
//! what came of it.
#![cfg(unix)]

use rcon_sim::Game;

use crate::support::{Home, PASSWORD, Screen, Script, Server, Target, rcon};

const STATUS: &str = "---------players--------\n  id     time ping loss      state   rate adr name\n    \
    2    02:05   35    0     active 786432 198.51.100.2:37738 'Ada'\n#end\n";

/// A fleet of a Minecraft server and this CS2, on which somebody is banned.
fn banning_on(cs2: &str) -> (Server, Screen) {
    let other = Server::with(|builder| builder.game(Game::Minecraft));
    let home = Home::new();
    home.config(&format!(
        "[defaults]\ntimeout = 2\n[servers.mc]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\ngame = \"minecraft\"\n\
         [servers.cs]\naddress = \"{cs2}\"\npassword = \"{PASSWORD}\"\ngame = \"cs2\"\n",
        other.address(),
    ));
    let mut screen = rcon(["@all"]).home(&home).start_on_screen(30, 120);
    screen.wait_row("@all ]");
    screen
        .type_text("!on cs !ban Ada\n")
        .wait_row("Go on? [y/N]");
    screen.wait_text("runs banid only where gameinfo.gi says");
    screen.type_text("y\n");
    (other, screen)
}

#[test]
fn a_ban_that_is_answered_by_nothing_is_looked_after() {
    // Valve switches it off.
    let server = Server::with(|builder| builder.game(Game::Cs2));
    let (_mc, screen) = banning_on(&server.address());
    screen.wait_text("cs: Ada (#2, [U:1:2]) is still on: sent, but no reply within 2 s");
    screen.wait_row("@all ]");
    assert_eq!(server.commands(), ["status", "banid 0 2 kick", "status"]);

    // Where it is on.
    let gone = STATUS.replace("'Ada'", "'Grace'");
    let script = Script::new()
        .reply("status", STATUS)
        .reply("status", gone)
        .silent("banid 0 2 kick")
        .silent("writeid");
    let server = script.start();
    let (_mc, screen) = banning_on(&server.address());
    screen.wait_text("cs: Ada (2) is gone; the server said nothing");
    server.wait_command("writeid");
    screen.wait_row("@all ]");
    assert!(!screen.contents().contains("no reply"), "{screen}");
    let sent = ["status", "banid 0 2 kick", "status", "writeid"];
    assert_eq!(server.commands(), sent);

    // A build that says that it knows no such command.
    let script = Script::new()
        .reply("status", STATUS)
        .reply("banid 0 2 kick", "Unknown command 'banid'!\n");
    let server = script.start();
    let (_mc, screen) = banning_on(&server.address());
    screen.wait_text("Unknown command 'banid'!");
    screen.wait_text("cs: the server knows no banid: nobody was thrown out");
    screen.wait_row("@all ]");
    assert_eq!(server.commands(), ["status", "banid 0 2 kick"]);
}
