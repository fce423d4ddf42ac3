//! When a server is asked for the names that Tab offers, and how long they are kept.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use rcon_sim::Game;

use crate::completion::completes;
use crate::support::{Home, Key, SIZES, Script, Server, Target as _};

/// Longer than the prompt waits before it asks for names.
const IDLE: Duration = Duration::from_millis(900);

/// A server of a game that the client is not told.
pub(crate) fn server_of(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

#[test]
fn one_packet_servers_are_asked_only_when_somebody_wants_names() {
    for game in [Game::Cs2, Game::Palworld, Game::Factorio] {
        let server = server_of(game);
        let mut screen = server.shell().start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        assert!(
            !server.wait_until(IDLE, |server| !server.commands().is_empty()),
            "{game:?} was asked {:?} unbidden",
            server.commands()
        );
        if game != Game::Factorio {
            screen.type_text("xyz").key(Key::Tab);
            server.wait_command("cvarlist");
        }
        assert!(server.chat().is_empty(), "{:?}", server.chat());
    }
}

#[test]
fn what_the_user_says_of_the_game_needs_no_question() {
    for (game, name, typed, line) in [
        (Game::Factorio, "factorio", "/pl", "/players"),
        (Game::Palworld, "palworld", "ShowP", "ShowPlayers"),
        (Game::Ark, "ark", "DoE", "DoExit"),
        (Game::Zomboid, "zomboid", "showo", "showoptions"),
        // A login of the Source shape, and no `cvarlist`.
        (Game::Rust, "rust", "playerl", "playerlist"),
    ] {
        let server = server_of(game);
        let mut screen = server.run(["--game", name]).start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        completes(&mut screen, &server, typed, line);
        assert!(!server.wait_until(IDLE, |server| !server.commands().is_empty()));
        assert!(server.chat().is_empty());
    }
}

#[test]
fn minecraft_shows_itself_and_is_asked_for_help() {
    let server = server_of(Game::Minecraft);
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("xyzzy\n")
        .wait_text("Unknown or incomplete command");
    server.wait_command("help");
    screen.wait_tab("gamem", "gamemode");
    assert!(!server.commands().iter().any(|asked| asked == "cvarlist"));
}

#[test]
fn names_that_are_slow_are_announced() {
    for (rows, columns) in SIZES {
        let server = Script::new().silent("cvarlist").start();
        let mut screen = server.shell().start_on_screen(rows, columns);
        screen.wait_row(&server.prompt());
        screen.type_text("sv_gr").key(Key::Tab);
        screen.wait_text("fetching names…\n");
        screen.wait_row(&format!("{} sv_gr", server.prompt()));
    }
}

#[test]
fn ctrl_c_gives_up_the_names_before_the_command() {
    let server = Script::new()
        .silent("cvarlist")
        .reply("echo a", "first\n")
        .start();
    let mut screen = server.shell().args(["-v"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    screen.type_text("echo a\n");
    // A Ctrl-C before would be for the next prompt.
    screen.wait_let_go();
    screen.key(Key::Ctrl('c'));
    screen.wait_text("no answer to cvarlist: interrupted");
    screen.wait_text("\nfirst\n").wait_row(&server.prompt());
}

#[test]
fn leaving_does_not_wait_for_names() {
    let server = Script::new().silent("cvarlist").start();
    let mut screen = server.shell().args(["-v"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    server.wait_command("cvarlist");
    screen.type_text("!disconnect\n").wait_row("RCON ]");
    screen.wait_text("no answer to cvarlist: interrupted");
}

/// The one file of names below a home.
fn cache_file(home: &Home) -> std::path::PathBuf {
    let files = home.files().into_iter();
    let mut caches = files.filter(|(_, text)| text.starts_with(b"rcon-shell names"));
    caches.next().expect("a file of names").0
}

#[test]
fn names_are_kept_for_a_day() {
    let server = Server::start();
    let home = Home::new();
    let fetches = || {
        let commands = server.commands();
        commands.iter().filter(|asked| *asked == "cvarlist").count()
    };
    let start = || {
        let screen = server.shell().home(&home).start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen
    };
    let mut screen = start();
    server.wait_command("cvarlist");
    completes(&mut screen, &server, "sv_gravi", "sv_gravity");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);

    let file = cache_file(&home);
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "{}", file.display());

    let mut screen = start();
    completes(&mut screen, &server, "sv_gravi", "sv_gravity");
    assert!(!server.wait_until(IDLE, |_| fetches() > 1), "asked again");
    screen.type_text("!refresh\n");
    server.wait("a second question", |_| fetches() == 2);
    completes(&mut screen, &server, "sv_gravi", "sv_gravity");
    screen.type_text("!exit\n");
    assert_eq!(screen.wait_exit(), 0);

    let text = String::from_utf8(std::fs::read(&file).unwrap()).unwrap();
    let (before, after) = text.split_once("\nfetched\t").unwrap();
    let (_, rest) = after.split_once('\n').unwrap();
    std::fs::write(&file, format!("{before}\nfetched\t1700000000\n{rest}")).unwrap();
    let mut screen = start();
    completes(&mut screen, &server, "sv_gravi", "sv_gravity");
    server.wait("a third question", |_| fetches() == 3);
}

#[test]
fn refresh_says_where_there_is_nothing_to_ask_for() {
    let server = server_of(Game::Factorio);
    let mut screen = server.run(["--game", "factorio"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen
        .type_text("!refresh\n")
        .wait_text("has no list of them");
    assert!(server.commands().is_empty());
}

/// A question that a server of no known kind would hand on to its players.
#[test]
fn tab_in_talk_asks_nothing_and_says_why() {
    let server = server_of(Game::Factorio);
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    for line in ["/kick ", "hello ", "/pl"] {
        screen.type_text(line).key(Key::Tab);
        screen.wait_text("could end up in its chat");
        screen.key(Key::Ctrl('u'));
    }
    screen
        .type_text("!set game factorio\n")
        .wait_row(&server.prompt());
    completes(&mut screen, &server, "/pl", "/players");
    assert!(server.chat().is_empty(), "{:?}", server.chat());
}
