//! `!kick`, `!ban`, `!msg` and `!say` on each game: its words, and what it sees of
//! them.

use rcon_sim::Game;

use crate::support::{Outcome, PASSWORD, Server, Target as _, rcon};

/// A game, and what each verb sends there for Ada; nothing where the game cannot
/// do it.
pub(crate) struct Words {
    pub(crate) game: Game,
    pub(crate) name: &'static str,
    kick: &'static str,
    ban: &'static str,
    /// For a day.
    ban_for: &'static str,
    /// What is sent behind a ban.
    pub(crate) then: &'static str,
    msg: &'static str,
    say: &'static str,
}

pub(crate) const WORDS: [Words; 13] = [
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
    pub(crate) fn server(&self) -> Server {
        Server::with(|builder| builder.game(self.game))
    }

    pub(crate) fn run(&self, server: &Server, line: &str) -> Outcome {
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
pub(crate) fn done(server: &Server) -> Vec<String> {
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
