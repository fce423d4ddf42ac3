//! Names, reasons and texts behind `!kick`, `!ban`, `!msg` and `!say`: none becomes a
//! command of its own, and none means somebody else.

use rcon_sim::Game;

use crate::support::{Server, Target as _};
use crate::verbs::{WORDS, done};

/// What ends a command, a quote or a line somewhere.
const NASTY: &str = "x\"; quit; | quit & \\\" ' `quit` // # @a";

#[test]
fn no_text_becomes_a_second_command() {
    for words in &WORDS {
        for verb in ["!say", "!msg Ada", "!kick Ada", "!ban Ada"] {
            let server = words.server();
            let line = format!("{verb} {NASTY}\nquit\n/quit");
            let outcome = words.run(&server, &line);
            let commands = done(&server);
            let keeps = usize::from(verb.starts_with("!ban") && !words.then.is_empty());
            match outcome.code {
                Some(0 | 124) => {
                    assert_eq!(commands.len(), 1 + keeps, "{}: {commands:?}", words.name);
                }
                code => {
                    assert_eq!(code, Some(2), "{} {verb}", words.name);
                    assert!(commands.is_empty(), "{}: {commands:?}", words.name);
                }
            }
            assert!(commands.iter().all(|c| !c.contains('\n')), "{commands:?}");
            assert!(!server.is_stopped(), "{} {verb}: {commands:?}", words.name);
        }
    }
}

#[test]
fn no_name_becomes_a_second_command_nor_means_others() {
    for name in [
        NASTY,
        "@a",
        "\" \"",
        "a\" 0\"; quit \"",
        "Ada\u{1b}[2J;quit",
    ] {
        for words in &WORDS {
            let server = Server::with(|builder| builder.game(words.game).guest(name));
            let outcome = server
                .run(["--game", words.name, "--players", "--json"])
                .assert();
            outcome.code(0);
            let listed = outcome.records();
            let Some(guest) = listed.iter().find(|one| one["player"] == name) else {
                // Vanilla's names hold no such signs, and its list divides by them.
                assert_eq!(words.game, Game::Minecraft, "{name:?}: {listed:?}");
                continue;
            };
            let whom = guest["id"].as_str().unwrap_or(name).replace('\'', "'\\''");
            for verb in ["!msg", "!ban", "!kick"] {
                let server = Server::with(|builder| builder.game(words.game).guest(name));
                let line = format!("{verb} '{whom}' bye");
                let outcome = words.run(&server, &line);
                let sent = done(&server);
                assert!(!server.is_stopped(), "{} {line}: {sent:?}", words.name);
                match outcome.code {
                    Some(0 | 124) => {
                        let keeps = usize::from(verb == "!ban" && !words.then.is_empty());
                        assert_eq!(sent.len(), 1 + keeps, "{} {line}: {sent:?}", words.name);
                        // Whoever else is on stays there.
                        let rest = words.run(&server, "!players");
                        rest.stdout_contains("Ada").stdout_contains("Linus");
                    }
                    code => {
                        assert_eq!(code, Some(2), "{} {line}", words.name);
                        assert!(sent.is_empty(), "{} {line}: {sent:?}", words.name);
                    }
                }
            }
        }
    }
}

#[test]
fn two_that_fit_are_both_named_and_nothing_is_sent() {
    for words in &WORDS {
        let twins = |builder: rcon_sim::Builder| {
            builder.game(words.game).guest("Twin_one").guest("Twin_two")
        };
        let server = Server::with(twins);
        for line in ["!kick Twin", "!ban twin 5", "!msg TWIN hi"] {
            let outcome = words.run(&server, line);
            outcome
                .code(2)
                .stderr_contains("Twin_one")
                .stderr_contains("Twin_two");
        }
        for (line, said) in [
            ("!kick Nobody", "\"Nobody\" is not on"),
            ("!ban nobody", "is not on"),
            ("!msg nobody hi", "is not on"),
            ("!kick Twin_o", "only the beginning of Twin_one"),
            ("!ban Twin_o", "only the beginning of Twin_one"),
            (
                "!ban Twin_one 10m",
                "MINUTES is a whole number, not \"10m\"",
            ),
            ("!ban Twin_one -1 so", "MINUTES is a whole number"),
            ("!msg Twin_one", "usage: !msg PLAYER TEXT"),
        ] {
            words.run(&server, line).code(2).stderr_contains(said);
        }
        assert!(
            done(&server).is_empty(),
            "{}: {:?}",
            words.name,
            done(&server)
        );
    }
}
