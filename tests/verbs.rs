//! `!kick`, `!ban`, `!msg` and `!say` on each game: its words, what it sees of
//! them, and that no name, reason or text becomes a command of its own.

use rcon_sim::Game;

use crate::support::{Outcome, PASSWORD, Script, Server, Target as _, rcon, with_deadline};

/// A game, and what each verb sends there for Ada; nothing where the game cannot
/// do it.
struct Words {
    game: Game,
    name: &'static str,
    kick: &'static str,
    ban: &'static str,
    /// For a day.
    ban_for: &'static str,
    /// What is sent behind a ban.
    then: &'static str,
    msg: &'static str,
    say: &'static str,
}

const WORDS: [Words; 13] = [
    Words {
        game: Game::Source,
        name: "source",
        kick: "kickid 2 \"so, be it\"",
        ban: "banid 0 2 kick",
        ban_for: "banid 1440 2 kick",
        then: "writeid",
        msg: "",
        say: "say so, be it",
    },
    Words {
        game: Game::Cs2,
        name: "cs2",
        kick: "kickid 2 \"so, be it\"",
        ban: "banid 0 2 kick",
        ban_for: "banid 1440 2 kick",
        // Nothing was done that had to be kept.
        then: "",
        msg: "",
        say: "say so, be it",
    },
    Words {
        game: Game::Minecraft,
        name: "minecraft",
        kick: "kick Ada so, be it",
        ban: "ban Ada so, be it",
        ban_for: "",
        then: "",
        msg: "tell Ada so, be it",
        say: "say so, be it",
    },
    Words {
        game: Game::Factorio,
        name: "factorio",
        kick: "/kick Ada so, be it",
        ban: "/ban Ada so, be it",
        ban_for: "",
        then: "",
        msg: "/whisper Ada so, be it",
        say: "so, be it",
    },
    Words {
        game: Game::Palworld,
        name: "palworld",
        kick: "KickPlayer 76561190000000002",
        ban: "BanPlayer 76561190000000002",
        ban_for: "",
        then: "",
        msg: "",
        say: "Broadcast so, be it",
    },
    Words {
        game: Game::Ark,
        name: "ark",
        kick: "KickPlayer 76561190000000002",
        ban: "BanPlayer 76561190000000002",
        ban_for: "",
        then: "",
        msg: "ServerChatTo \"76561190000000002\" so, be it",
        say: "ServerChat so, be it",
    },
    Words {
        game: Game::Rust,
        name: "rust",
        kick: "kick 76561190000000002 \"so, be it\"",
        ban: "banid 76561190000000002 \"Ada\" \"so, be it\"",
        ban_for: "banid 76561190000000002 \"Ada\" \"so, be it\" 1440m",
        then: "server.writecfg",
        msg: "",
        say: "say so, be it",
    },
    Words {
        game: Game::Zomboid,
        name: "zomboid",
        kick: "kickuser \"Ada\" -r \"so, be it\"",
        ban: "banuser \"Ada\" -r \"so, be it\"",
        ban_for: "",
        then: "",
        msg: "",
        say: "servermsg \"so, be it\"",
    },
    Words {
        game: Game::Squad,
        name: "squad",
        kick: "AdminKick \"76561190000000002\" so, be it",
        ban: "AdminBan \"76561190000000002\" 0 so, be it",
        ban_for: "AdminBan \"76561190000000002\" 1d so, be it",
        then: "",
        msg: "AdminWarn \"76561190000000002\" so, be it",
        say: "AdminBroadcast so, be it",
    },
    Words {
        game: Game::Conan,
        name: "conan",
        kick: "kickplayer userid 010FFFFF2587FC02 so, be it",
        ban: "banplayer userid 010FFFFF2587FC02 so, be it",
        ban_for: "",
        then: "",
        msg: "",
        say: "broadcast so, be it",
    },
    Words {
        game: Game::BattlEye,
        name: "dayz",
        kick: "kick 0 so, be it",
        ban: "ban 0 0 so, be it",
        ban_for: "ban 0 1440 so, be it",
        then: "writeBans",
        msg: "say 0 so, be it",
        say: "say -1 so, be it",
    },
    Words {
        game: Game::Reforger,
        name: "reforger",
        kick: "#kick 1",
        ban: "#ban create 00000000-0000-4000-8000-000000000002 0 so, be it",
        ban_for: "#ban create 00000000-0000-4000-8000-000000000002 86400 so, be it",
        then: "",
        msg: "",
        say: "",
    },
    Words {
        game: Game::SevenDays,
        name: "7dtd",
        kick: "kick 2 \"so, be it\"",
        ban: "ban add 2 100 years \"so, be it\"",
        ban_for: "ban add 2 1440 minutes \"so, be it\"",
        then: "",
        msg: "pm 2 \"so, be it\"",
        say: "say \"so, be it\"",
    },
];

