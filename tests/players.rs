//! Who is on, and what is done to them: `--players`, `!players`, `!kick`,
//! `!ban`, `!msg`, `!say`.

use rcon_sim::Game;

use crate::support::{PASSWORD, Script, Server, Target as _, assert_is_record, rcon};

fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

/// What each simulated game is called here, and whether it is told by itself.
const GAMES: [(Game, &str); 10] = [
    (Game::Source, "source"),
    (Game::Cs2, "cs2"),
    (Game::Minecraft, "minecraft"),
    (Game::Factorio, "factorio"),
    (Game::Palworld, "palworld"),
    (Game::Ark, "ark"),
    (Game::Rust, "rust"),
    (Game::Zomboid, "zomboid"),
    (Game::Squad, "squad"),
    (Game::Conan, "conan"),
];

#[test]
fn each_game_says_who_is_on() {
    for (game, name) in GAMES {
        let server = server(game);
        let run = |more: &[&str]| {
            let outcome = server
                .run(["--game", name, "--players"])
                .args(more)
                .assert();
            outcome.code(0).text()
        };
        let table = run(&[]);
        for column in [
            "name",
            "id",
            "ping",
            "connected",
            "address",
            "Grace Hopper",
            "4 players",
        ] {
            assert!(table.contains(column), "{name}: no {column} in {table}");
        }
        let json = run(&["--json"]);
        for line in json.lines() {
            assert_is_record(&serde_json::from_str(line).unwrap());
        }
        let people = json.lines().filter(|line| !line.contains("\"bot\":true"));
        assert_eq!(people.count(), 4, "{name}: {json}");
        let head = format!("{{\"server\":\"{}\",\"player\":\"Ada\"", server.address());
        assert!(json.contains(&head), "{name}: {json}");
        let csv = run(&["--format", "csv"]);
        assert!(csv.starts_with("server,name,player,id,"), "{name}: {csv}");
        assert!(csv.lines().count() >= 5, "{name}: {csv}");
    }
}

#[test]
fn the_game_is_found_out_where_nobody_says_it() {
    for game in [
        Game::Source,
        Game::Cs2,
        Game::Minecraft,
        Game::Factorio,
        Game::Palworld,
    ] {
        let server = server(game);
        let outcome = server.run(["--players"]).assert();
        outcome.code(0).stdout_contains("4 players");
        let chat = |command: &String| game == Game::Factorio && !command.starts_with('/');
        assert!(
            !server.commands().iter().any(chat),
            "{:?}",
            server.commands()
        );
    }
}

#[test]
fn a_fleet_is_one_table_with_a_column_for_the_server() {
    let (one, two) = (Server::start(), Server::start());
    let outcome = rcon([&one.address(), &two.address(), "-p", PASSWORD, "--players"]).assert();
    outcome.code(0);
    let text = outcome.text();
    assert!(text.starts_with("server "), "{text}");
    assert_eq!(text.matches("Grace Hopper").count(), 2, "{text}");
    for server in [&one, &two] {
        outcome.stdout_contains(&format!("{}: 4 players", server.address()));
    }
}

#[test]
fn an_answer_that_is_no_list_is_told_with_its_words() {
    let server = Script::new().reply("status", "no such thing\n").start();
    let outcome = server.run(["--game", "source", "--players"]).assert();
    outcome.code(1).stderr_contains("no such thing");
    let server = Server::start();
    let outcome = server.run(["--game", "generic", "--players"]).assert();
    outcome.code(2).stderr_contains("--game NAME");
    server
        .run(["--players", "--format", "prometheus"])
        .assert()
        .code(2);
}

#[test]
fn a_collector_gets_how_many_are_on() {
    let server = Server::start();
    let check = ["--check", "--players", "--format", "prometheus"];
    let label = format!("server=\"{}\"", server.address());
    let outcome = server.run(check).assert();
    outcome
        .code(0)
        .stdout_contains(&format!("rcon_up{{{label}}} 1\n"))
        .stdout_contains(&format!("rcon_players{{{label}}} 4\n"))
        .stdout_contains(&format!("rcon_players_max{{{label}}} "))
        .stdout_contains(&format!("rcon_map_info{{{label},map=\""));
    let other = Server::start();
    let outcome = rcon([&server.address(), &other.address(), "-p", PASSWORD])
        .args(check)
        .assert();
    outcome.code(0);
    assert_eq!(outcome.text().matches("\nrcon_players{").count(), 2);
    server.run(["--check", "--players"]).assert().code(2);
}

#[test]
fn scripts_have_it_too() {
    let server = Server::start();
    let outcome = server
        .run(["-e", "echo a", "-e", "!players", "-e", "echo b"])
        .assert();
    outcome.code(0).stdout_contains("Grace Hopper");
    let text = outcome.text();
    assert!(text.starts_with("a\n") && text.ends_with("b\n"), "{text}");
}

fn commands(game: Game, name: &str, line: &str, (code, said): (i32, &str)) -> Vec<String> {
    let server = server(game);
    let outcome = server.run(["--game", name, "-e", line]).assert();
    outcome.code(code).stderr_contains(said);
    server.commands()
}

