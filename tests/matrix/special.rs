//! What is peculiar to one server.

use rcon_sim::{Game, Hostile, Stage};

use super::DEADLINE;
use super::not_yet::SPECIAL;
use super::page;
use super::row::Row;
use crate::support::{Home, Server, Table, Target as _, rcon};

/// V Rising with two login packets: the first probe ends the link, which is said
/// together with what to do, and not done again: not in the next run either.
fn v_rising_is_learnt() -> String {
    let server = Row::plain(Game::VRisingTwo).server();
    let home = Home::new();
    let first = server.run(["-e", "sim_echo one"]).home(&home).assert();
    first.code(6).stdout("").stderr_contains("--game generic");
    let second = server.run(["-e", "sim_echo two"]).home(&home).assert();
    second.code(0).stdout("two\n");
    assert_eq!(server.commands(), ["sim_echo two"], "each at most once");
    assert_eq!((server.logins(), server.probes()), (2, 0));
    "6, then 0".to_owned()
}

/// Conan, past what it puts up with: its words are the reply, and the close
/// behind them ends nothing that was not sent.
fn conan_throttles() -> String {
    let server = Row::plain(Game::Conan).server();
    let args = (0..17).flat_map(|_| ["-e", "help"]);
    let outcome = server.run(args).assert();
    outcome.stdout_contains("Too many commands, try again later.");
    assert_eq!(server.commands().len(), 17, "each once");
    format!("{}L", server.logins())
}

/// A ban after a refusal lasts a minute on Rust: nobody has to be told of
/// `removeip`, and nothing is tried again.
fn rust_bans() -> String {
    let server = Row::plain(Game::Rust).server();
    let run = |password| {
        let args = ["--game", "rust", "-p", password, "-e", "status"];
        rcon([server.address()]).args(args).assert()
    };
    let refused = run("wrong-one");
    refused.code(4).stderr_contains("60 s");
    assert!(!refused.stderr.contains("removeip"), "{}", refused.stderr);
    let banned = run(crate::support::PASSWORD);
    banned.code(5);
    assert!(!banned.stderr.contains("removeip"), "{}", banned.stderr);
    assert_eq!((server.logins(), server.bans()), (1, 1));
    "4, then 5".to_owned()
}

/// Names that Rust does not have are not asked for.
fn rust_has_no_cvarlist() -> String {
    let server = Row::plain(Game::Rust).server();
    let run = server.run(["--game", "rust", "-e", "status", "-e", "playerlist"]);
    run.assert().code(0);
    assert_eq!(server.commands(), ["status", "playerlist"]);
    let logins = server.logins();
    assert_eq!(logins, 1);
    format!("{logins}L")
}

/// Text beyond one byte a character: Rust sends it to who has asked for UTF-8.
fn rust_speaks_utf8() -> String {
    let server = Row::plain(Game::Rust).server();
    let text = "h\u{e9}llo \u{20ac}";
    let command = format!("sim_echo {text}");
    let run = server.run(["--game", "rust", "-e", &command]);
    run.assert().code(0).stdout(format!("{text}\n"));
    let logins = server.logins();
    assert_eq!(logins, 1);
    format!("{logins}L")
}

/// Space Engineers' own commands begin with `!`, as the shell's do.
fn exclamation_marks_are_sent_when_doubled() -> String {
    let server = Row::plain(Game::SpaceEngineers).server();
    server
        .run(["-e", "!!save"])
        .assert()
        .code(0)
        .stdout("World saved.\n");
    let outcome = server.run(["-e", "!save"]).assert();
    outcome.code(2).stderr_contains("!!save");
    assert_eq!(server.commands(), ["!save"]);
    "0, then 2".to_owned()
}

/// `end` stops a proxy: the close behind it is what it does.
fn end_stops_a_proxy() -> String {
    let server = Row::plain(Game::Velocity).server();
    let outcome = server.run(["--timeout", DEADLINE, "-e", "end"]).assert();
    outcome.code(0).stdout("Shutting down the proxy...\n");
    assert_eq!(server.commands(), ["end"]);
    "0".to_owned()
}

/// A port that speaks something else says so, with what to do on a Rust server.
fn another_protocol(hostile: Hostile, code: i32, said: &'static str) -> String {
    let server = Server::with(|builder| builder.hostile(hostile));
    // Only silence takes as long.
    let deadline = if code == 124 { "1.5" } else { DEADLINE };
    let outcome = server.run(["--timeout", deadline, "--check"]).assert();
    outcome.code(code).stderr_contains(said);
    assert!(server.logins() <= 1, "the password went out once");
    code.to_string()
}

#[test]
fn peculiarities() {
    let mut table = Table::default();
    table.not_yet(SPECIAL);
    table.cell(&"v-rising-two", "is learnt", v_rising_is_learnt);
    table.cell(&"conan", "throttles", conan_throttles);
    table.cell(&"rust", "bans", rust_bans);
    table.cell(&"rust", "no cvarlist", rust_has_no_cvarlist);
    table.cell(&"rust", "utf-8", rust_speaks_utf8);
    let marks = exclamation_marks_are_sent_when_doubled;
    table.cell(&"space-engineers", "!!", marks);
    table.cell(&"velocity", "end", end_stops_a_proxy);
    let ports = [
        (Hostile::Http, 7, "ws://"),
        (Hostile::Silent(Stage::Accept), 124, "rcon.web"),
        (Hostile::Telnet, 7, "Please enter password"),
        (Hostile::Rocket, 7, "RocketRcon"),
    ];
    for (hostile, code, said) in ports {
        table.cell(&hostile, "check", move || {
            another_protocol(hostile, code, said)
        });
    }
    let made = table.run("peculiarities: codes and counts");
    page::compare("Peculiarities", &made);
}
