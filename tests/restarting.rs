//! `!restart`: announced in the game's words, saved, stopped, and waited for
//! until somebody has started it again.

use std::time::Duration;

use rcon_sim::{Builder, Game};

use crate::support::{Home, PASSWORD, Script, Server, Target as _, rcon, with_deadline};

/// A server that a manager starts again.
pub(crate) fn managed(special: impl FnOnce(Builder) -> Builder) -> Server {
    Server::with(|builder| special(builder.returns_after(Duration::from_millis(300))))
}

/// What each game is told: how it is announced, saved and stopped.
const GAMES: [(Game, &str, [&str; 3]); 10] = [
    (
        Game::Source,
        "source",
        ["say \"Server restarts in 1 second: new; map\"", "", "exit"],
    ),
    (
        Game::Cs2,
        "cs2",
        ["say \"Server restarts in 1 second: new; map\"", "", "exit"],
    ),
    (
        Game::Minecraft,
        "minecraft",
        [
            "say Server restarts in 1 second: new; map",
            "save-all",
            "stop",
        ],
    ),
    (
        Game::Factorio,
        "factorio",
        [
            "Server restarts in 1 second: new; map",
            "/server-save",
            "/quit",
        ],
    ),
    (
        Game::Palworld,
        "palworld",
        [
            "Broadcast Server restarts in 1 second: new; map",
            "Save",
            "Shutdown 1",
        ],
    ),
    (
        Game::Ark,
        "ark",
        [
            "ServerChat Server restarts in 1 second: new; map",
            "SaveWorld",
            "DoExit",
        ],
    ),
    (
        Game::Rust,
        "rust",
        [
            "say Server restarts in 1 second: new, map",
            "server.save",
            "quit",
        ],
    ),
    (
        Game::Zomboid,
        "zomboid",
        [
            "servermsg \"Server restarts in 1 second: new; map\"",
            "save",
            "quit",
        ],
    ),
    (
        Game::Squad,
        "squad",
        [
            "AdminBroadcast Server restarts in 1 second: new; map",
            "",
            "AdminKillServer",
        ],
    ),
    (
        Game::Conan,
        "conan",
        [
            "broadcast Server restarts in 1 second: new; map",
            "",
            "shutdown",
        ],
    ),
];

#[test]
fn each_game_is_told_in_its_own_words_and_comes_back() {
    for (game, name, words) in GAMES {
        let server = managed(|builder| builder.game(game));
        let outcome = server
            .run(["--game", name])
            .args(["-e", "!restart in 1s new; map", "-e", "sim_echo here again"])
            .assert();
        outcome
            .code(0)
            .stdout_contains(&format!("{} is back, it was away for ", server.address()))
            .stdout_contains("here again")
            .stderr_contains("announced: Server restarts in 1 second: new; map")
            .stderr_contains(&format!("stopping ({})", words[2]));
        let expected: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let commands = server.commands();
        let sent: Vec<&str> = commands.iter().map(String::as_str).collect();
        let (last, before) = sent.split_last().unwrap();
        assert!(before.ends_with(&expected), "{name}: {sent:?}");
        assert_eq!(
            (*last, server.returns()),
            ("sim_echo here again", 1),
            "{name}"
        );
    }
}

#[test]
fn without_a_time_it_is_announced_and_done_at_once() {
    let server = managed(|builder| builder);
    let outcome = server.run(["--json", "-e", "!restart"]).assert();
    outcome
        .code(0)
        .stderr_contains("announced: Server restarts now");
    let record = &outcome.records()[0];
    assert_eq!(
        (&record["command"], &record["ok"]),
        (&"!restart".into(), &true.into())
    );
    assert_eq!(server.commands(), ["say Server restarts now", "exit"]);
    // Nothing but the outcome with `--quiet`.
    let outcome = server.run(["-q", "-e", "!restart"]).assert();
    outcome.code(0).stderr("");
    assert_eq!(server.returns(), 2);
}

/// As where a world is saved first: its links are open until then.
#[test]
fn a_server_that_takes_its_time_to_stop_is_waited_for() {
    for game in [Game::Minecraft, Game::Palworld, Game::Zomboid] {
        let server = managed(|builder| builder.game(game).stops_after(Duration::from_millis(700)));
        let outcome = server
            .run(["--game", &game.to_string(), "-e", "!restart"])
            .assert();
        outcome.code(0).stdout_contains("is back");
        assert_eq!(server.returns(), 1, "{game}");
    }
}

#[test]
fn a_server_that_nobody_starts_again_is_still_down() {
    let server = Server::start();
    let outcome = server
        .run(["--wait", "1", "-e", "!restart", "-e", "never"])
        .assert();
    let said = format!("{} is still down 1 s after \"exit\"", server.address());
    outcome.code(3).stderr_contains(&said);
    assert!(server.is_stopped());
}