impl Words {
    fn server(&self) -> Server {
        Server::with(|builder| builder.game(self.game))
    }

    fn run(&self, server: &Server, line: &str) -> Outcome {
        // CS2 answers some of them by nothing.
        let patience = if self.game == Game::Cs2 { "2" } else { "10" };
        server
            .run(["--game", self.name, "-t", patience, "-e", line])
            .assert()
    }

    /// How a verb ends: CS2 as it is handed out does nothing for a ban, and answers nothing.
    fn done(&self, verb: &str) -> i32 {
        if self.game == Game::Cs2 && verb.starts_with("!ban") {
            124
        } else {
            0
        }
    }

    /// Each line, what it is to send, and what is sent behind that.
    fn lines(&self) -> [(&'static str, &'static str, &'static str); 5] {
        [
            ("!say so, be it", self.say, ""),
            ("!msg ada so, be it", self.msg, ""),
            ("!kick Ada so, be it", self.kick, ""),
            ("!ban Ada so, be it", self.ban, self.then),
            ("!ban ada 1440 so, be it", self.ban_for, self.then),
        ]
    }
}

/// The commands that do something: not those by which who is on is asked for,
/// nor what Rust is asked first.
fn done(server: &Server) -> Vec<String> {
    let asks = [
        "status",
        "list",
        "list uuids",
        "/players online",
        "ShowPlayers",
        "ListPlayers",
        "listplayers",
        "playerlist",
        "players",
        "#players",
        "lp",
        "",
    ];
    let mut commands = server.commands();
    commands.retain(|command| !asks.contains(&&**command));
    commands
}

#[test]
fn each_verb_is_said_in_the_words_of_each_game() {
    for words in &WORDS {
        for (line, sent, then) in words.lines() {
            let server = words.server();
            let outcome = words.run(&server, line);
            let expected: Vec<&str> = [sent, then]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect();
            if sent.is_empty() {
                outcome.code(2).stderr_contains("no command for a ");
                assert!(done(&server).is_empty(), "{} {line}", words.name);
                continue;
            }
            outcome.code(words.done(line));
            assert_eq!(done(&server), expected, "{} {line}", words.name);
        }
    }
}

#[test]
fn whoever_is_thrown_out_is_gone() {
    for words in &WORDS {
        for verb in ["!kick", "!ban"] {
            let server = words.server();
            let line = format!("{verb} Ada");
            words.run(&server, &line).code(words.done(verb));
            let outcome = words.run(&server, "!players");
            let gone = words.done(verb) == 0;
            let left = if gone { "3 players" } else { "4 players" };
            outcome.code(0).stdout_contains(left);
            assert_eq!(
                !outcome.text().contains("\nAda "),
                gone,
                "{}: {verb}",
                words.name
            );
        }
    }
}

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
            let listed: Vec<serde_json::Value> = outcome
                .text()
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
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

const CS2_STATUS: &str = "---------players--------\n  id     time ping loss      state   rate adr name\n    \
    2    02:05   35    0     active 786432 198.51.100.2:37738 'Ada'\n#end\n";

/// Whether CS2 bans depends on its `gameinfo.gi`, and it answers nothing either way: who is on
/// then tells.
#[test]
fn a_ban_that_is_answered_by_nothing_is_looked_after() {
    let banning = |deadline: f64| {
        let seconds = deadline.to_string();
        ["--game", "cs2", "-t", &seconds, "-e", "!ban Ada"].map(str::to_owned)
    };
    let attempt = |deadline: f64| {
        let server = Server::with(|builder| builder.game(Game::Cs2));
        let outcome = server.run(banning(deadline)).assert();
        let said = "Ada (#2, [U:1:2]) is still on: sent, but no reply within";
        (server, outcome, format!("{said} {deadline} s"))
    };
    let (server, outcome, said) = with_deadline(0.5, attempt, |(_, outcome, said)| {
        outcome.stderr.contains(said)
    });
    outcome
        .code(124)
        .stderr_contains("runs banid only where gameinfo.gi says DefensiveConCommands 0")
        .stderr_contains(&said);
    assert_eq!(server.commands(), ["status", "banid 0 2 kick", "status"]);

    // Where it does.
    let gone = CS2_STATUS.replace("'Ada'", "'Grace'");
    let script = || {
        Script::new()
            .reply("status", CS2_STATUS)
            .reply("status", gone.clone())
            .silent("banid 0 2 kick")
            .silent("writeid")
    };
    let run = |script: Script, args: &[&str], code: i32| {
        let attempt = |deadline: f64| {
            let server = script.clone().start();
            let outcome = server.run(args).args(banning(deadline)).assert();
            (server, outcome)
        };
        with_deadline(0.5, attempt, |(_, outcome)| outcome.code == Some(code))
    };
    let (server, outcome) = run(script(), &[], 0);
    outcome.code(0).stderr_contains("Ada (2) is gone");
    let sent = ["status", "banid 0 2 kick", "status", "writeid"];
    assert_eq!(server.commands(), sent);
    let (_, outcome) = run(script(), &["--json"], 0);
    outcome.code(0);
    let told: Vec<serde_json::Value> = outcome
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = told.iter().map(|it| (&it["command"], &it["ok"])).collect();
    assert_eq!(
        format!("{told:?}").matches("Bool(true)").count(),
        2,
        "{told:?}"
    );

    // A build that says that it knows no such command.
    let script = Script::new().reply("status", CS2_STATUS);
    let script = script.reply("banid 0 2 kick", "Unknown command 'banid'!\n");
    let (server, outcome) = run(script, &[], 8);
    outcome
        .code(8)
        .stdout_contains("Unknown command 'banid'!")
        .stderr_contains("the server knows no banid: nobody was thrown out");
    assert_eq!(server.commands(), ["status", "banid 0 2 kick"]);
}

/// Its answer repeats the text as far as the players see it.
#[test]
fn an_old_build_of_palworld_gets_its_text_in_one_word() {
    let script = Script::new().reply("Broadcast back in five", "Broadcasted: back\n");
    let script = script.reply("Broadcast back_in_five", "Broadcasted: back_in_five\n");
    let server = script.start();
    let outcome = server
        .run(["--game", "palworld", "-e", "!say back in five"])
        .assert();
    outcome.code(0).stderr_contains("with _ for blanks");
    let said = ["Broadcast back in five", "Broadcast back_in_five"];
    assert_eq!(server.commands(), said);
    let new = Server::with(|builder| builder.game(Game::Palworld));
    new.run(["--game", "palworld", "-e", "!say back in five"])
        .assert()
        .code(0)
        .stderr("");
    assert_eq!(new.commands(), [said[0]]);
}

#[test]
fn a_fleet_has_the_verbs_too() {
    let servers = Server::with(|builder| builder.count(2));
    let addresses = servers.addrs().iter().map(ToString::to_string);
    let outcome = rcon(addresses)
        .args(["-p", PASSWORD, "-e", "!say hi", "-e", "!kick Ada bye"])
        .args(["-e", "!players"])
        .assert();
    outcome.code(0);
    assert_eq!(outcome.text().matches("3 players").count(), 2);
    for addr in servers.addrs() {
        let commands = servers.commands_at(*addr);
        let sent = ["say hi", "status", "kickid 2 \"bye\"", "status"];
        assert_eq!(commands, sent);
    }
}
