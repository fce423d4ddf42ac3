//! Whoever is at the prompt is asked before a server is stopped, and sees which
//! one it is.
#![cfg(unix)]

use rcon_sim::Game;

use crate::support::{Home, Key, PASSWORD, Screen, Server, Target, rcon};

/// A shell on a profile of this server, which has these lines too.
fn shell(server: &Server, lines: &str) -> (Screen, Home) {
    let home = Home::new();
    let address = server.address();
    home.config(&format!(
        "[servers.tf2-us]\naddress = \"{address}\"\npassword = \"{PASSWORD}\"\n{lines}\n"
    ));
    let screen = rcon(["tf2-us"]).home(&home).start_on_screen(24, 80);
    (screen, home)
}

const ASKED: &str = "This stops tf2-us. Go on? [y/N]";

#[test]
fn what_stops_a_server_is_asked_about_and_is_not_sent_without_a_yes() {
    let server = Server::start();
    let (mut screen, _home) = shell(&server, "");
    screen.wait_row("tf2-us ]");
    for line in [
        "!shutdown",
        "killserver",
        "status; QUIT",
        "!send quit",
        "!watch 1 quit",
        "!pipe cat :: _restart",
    ] {
        screen.key(Key::Ctrl('l'));
        screen.type_text(&format!("{line}\n")).wait_row(ASKED);
        screen.type_text("\n").wait_text("Not sent.");
        screen.wait_row("tf2-us ]");
    }
    for no in ["n\n", "status\n"] {
        screen.key(Key::Ctrl('l'));
        screen.type_text("killserver\n").wait_row(ASKED);
        screen.type_text(no).wait_text("Not sent.");
        screen.wait_row("tf2-us ]");
    }
    screen.type_text("killserver\n").wait_row(ASKED);
    screen.key(Key::Ctrl('c')).wait_row("tf2-us ]");
    let sent = server.commands();
    let stops = |command: &String| command != "cvarlist";
    assert!(!sent.iter().any(stops), "{sent:?}");
    screen.type_text("!shutdown\n").wait_row(ASKED);
    screen.type_text("y\n");
    server.wait("its end", rcon_sim::Server::is_stopped);
    screen.wait_row("RCON ]");
}

#[test]
fn who_does_not_want_to_be_asked_is_not() {
    for (lines, typed) in [("confirm = \"off\"", ""), ("", "!set confirm off\n")] {
        let server = Server::start();
        let (mut screen, _home) = shell(&server, lines);
        screen.wait_row("tf2-us ]");
        screen.type_text(&format!("{typed}!send quit\n"));
        server.wait("its end", rcon_sim::Server::is_stopped);
        assert!(!screen.contents().contains("Go on?"), "{screen}");
    }
}

#[test]
fn scripts_are_not_asked() {
    for how in [&["-e", "quit"][..], &["-e", "!shutdown"], &[]] {
        let server = Server::start();
        let run = server.run(how);
        let run = if how.is_empty() {
            run.stdin("quit\n")
        } else {
            run
        };
        run.assert().code(0).stderr("");
        server.wait("its end", rcon_sim::Server::is_stopped);
    }
    let server = Server::start();
    let (mut screen, home) = shell(&server, "");
    screen.wait_row("tf2-us ]");
    let script = home.file("script", "quit\n");
    screen.type_text(&format!("!run {script}\n"));
    server.wait("its end", rcon_sim::Server::is_stopped);
}

#[test]
fn the_game_is_found_out_before_it_is_stopped() {
    let start = || Server::with(|builder| builder.game(Game::Minecraft));
    let server = start();
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("!shutdown\n");
    screen.wait_text("Go on?");
    screen.type_text("y\n");
    server.wait("its end", rcon_sim::Server::is_stopped);
    assert_eq!(server.commands().last().unwrap(), "stop");
    let server = start();
    server.run(["-e", "!shutdown"]).assert().code(0);
    server.wait("its end", rcon_sim::Server::is_stopped);
    assert_eq!(server.commands().last().unwrap(), "stop");
}

#[test]
fn the_prompt_says_which_server_it_is() {
    let server = Server::start();
    let (screen, _home) = shell(&server, "color = \"red\"");
    screen.wait_row("tf2-us ]");
    let red = screen.look_of("tf2-us ]");
    let plain = {
        let (screen, _home) = shell(&server, "");
        screen.wait_row("tf2-us ]");
        screen.look_of("tf2-us ]")
    };
    assert_ne!(red, plain);
    let prompt = "prompt = \"{name} {game} {address}> \"";
    let (screen, _home) = shell(&server, prompt);
    screen.wait_row(&format!("tf2-us source {}>", server.address()));
    let mut by_address = server.shell().start_on_screen(24, 80);
    by_address.wait_row(&server.prompt());
    by_address.type_text("killserver\n");
    by_address.wait_row(&format!("This stops {}. Go on? [y/N]", server.address()));
}

