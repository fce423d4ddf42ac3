//! What a server could not take never leaves: a command that is too long for it,
//! or that its encoding cannot say.

use rcon_sim::Game;

use crate::life::server;
use crate::support::{Server, Target as _};

#[test]
fn an_encoding_is_the_servers_both_ways() {
    let server = Server::start();
    let latin1 = || server.run(["--encoding", "latin1"]);
    let outcome = latin1().args(["-e", "sim_echo café ÿ"]).assert();
    outcome.code(0).stdout("café ÿ\n");
    let raw = latin1().args(["--raw", "-e", "sim_echo é"]).assert();
    raw.code(0).stdout(b"\xe9\n");
    let unknown = latin1().args(["-e", "sim_echo 小"]).assert();
    unknown.code(2).stderr_contains("U+5C0F").stdout("");
    assert_eq!(
        server.commands().len(),
        2,
        "what cannot be said is not sent"
    );

    let shown = server
        .run(["--encoding", "utf-8", "-e", "sim_invalid"])
        .assert();
    shown.code(0).stdout("caf\\xe9 \\xff\\xfe cut \\xe2\\x82\n");
    let as_it_came = server.run(["-e", "sim_invalid"]).assert();
    as_it_came
        .code(0)
        .stdout(b"caf\xe9 \xff\xfe cut \xe2\x82\n");
}

/// A command of so many bytes that every console takes for its own.
fn command_of(bytes: usize) -> String {
    format!("sim_empty {}", "x".repeat(bytes - 10))
}

#[test]
fn a_command_too_long_for_the_server_never_leaves() {
    for (game, limit) in [
        (Game::Source, 1014),
        (Game::Squad, 1014),
        (Game::Minecraft, 1446),
        (Game::Cuberite, 1446),
        (Game::Factorio, 1446),
    ] {
        let server = server(game);
        let longest = command_of(limit);
        server.run(["-e", &longest]).assert().code(0);
        let outcome = server.run(["-e", &command_of(limit + 1)]).assert();
        outcome.code(2).stderr_contains(&limit.to_string());
        outcome.stderr_contains("--max-command");
        assert_eq!(server.commands(), [longest], "{game}");
        assert!(!server.is_stopped() && server.bans() == 0, "{game}");
    }
}

#[test]
fn who_knows_better_raises_or_lowers_the_limit() {
    let server = server(Game::Factorio);
    let long = command_of(3000);
    server
        .run(["--max-command", "3000", "-e", &long])
        .assert()
        .code(0);
    server
        .run(["--max-command", "9", "-e", "sim_empty x"])
        .assert()
        .code(2);
    assert_eq!(server.commands(), [long]);
}
