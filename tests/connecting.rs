//! `!connect` and its kin: passwords asked for, kept, refused; servers left
//! and stopped.
#![cfg(unix)]

use rcon_sim::Game;

use crate::support::{Home, Key, PASSWORD, SIZES, Screen, Script, Server, Target, nobody};

#[test]
fn a_password_is_asked_for_once_and_never_shown() {
    for (rows, columns) in SIZES {
        let server = Server::start();
        let mut screen = crate::support::rcon([""; 0]).start_on_screen(rows, columns);
        screen.wait_row("RCON ]");
        let connect = format!("!connect {}\n", server.address());
        screen.type_text(&connect).wait_row("Password:");
        screen
            .type_text(&format!("{PASSWORD}\n"))
            .wait_row(&server.prompt());
        screen.assert_never_sent(PASSWORD.as_bytes());
        screen.type_text("!disconnect\n").wait_row("RCON ]");
        // Accepted earlier: not asked for again.
        screen.type_text(&connect).wait_row(&server.prompt());
        screen.type_text("!reconnect\n");
        server.wait("three logins", |server| server.logins() == 3);
        screen.wait_row(&server.prompt());
        screen.home.assert_nowhere(PASSWORD);
    }
}

#[test]
fn a_refused_password_is_not_sent_again() {
    let server = Server::start();
    let home = Home::new();
    home.config(&format!(
        "[servers.tf2]\naddress = \"{}\"\npassword = \"outdated\"\n",
        server.address()
    ));
    let mut screen = crate::support::rcon([""; 0])
        .home(&home)
        .start_on_screen(24, 80);
    screen.wait_row("RCON ]");
    screen
        .type_text("!connect tf2\n")
        .wait_text("Could not connect: ");
    screen.wait_row("RCON ]");
    screen.type_text("!connect tf2\n").wait_row("Password:");
    screen.type_text(&format!("{PASSWORD}\n")).wait_row("tf2 ]");
    assert_eq!(server.refusals(), 1, "sent once");
}

#[test]
fn a_password_that_was_accepted_and_then_refused_is_asked_for() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("rcon_password changed\n")
        .wait_text("Lost connection to server.");
    screen
        .type_text("echo x\n")
        .wait_text("the server refused the password");
    screen.wait_row("RCON ]");
    screen
        .type_text(&format!("!connect {}\n", server.address()))
        .wait_row("Password:");
    assert_eq!(server.refusals(), 1, "sent once");
    screen.type_text("changed\n").wait_row(&server.prompt());
}

#[test]
fn ctrl_c_at_the_password_leaves_the_shell_not_connected() {
    let server = Server::start();
    let mut screen = Screen::start([""; 0]);
    screen.wait_row("RCON ]");
    screen
        .type_text(&format!("!connect {}\n", server.address()))
        .wait_row("Password:");
    screen.key(Key::Ctrl('c')).wait_row("RCON ]");
    assert_eq!(server.logins(), 0);
    screen
        .type_text("status\n")
        .wait_text("Not connected. Use !connect to connect to a server.");
}

#[test]
fn connecting_elsewhere_leaves_the_first() {
    let (one, two) = (Server::start(), Server::start());
    let mut screen = one.shell().start_on_screen(24, 80);
    screen.wait_row(&one.prompt());
    screen.type_text(&format!("!connect \"{}\" '{PASSWORD}'\n", two.address()));
    screen.wait_row(&two.prompt());
    one.wait_no_links();
    screen
        .type_text(&format!("!connect {} x\n", nobody()))
        .wait_text("Could not connect: ");
    screen.wait_row("RCON ]");
    two.wait_no_links();
    screen
        .type_text("!connect\n")
        .wait_text("usage: !connect SERVER [PASSWORD]");
    screen
        .type_text("!connect 'a b\n")
        .wait_text("a quote is not closed");
}