#[test]
fn each_game_is_told_in_its_own_words() {
    let steam = "76561190000000002";
    for (game, name, line, sent) in [
        (
            Game::Source,
            "source",
            "!kick Ada so; long",
            "kickid 2 \"so; long\"".to_owned(),
        ),
        (
            Game::Source,
            "source",
            "!ban 'Grace Hopper' 30",
            "banid 30 3 kick".to_owned(),
        ),
        (
            Game::Source,
            "source",
            "!say hello; quit",
            "say \"hello; quit\"".to_owned(),
        ),
        (
            Game::Minecraft,
            "minecraft",
            "!kick ada be good",
            "kick Ada be good".to_owned(),
        ),
        (
            Game::Minecraft,
            "minecraft",
            "!msg Ada hi there",
            "tell Ada hi there".to_owned(),
        ),
        (Game::Factorio, "factorio", "!say hello", "hello".to_owned()),
        (
            Game::Palworld,
            "palworld",
            "!kick Ada",
            format!("KickPlayer {steam}"),
        ),
        (Game::Ark, "ark", "!ban Ada", format!("BanPlayer {steam}")),
        (
            Game::Zomboid,
            "zomboid",
            "!say hi",
            "servermsg \"hi\"".to_owned(),
        ),
    ] {
        let commands = commands(game, name, line, (0, ""));
        assert!(commands.contains(&sent), "{line}: {commands:?}");
    }
    let commands = commands(Game::Source, "source", "!ban #2", (0, ""));
    assert!(
        commands.ends_with(&["banid 0 2 kick".into(), "writeid".into()]),
        "{commands:?}"
    );
}

#[test]
fn what_cannot_be_is_said_and_nothing_is_sent() {
    for (game, name, line, said) in [
        (
            Game::Source,
            "source",
            "!kick Gra",
            "only the beginning of Grace Hopper",
        ),
        (Game::Source, "source", "!kick [U:1", "fits"),
        (Game::Source, "source", "!kick Nobody", "is not on"),
        (
            Game::Source,
            "source",
            "!msg Ada hi",
            "no command for a message to one player",
        ),
        (
            Game::Minecraft,
            "minecraft",
            "!ban Ada 30",
            "no command for a ban for some time",
        ),
        (Game::Factorio, "factorio", "!say /quit", "begins with /"),
        (
            Game::Source,
            "source",
            "!kick",
            "usage: !kick PLAYER [REASON]",
        ),
    ] {
        let commands = commands(game, name, line, (2, said));
        let harmless = ["status", "list", "list uuids"];
        assert!(
            commands.iter().all(|c| harmless.contains(&&**c)),
            "{line}: {commands:?}"
        );
    }
}

#[cfg(unix)]
mod at_a_terminal {
    use super::server;
    use crate::support::{Server, Target as _};
    use rcon_sim::Game;

    #[test]
    fn the_table_fits_the_window() {
        for (rows, columns) in [(24, 80), (24, 40)] {
            let server = Server::start();
            let mut screen = server.shell().start_on_screen(rows, columns);
            screen.wait_row(&server.prompt());
            screen.type_text("!players\n").wait_text("4 players");
            screen.wait_text("\u{5c0f}\u{6797}").wait_text("187");
            let rows = screen.rows();
            let ada = rows.iter().filter(|row| row.starts_with("Ada")).count();
            let wide = rows
                .iter()
                .filter(|row| row.starts_with('\u{5c0f}'))
                .count();
            assert_eq!((ada, wide), (1, 1), "{screen}");
            // A row that did not fit would go on in the next one.
            let grace = rows.iter().position(|row| row.starts_with("Grace"));
            let linus = rows.iter().position(|row| row.starts_with("Linus"));
            assert_eq!(grace.map(|at| at + 1), linus, "{screen}");
        }
    }

    #[test]
    fn a_ban_and_a_kick_by_a_beginning_ask_first() {
        let server = Server::start();
        let mut screen = server.shell().start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen
            .type_text("!kick Gra bye\n")
            .wait_text("kickid 3 \"bye\"");
        screen.wait_row("Go on? [y/N]");
        screen.type_text("n\n");
        screen.wait_text("Not sent.").wait_row(&server.prompt());
        let sent = |start: &str| server.commands().iter().any(|c| c.starts_with(start));
        assert!(!sent("kickid"), "{:?}", server.commands());
        screen
            .type_text("!ban Ada 30\n")
            .wait_text("banid 30 2 kick, then writeid");
        screen.wait_row("Go on? [y/N]");
        screen.type_text("y\n");
        server.wait_command("writeid");
        screen.wait_row(&server.prompt());
        screen.type_text("!kick 'Grace Hopper'\n");
        server.wait_command("kickid 3");
    }

    #[test]
    fn tab_completes_players() {
        let server = server(Game::Source);
        let mut screen = server.shell().start_on_screen(24, 80);
        screen.wait_row(&server.prompt());
        screen.wait_tab("!kick Lin", "!kick Linus");
    }
}
