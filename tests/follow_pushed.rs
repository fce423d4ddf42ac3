//! `--follow` where the connection brings the log by itself.
#![cfg(unix)]

use rcon_sim::Game;
use rustix::process::Signal;

use crate::support::{Server, Target as _, assert_is_record};

#[test]
fn what_the_connection_brings_is_followed_without_asking_for_anything() {
    for (game, said) in [
        (Game::Squad, " Ada : hello"),
        (Game::Rust, "[CHAT] Ada[76561190000000002] : hello"),
        (Game::RustWeb, "[chat] Ada: hello"),
        (Game::BattlEye, "(Global) Ada: hello"),
        (Game::Reforger, "(Global) Ada: hello"),
        (Game::SevenDays, ": 'Ada': hello"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let args = ["--follow", "-v", "--game", named(game)];
        let running = server.run(args).start();
        running.wait_stderr("comes over the connection");
        server.log("hello");
        // Others greet, and log who logs in.
        while !running.line().ends_with(said) {}
        running.signal(Signal::INT);
        running.assert().code(130);
        let asked = server.commands();
        assert!(asked.iter().all(|it| !it.starts_with("log")), "{asked:?}");

        let args = ["--follow", "--json", "-v", "--game", named(game)];
        let running = server.run(args).start();
        running.wait_stderr("comes over the connection");
        server.log("h\u{fffd} \u{1b}[2J");
        loop {
            let record: serde_json::Value = serde_json::from_str(&running.line()).unwrap();
            assert_is_record(&record);
            if record["line"]
                .as_str()
                .unwrap()
                .contains("h\u{fffd} \u{1b}[2J")
            {
                break;
            }
        }
        running.signal(Signal::TERM);
        running.assert().code(143);
    }
}

/// A link that died is made again, and what comes over the next one is followed.
#[test]
fn what_the_connection_brings_is_followed_over_the_next_one_too() {
    for game in [Game::Squad, Game::RustWeb, Game::SevenDays] {
        let server = Server::with(|builder| builder.game(game));
        let args = ["--follow", "-v", "--game", named(game)];
        let running = server.run(args).start();
        running.wait_stderr("comes over the connection");
        server.close_links();
        running.wait_stderr("connected again after ");
        server.log("after");
        while !running.line().contains("after") {}
        running.signal(Signal::INT);
        running.assert().code(130);
    }
}

/// What the option `--game` calls it.
fn named(game: Game) -> &'static str {
    match game {
        Game::RustWeb => "rust",
        Game::BattlEye => "dayz",
        game => game.name(),
    }
}
