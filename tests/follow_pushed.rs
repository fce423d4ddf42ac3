//! `--follow` where the connection brings the log by itself.
#![cfg(unix)]

use std::net::SocketAddr;

use rcon_sim::Game;
use rustix::process::Signal;

use crate::support::{PASSWORD, Running, Server, Target as _, assert_is_record};

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

/// A follow of a server that stops then. Gives where it was.
fn followed_until_it_stops() -> (SocketAddr, Running) {
    let server = Server::with(|builder| builder.game(Game::Squad));
    let address = server.addr();
    let args = ["--follow", "-v", "--game", "squad"];
    let running = server.run(args).start();
    running.wait_stderr("comes over the connection");
    server.stop();
    running.wait_stderr("lost the connection at ");
    (address, running)
}

/// A server that starts may close a login without a word.
#[test]
fn one_login_that_is_closed_does_not_end_it() {
    let (address, running) = followed_until_it_stops();
    let script = rcon_sim::Script::new()
        .expect_auth(PASSWORD)
        .close()
        .next_connection()
        .expect_auth(PASSWORD)
        .accept()
        .expect_end();
    let server = rcon_sim::Server::builder().listen(address.to_string());
    let server = script.start_with(server).unwrap();
    running.wait_stderr("connected again after ");
    running.signal(Signal::INT);
    running.assert().code(130);
    assert_eq!(server.server().connections(), 2);
}

/// Closing is all that Squad says to a wrong password.
#[test]
fn a_second_login_that_is_closed_ends_it_and_the_reason_is_told() {
    let (address, running) = followed_until_it_stops();
    let server = Server::with(|builder| {
        let changed = builder.game(Game::Squad).password("another");
        changed.listen(address.to_string())
    });
    let outcome = running.assert();
    outcome.code(5).stderr_contains("closed before it answered");
    assert_eq!((server.connections(), server.refusals()), (2, 2));
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
