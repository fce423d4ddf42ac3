//! The bots of a few lines, as whoever copies them starts them.

use std::path::PathBuf;
use std::process::Command;

use rcon_sim::{Game, Server};

/// The example's program, which `cargo test` builds beside the tests.
fn program(name: &str) -> PathBuf {
    let mut path = std::env::current_exe().expect("a path");
    path.pop();
    path.pop();
    path.push("examples");
    path.push(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "not built: {}; run cargo test --examples",
        path.display()
    );
    path
}

fn bots() -> Vec<&'static str> {
    let tokio = cfg!(feature = "tokio").then_some("bot_tokio");
    ["bot", "event_loop"].into_iter().chain(tokio).collect()
}

#[test]
fn each_prints_the_replies_in_order_whatever_the_server() {
    for game in [
        Game::Source,
        Game::Minecraft,
        Game::Palworld,
        Game::Conan,
        Game::NoProbe,
    ] {
        for bot in bots() {
            let server = Server::builder().game(game).start().expect("a server");
            let ran = Command::new(program(bot))
                .args([&*server.addr().to_string(), "secret"])
                .args(["sim_echo one", "sim_empty", "sim_lines 200", "sim_echo two"])
                .output()
                .expect("it starts");
            let said = String::from_utf8_lossy(&ran.stderr);
            assert!(ran.status.success(), "{bot}, {game}: {said}");
            let lines = (1..=200).map(|line| format!("line {line}\n"));
            let lines: String = lines.collect();
            let expected = format!("one\n{lines}two\n");
            let printed = String::from_utf8_lossy(&ran.stdout);
            assert_eq!(printed, expected, "{bot}, {game}");
        }
    }
}

#[test]
fn each_fails_with_a_word_about_why() {
    let server = Server::builder().start().expect("a server");
    for bot in bots() {
        let address = server.addr().to_string();
        let ran = Command::new(program(bot))
            .args([&*address, "wrong", "status"])
            .output();
        let ran = ran.expect("it starts");
        assert!(!ran.status.success(), "{bot}");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(
            said.contains("refused") || said.contains("Refused"),
            "{bot}: {said}"
        );
        assert!(!said.contains("wrong"), "{bot}: {said}");
    }
}
