//! What Tab offers behind a command, by where it stands there.
#![cfg(unix)]

use rcon_sim::Game;

use crate::completion::completes;
use crate::completion_names::server_of;
use crate::support::{Home, Key, Server, Target as _};

#[test]
fn arguments_by_their_position_from_minecrafts_own_usage() {
    let server = server_of(Game::Minecraft);
    let mut screen = server.run(["--game", "minecraft"]).start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    server.wait_command("help 4");
    completes(&mut screen, &server, "whitelist rel", "whitelist reload");
    screen.wait_tab("whitelist add ", "Linus");
    let offers_words = |row: &String| row.split_whitespace().any(|shown| shown == "list");
    assert!(!screen.rows().iter().any(offers_words), "{screen}");
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    completes(
        &mut screen,
        &server,
        "whitelist add Li",
        "whitelist add Linus",
    );
    completes(&mut screen, &server, "effect g", "effect give");
    completes(&mut screen, &server, "effect give Li", "effect give Linus");
    completes(
        &mut screen,
        &server,
        "effect clear Li",
        "effect clear Linus",
    );
    completes(&mut screen, &server, "gamemode surv", "gamemode survival");
    completes(
        &mut screen,
        &server,
        "gamemode survival Li",
        "gamemode survival Linus",
    );
    let asked = server.commands();
    let asked = |of: &str| asked.iter().filter(|command| *command == of).count();
    // Asked once, and only where the list does not say it.
    assert_eq!((asked("help whitelist"), asked("help effect")), (1, 0));
}

#[test]
fn arguments_by_their_position_from_the_built_in_lists() {
    for (game, name, typed, line) in [
        (Game::Factorio, "factorio", "/kick Li", "/kick Linus"),
        (
            Game::Factorio,
            "factorio",
            "/whitelist rem",
            "/whitelist remove",
        ),
        (
            Game::Squad,
            "squad",
            "AdminKick Gra",
            "AdminKick \"Grace Hopper\"",
        ),
        (
            Game::Squad,
            "squad",
            "AdminKickById linu",
            "AdminKickById 2",
        ),
        (
            Game::Palworld,
            "palworld",
            "KickPlayer 76561190000000005",
            "KickPlayer 76561190000000005",
        ),
        (
            Game::Palworld,
            "palworld",
            "KickPlayer linu",
            "KickPlayer 76561190000000005",
        ),
        (
            Game::Ark,
            "ark",
            "KickPlayer linu",
            "KickPlayer 76561190000000005",
        ),
        (Game::Zomboid, "zomboid", "kickuser Li", "kickuser Linus"),
        (
            Game::Conan,
            "conan",
            "kickplayer name Li",
            "kickplayer name Linus",
        ),
    ] {
        let server = server_of(game);
        let mut screen = server.run(["--game", name]).start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        // The players may take more than one Tab.
        screen.wait_tab(typed, &format!("{} {line} ", server.prompt()));
        assert!(server.chat().is_empty(), "{:?}", server.chat());
    }
}

/// How a command is used is asked once, and kept.
#[test]
fn usages_are_there_in_the_next_session_too() {
    let server = server_of(Game::Minecraft);
    let home = Home::new();
    let asked = |server: &Server| {
        let commands = server.commands();
        commands
            .iter()
            .filter(|asked| *asked == "help effect")
            .count()
    };
    for session in 1..=3 {
        let run = server.run(["--game", "minecraft"]).home(&home);
        let mut screen = run.start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen.wait_tab("effect g", "effect give");
        if session == 2 {
            screen.key(Key::Ctrl('u')).type_text("!refresh\n");
            screen.wait_text("asking the server for its names again");
        }
        assert_eq!(asked(&server), if session == 3 { 2 } else { 1 });
    }
}

/// What is not told of the game by its login, its list of names tells.
#[test]
fn players_complete_on_a_server_that_tab_has_found_out() {
    let server = server_of(Game::Cs2);
    let mut screen = server.shell().start_on_screen(24, 80);
    screen.wait_row(&server.prompt());
    screen.wait_tab("kick ", "Linus");
    screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
    screen.type_text("!info\n").wait_text("game        cs2");
    let asked = server.commands();
    let names = asked.iter().filter(|asked| *asked == "cvarlist");
    assert_eq!(names.count(), 1, "{asked:?}");
}