/// A password that was refused is not sent again, not even where the server is waited for.
#[test]
fn a_server_that_comes_back_with_another_password_ends_the_wait() {
    let server = Server::start();
    let running = server.run(["--wait", "60", "-e", "!restart"]).start();
    running.wait_stderr("the server is down");
    let address = server.address();
    let other = Server::with(|builder| builder.listen(address.as_str()).password("another"));
    let outcome = running.assert();
    outcome
        .code(4)
        .stderr_contains(&format!("{address} is back: "))
        .stderr_contains("the server refused the password: it is not sent again");
    assert_eq!((other.refusals(), other.logins()), (1, 1));
}

#[test]
fn a_server_that_does_not_stop_is_still_there() {
    // It knows no such command, and says nothing about it.
    let server = Script::new().start();
    let outcome = server.run(["--wait", "1", "-e", "!restart"]).assert();
    outcome
        .code(1)
        .stderr_contains("is still there 1 s after \"exit\"");
    // It says that it knows none.
    let script = Script::new().reply("exit", "Unknown command \"exit\"\n");
    let outcome = script.start().run(["-e", "!restart"]).assert();
    outcome.code(8).stderr_contains("Unknown command");
}

/// As CS2 does not answer what prints nothing.
#[test]
fn an_announcement_that_is_not_answered_was_heard_all_the_same() {
    let attempt = |deadline: f64| {
        let server = Script::new().silent("say Server restarts now").start();
        let run = server.run(["-t", &deadline.to_string(), "--wait", "0", "-e", "!restart"]);
        let outcome = run.assert();
        (server, outcome)
    };
    let (server, outcome) = with_deadline(0.3, attempt, |(_, outcome)| outcome.code != Some(124));
    outcome.code(1).stderr_contains("is still there");
    assert_eq!(server.commands(), ["say Server restarts now", "exit"]);
}

#[test]
fn what_cannot_be_announced_or_saved_is_not_stopped() {
    let server = Server::start();
    for (line, said) in [
        ("!restart in 5", "5m is minutes, 5s seconds"),
        ("!restart in a bit", "not a time: \"a\""),
    ] {
        server
            .run(["-e", line])
            .assert()
            .code(2)
            .stderr_contains(said);
    }
    let generic = server.run(["--game", "generic", "-e", "!restart"]).assert();
    generic.code(2);
    assert_eq!(server.commands().len(), 0, "{:?}", server.commands());

    let no = "Unknown or incomplete command, see below for errorsave-all<--[HERE]";
    let script = Script::new().reply("save-all", no).start();
    let outcome = script
        .run(["--game", "minecraft", "-e", "!restart"])
        .assert();
    outcome
        .code(8)
        .stderr_contains("the world was not saved, nothing was stopped");
    assert_eq!(script.commands(), ["say Server restarts now", "save-all"]);
}

#[test]
fn what_a_profile_denies_is_known_before_anything_is_said() {
    for (lines, said) in [
        ("deny = [\"exit\"]", "\"exit\""),
        ("deny = [\"say\"]", "\"say"),
        ("allow = [\"say *\"]", "\"exit\""),
    ] {
        let server = Server::start();
        let home = Home::new();
        home.config(&format!(
            "[servers.us]\naddress = \"{}\"\npassword = \"{PASSWORD}\"\n{lines}\n",
            server.address()
        ));
        let outcome = rcon(["us", "-e", "!restart in 1s"]).home(&home).assert();
        outcome
            .code(2)
            .stderr_contains(&format!("not allowed by the profile us: {said}"));
        assert_eq!(server.commands().len(), 0, "{:?}", server.commands());
    }
}

#[test]
fn a_fleet_restarts_at_once_or_one_after_the_other() {
    for (parallel, apart) in [("2", false), ("1", true)] {
        let servers = managed(|builder| builder.count(2));
        let addresses: Vec<String> = servers.addrs().iter().map(ToString::to_string).collect();
        let outcome = rcon(&addresses)
            .args([
                "-p",
                PASSWORD,
                "--parallel",
                parallel,
                "-e",
                "!restart in 1s",
            ])
            .assert();
        outcome.code(0);
        for (address, addr) in addresses.iter().zip(servers.addrs()) {
            outcome
                .stderr_contains(&format!(
                    "{address}: announced: Server restarts in 1 second"
                ))
                .stdout_contains(&format!("{address} is back"));
            let told = ["say Server restarts in 1 second", "exit"];
            assert_eq!(servers.commands_at(*addr), told);
        }
        assert_eq!(servers.returns(), 2);
        let order: Vec<bool> = servers.commands().iter().map(|c| c == "exit").collect();
        assert_eq!(order == [false, true, false, true], apart, "{order:?}");
    }
}