#[test]
fn a_server_is_stopped_by_its_own_command() {
    for (game, name, command) in [
        (Game::Minecraft, "minecraft", "stop"),
        (Game::Palworld, "palworld", "Shutdown 1"),
        (Game::Ark, "ark", "DoExit"),
        (Game::Rust, "rust", "quit"),
        (Game::Factorio, "factorio", "/quit"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let mut screen = server.run(["--game", name]).start_on_screen(10, 40);
        screen.wait_row(&server.prompt());
        screen.type_text("!shutdown\n").wait_text("Go on?");
        screen.type_text("y\n").wait_row("RCON ]");
        assert!(
            server.commands().iter().any(|asked| asked == command),
            "{name}"
        );
        let contents = screen.contents();
        assert!(!contents.contains("Lost connection"), "{name}\n{screen}");
    }
}

#[test]
fn a_server_that_has_shown_what_it_is_gets_its_own_command() {
    let server = Server::with(|builder| builder.game(Game::Minecraft));
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("list\n").wait_text("of a max");
    screen.type_text("!shutdown\n").wait_text("Go on?");
    screen.type_text("y\n").wait_row("RCON ]");
    assert!(server.commands().iter().any(|asked| asked == "stop"));
    assert!(!server.commands().iter().any(|asked| asked == "exit"));
}

#[test]
fn a_server_that_knows_no_exit_is_not_taken_to_be_stopped() {
    let server = Server::with(|builder| builder.game(Game::Rust));
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!shutdown\n").wait_text("Go on?");
    screen
        .type_text("y\n")
        .wait_text("is still there after \"exit\"");
    screen.wait_row(&server.prompt());
    assert_eq!(server.open_connections(), 1);
}

#[test]
fn a_link_that_the_user_left_stays_left() {
    let server = Server::start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    server.close_links();
    screen.wait_text("Lost connection to server.");
    screen.type_text("!disconnect\n").wait_row("RCON ]");
    screen.type_text("status\n").wait_text("Not connected.");
    assert_eq!(server.logins(), 1);
    for command in ["!disconnect", "!refresh", "!save x", "!shutdown"] {
        screen.key(Key::Ctrl('l'));
        screen.type_text(&format!("{command}\n"));
        screen.wait_text("Not connected. Use !connect to connect to a server.");
        screen.wait_row("RCON ]");
    }
    screen.type_text("!reconnect\n").wait_row(&server.prompt());
    assert_eq!(server.logins(), 2);
}

/// Some servers take one connection, or one from each address.
#[test]
fn a_server_with_one_connection_takes_the_next_login() {
    let server = Script::new().reply("where", "here").one_at_a_time().start();
    let address = server.address();
    let connect = format!("!connect {address} {PASSWORD}\n");
    let mut screen = server.shell().start_on_screen(24, 100);
    screen.wait_row(&server.prompt());
    let mut asked = 0;
    let mut works = |screen: &mut Screen| {
        asked += 1;
        // The watcher of what comes unasked has begun to watch by then.
        screen.type_text("where\n");
        server.wait_times("where", asked);
        screen.wait_row(&server.prompt());
    };
    for _ in 0..3 {
        works(&mut screen);
        screen.type_text("!reconnect\n").wait_row(&server.prompt());
        works(&mut screen);
        screen.type_text(&connect).wait_row(&server.prompt());
        works(&mut screen);
        screen.type_text("!disconnect\n").wait_row("RCON ]");
        screen.type_text(&connect).wait_row(&server.prompt());
    }
    works(&mut screen);
    assert!(!screen.contents().contains("Could not"), "{screen}");
}

/// Nobody was there to refuse it, and nobody has to type it again.
#[test]
fn a_password_that_did_not_go_out_serves_once_the_server_is_there() {
    let server = Server::start();
    let address = server.address();
    let shell = server.shell();
    let connect = format!("!connect {address} {PASSWORD}\n");
    server.stop();
    let mut given = shell.start_on_screen(24, 100);
    let mut typed = Screen::start(["--no-history"]);
    for (screen, line) in [(&mut given, ""), (&mut typed, &*connect)] {
        screen.wait_for("a prompt", |shown| {
            shown.rows().iter().any(|row| row.starts_with("RCON ]"))
        });
        screen.type_text(line).wait_text("Could not connect: ");
        let server = Server::with(|builder| builder.listen(&address));
        screen.type_text("!reconnect\n").wait_row(&server.prompt());
        assert!(!screen.contents().contains("Password:"), "{screen}");
        assert_eq!(server.logins(), 1);
    }
}

#[test]
fn after_a_reconnect_that_failed_prompt_and_command_agree() {
    let home = Home::new();
    let server = Server::start();
    let address = server.address();
    let mut screen = server.shell().home(&home).start_on_screen(24, 100);
    screen.wait_row(&server.prompt());
    server.stop();
    screen.wait_text("Lost connection to server.");
    screen
        .type_text("!reconnect\n")
        .wait_text("Could not connect: ");
    screen.wait_row("RCON ]");
    screen.type_text("status\n").wait_text("Not connected.");
    let server = Server::with(|builder| builder.listen(&address));
    screen.type_text("!reconnect\n").wait_row(&server.prompt());
    screen.type_text("echo back\n").wait_text("\nback");
    assert_eq!(server.logins(), 1);
}

/// What fails before the present server is left leaves it as it was, its names too.
#[test]
fn a_server_that_cannot_be_found_leaves_the_first() {
    let server = Server::start();
    let home = Home::new();
    home.config("[servers.gone]\nfrom = \"nowhere/server.properties\"\n");
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.wait_tab("sv_grav", "sv_gravity");
    screen.key(Key::Ctrl('u'));
    screen
        .type_text("!connect gone\n")
        .wait_text("server.properties");
    screen.wait_row(&server.prompt());
    screen.wait_tab("sv_grav", "sv_gravity");
}