#[test]
fn a_greeting_for_people_and_not_for_quiet_ones() {
    let greeting = concat!(
        "rcon-shell ",
        env!("CARGO_PKG_VERSION"),
        ": Tab completes, !help"
    );
    let screen = Screen::start([""; 0]);
    screen.wait_row("RCON ]");
    assert!(screen.contents().contains(greeting), "{screen}");
    for quiet in ["-q", "--quiet"] {
        let screen = Screen::start([quiet]);
        screen.wait_row("RCON ]");
        assert!(!screen.contents().contains("Tab completes"), "{screen}");
    }
    let server = Server::start();
    server
        .run([""; 0])
        .stdin("echo hi\n")
        .assert()
        .code(0)
        .stderr("");
    rcon(["-q", "-p", "x", "-e", "!sleep 0"])
        .assert()
        .code(0)
        .stderr("");
}

#[test]
fn all_that_is_known_in_one_look() {
    let server = Server::start();
    let (mut screen, _home) = shell(&server, "deny = [\"quit\"]\nlog = \"kept.log\"");
    screen.wait_row("tf2-us ]");
    screen.wait_tab("sv_grav", "sv_gravity");
    screen.key(Key::Ctrl('u'));
    screen.type_text("!info\n");
    for text in [
        format!("server      {}", server.address()),
        "profile     tf2-us".to_owned(),
        "game        source (as it logs in)".to_owned(),
        "round trip  ".to_owned(),
        "asked for ".to_owned(),
        "kept.log".to_owned(),
        "deny        quit".to_owned(),
        "confirm stop".to_owned(),
    ] {
        screen.wait_text(&text);
    }
    screen
        .type_text("!disconnect\n!info\n")
        .wait_text("Not connected. Use !connect");
}

#[test]
fn a_game_can_be_named_later() {
    let server = Server::with(|builder| builder.game(Game::Palworld));
    let home = Home::new();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    // That it has no list is believed for this session at the most.
    screen.type_text("Kic").key(Key::Tab).key(Key::Ctrl('u'));
    server.wait_command("cvarlist");
    screen.type_text("!set game palworld\n");
    screen.wait_row(&server.prompt());
    screen.wait_tab("KickPl", "KickPlayer");
    screen.key(Key::Ctrl('u')).type_text("!exit\n");
    screen.wait_exit();
    // What was learned is known to the next one, and to a check.
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.wait_tab("KickPl", "KickPlayer");
    server
        .run(["--check"])
        .home(&home)
        .assert()
        .code(0)
        .stdout_contains(" palworld ");
}

#[test]
fn an_empty_list_does_not_stand_before_a_named_game() {
    let server = Server::with(|builder| builder.game(Game::Palworld));
    let home = Home::new();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("Kic").key(Key::Tab);
    server.wait_command("cvarlist");
    screen.key(Key::Ctrl('u')).type_text("!exit\n");
    screen.wait_exit();
    let mut screen = server
        .shell()
        .args(["--game", "palworld"])
        .home(&home)
        .start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.wait_tab("KickPl", "KickPlayer");
}

#[test]
fn a_line_for_everybody_is_told_as_that_once() {
    let server = Server::with(|builder| builder.game(Game::Factorio));
    let mut screen = server
        .shell()
        .args(["--game", "factorio"])
        .start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("/players\n").wait_row(&server.prompt());
    assert!(!screen.contents().contains("public chat"), "{screen}");
    screen
        .type_text("players\n")
        .wait_text("on Factorio a line without / in front goes to the public chat");
    screen.wait_row(&server.prompt());
    screen.type_text("hello\n");
    server.wait_command("hello");
    let told = screen.contents().matches("public chat").count();
    assert_eq!(told, 1, "{screen}");
}

#[test]
fn a_hint_offers_nothing_that_was_rejected() {
    let server = Server::start();
    let home = Home::new();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("sv_gravity 600\n")
        .wait_row(&server.prompt());
    screen
        .type_text("sv_gravty 3\n")
        .wait_text("Unknown command");
    screen.wait_row(&server.prompt());
    screen.type_text("sv_gra").wait_text(" ] sv_gravity 600");
    screen.key(Key::Ctrl('u')).type_text("!exit\n");
    screen.wait_exit();
    let mut screen = server.shell().home(&home).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.type_text("sv_gra").wait_text(" ] sv_gravity 600");
}

/// The defaults' game has other words for a stop, and another console.
#[test]
fn an_address_that_says_its_console_is_asked_about_in_its_own_words() {
    let server = Server::with(|builder| builder.game(Game::RustWeb));
    let home = Home::new();
    home.config("[defaults]\ngame = \"minecraft\"\n");
    let address = format!("ws://{}", server.addr());
    let run = rcon([&*address, "-p", PASSWORD]).home(&home);
    let mut screen = run.start_on_screen(24, 80);
    screen.wait_row(&format!("{address} ]"));
    screen.type_text("global.quit\n");
    screen.wait_row(&format!("This stops {address}. Go on? [y/N]"));
    screen.type_text("n\n").wait_text("Not sent.");
}
