//! Consoles that are not Source RCON: what is peculiar to each. What they have in
//! common with all others is in the tables of `matrix`.

use std::net::UdpSocket;
use std::time::Duration;

use rcon_sim::Game;

use crate::support::{Home, PASSWORD, Server, Target as _, rcon, with_deadline};

fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

#[test]
fn rust_named_finds_out_which_of_its_two_consoles_a_port_has() {
    for game in [Game::Rust, Game::RustWeb] {
        let server = server(game);
        let home = Home::new();
        for _ in 0..2 {
            rcon([&server.addr().to_string(), "--password", PASSWORD])
                .home(&home)
                .args(["--game", "rust", "-e", "server.hostname"])
                .assert()
                .stdout("server.hostname: \"rcon-shell demo\"\n")
                .code(0);
        }
        assert_eq!(server.refusals(), 0, "{game}");
        server.wait("two logins", |server| server.logins() == 2);
    }
}

#[test]
fn a_refusal_of_webrcon_names_the_ban() {
    let server = server(Game::RustWeb);
    let run = rcon([&server.address(), "--password", "no such thing"]).args(["-e", "status"]);
    run.assert().code(4).stderr_contains("300 s");
    assert_eq!((server.logins(), server.commands().len()), (1, 0));
}

#[test]
fn a_password_goes_into_the_request_line_as_it_is() {
    let password = "p!w@$:+~#?/%(x)";
    let server = Server::with(|builder| builder.game(Game::RustWeb).password(password));
    let run = rcon([&server.address(), "--password", password, "-vv"]);
    let outcome = run.args(["-e", "say hello"]).assert();
    outcome.code(0);
    outcome.never_complained("p!w@");
}

#[test]
fn a_silent_command_of_webrcon_is_0_and_nothing_else_is_asked_unbidden() {
    let server = server(Game::RustWeb);
    server.run(["-e", "status"]).assert().code(0);
    assert_eq!(server.commands(), ["status"]);
    let outcome = server.run(["-e", "sim_quiet", "--json"]).assert();
    outcome.code(0).stdout_contains("\"end\":\"mark\"");
    assert_eq!(server.commands(), ["status", "sim_quiet", "serverinfo"]);
}

#[test]
fn battleye_over_a_bad_link_runs_each_command_once() {
    for faults in [
        &["lose=30%"][..],
        &["double"],
        &["reorder", "jitter=20ms"],
        &["lose=20%", "double", "reorder"],
    ] {
        let server = Server::with(|builder| {
            let builder = builder.game(Game::BattlEye);
            let faults = faults.iter().map(|it| it.parse().unwrap());
            faults.fold(builder, rcon_sim::Builder::fault)
        });
        let commands: Vec<String> = (0..8).map(|at| format!("sim_lines {}", at + 1)).collect();
        let args = commands.iter().flat_map(|it| ["-e", it]);
        let run = server.run(["--timeout", "30"]).args(args);
        let lines = (1..=8).flat_map(|count| 1..=count);
        let expected: Vec<String> = lines
            .map(|line| {
                format!(
                    "line {line}
"
                )
            })
            .collect();
        run.assert().stdout(expected.concat()).code(0);
        assert_eq!(server.commands(), commands, "{faults:?}");
    }
}

#[test]
fn a_udp_login_that_is_never_answered_is_124() {
    let attempt = |deadline: f64| {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = format!("be://{}", socket.local_addr().unwrap());
        let run = rcon([&address, "--password", PASSWORD, "-e", "players"]);
        let run = run.args(["--timeout", &deadline.to_string()]);
        run.assert().code(124);
        // All of them are there by now.
        socket.set_nonblocking(true).unwrap();
        let mut datagrams = Vec::new();
        let mut space = [0; 64];
        while let Ok(count) = socket.recv(&mut space) {
            datagrams.push(space[..count].to_vec());
        }
        datagrams
    };
    // The same login, once more at the least.
    let datagrams = with_deadline(1.0, attempt, |datagrams| datagrams.len() > 1);
    assert!(datagrams.len() > 1, "sent once only");
    assert_eq!(datagrams[0], datagrams[1]);
}

#[test]
fn datagrams_of_strangers_are_ignored() {
    use rcon_proto::sums::crc32;

    fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
        let body = [&[0xff, kind], payload].concat();
        [b"BE", &crc32(&body).to_le_bytes()[..], &body].concat()
    }

    let server = UdpSocket::bind("127.0.0.1:0").unwrap();
    let stranger = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = format!("be://{}", server.local_addr().unwrap());
    let patience = Some(Duration::from_secs(30));
    server.set_read_timeout(patience).unwrap();
    let serving = std::thread::spawn(move || {
        let mut space = [0; 2048];
        // Whoever else knows the port says no, and answers, first.
        while let Ok((count, client)) = server.recv_from(&mut space) {
            let (lie, truth) = match &space[6..count] {
                [0xff, 0, ..] => (frame(0, b"\0"), frame(0, b"\x01")),
                [0xff, 1, seq, ..] => (
                    frame(1, &[&[*seq][..], b"a lie"].concat()),
                    frame(1, &[&[*seq][..], b"the truth"].concat()),
                ),
                _ => continue,
            };
            let answers = space[7] == 1;
            for _ in 0..3 {
                stranger.send_to(&lie, client).unwrap();
            }
            server.send_to(&truth, client).unwrap();
            if answers {
                return;
            }
        }
    });
    let run = rcon([&*address, "--password", PASSWORD, "-e", "players"]);
    run.assert().code(0).stdout("the truth\n");
    serving.join().unwrap();
}

#[test]
fn a_game_implies_its_console() {
    for (game, name, command) in [
        (Game::BattlEye, "dayz", "players"),
        (Game::BattlEye, "arma", "players"),
        (Game::Reforger, "reforger", "#players"),
        (Game::SevenDays, "7dtd", "lp"),
    ] {
        let server = server(game);
        let address = server.addr().to_string();
        let run = rcon([&address, "--password", PASSWORD, "--game", name]);
        run.args(["-e", command])
            .assert()
            .code(0)
            .stdout_contains("Grace Hopper");
        let run = rcon([
            &address,
            "--password",
            PASSWORD,
            "--game",
            name,
            "--players",
        ]);
        run.assert().code(0).stdout_contains("4 players");
    }
}

#[test]
fn a_telnet_console_without_a_password_is_sent_none() {
    let server = Server::with(|builder| builder.game(Game::SevenDays).password(""));
    server
        .run(["-e", "gettime"])
        .assert()
        .stdout("Day 7, 21:30\n")
        .code(0);
    assert_eq!(server.commands(), ["gettime"]);
    assert_eq!(server.logins(), 0);
}

#[test]
fn a_telnet_command_that_only_the_log_tells_of_is_0() {
    let server = server(Game::SevenDays);
    server
        .run(["-e", "say \"hi\"", "-e", "settime day"])
        .assert()
        .stdout("")
        .code(0);
    // A line of the log stands in the middle of it, and is no part of it.
    server
        .run(["-e", "sim_lines 3"])
        .assert()
        .stdout("line 1\nline 2\nline 3\n")
        .code(0);
    // Which the log does not tell of, though it told of the one before it.
    let unknown = server.run(["-e", "lp", "-e", "bogus"]);
    let outcome = unknown.assert();
    outcome.code(0).stdout_contains("unknown command 'bogus'");
    server.run(["-e", "exit"]).assert().stdout("").code(0);
    let two = server.run(["-e", "lp\nshutdown"]).assert();
    two.code(2);
}

#[test]
fn paldefenders_base64_is_read_and_written() {
    let server = Server::with(|builder| builder.game(Game::Palworld).base64());
    let run = server.run([
        "--encoding",
        "base64",
        "-e",
        "sim_echo Zürich",
        "-e",
        "ShowPlayers",
    ]);
    let outcome = run.assert();
    outcome
        .code(0)
        .stdout_contains("Zürich\nname,playeruid,steamid\nAda,");
    // What is no base64 is shown as it is.
    let server = Server::with(|builder| builder.game(Game::Palworld));
    let run = server.run(["--encoding", "base64", "-e", "ShowPlayers"]);
    run.assert().stdout("Unknown command\n").code(0);
    // 1446 bytes are the limit, and four encoded ones are three.
    let long = "x".repeat(1100);
    let run = server.run(["--encoding", "base64", "-e", &long]);
    run.assert().code(2).stderr_contains("1468 bytes");
}

#[test]
fn a_thousand_battleye_servers_over_a_bad_link_run_each_command_once() {
    const COUNT: usize = 1000;
    let server = Server::with(|builder| {
        let builder = builder.game(Game::BattlEye).count(COUNT);
        builder.fault("lose=10%".parse().unwrap())
    });
    let servers = server
        .addrs()
        .iter()
        .map(|address| format!("be://{address}"));
    let run = rcon(servers).args(["--password", PASSWORD, "--timeout", "60", "--json"]);
    let outcome = run
        .args(["-e", "sim_lines 3", "-e", "sim_count"])
        .within(Duration::from_mins(5))
        .assert();
    outcome.code(0);
    let text = outcome.text();
    let replies = |reply: &str| text.matches(reply).count();
    assert_eq!(replies(r#""reply":"line 1\nline 2\nline 3\n""#), COUNT);
    // Each counts for itself how often it ran.
    assert_eq!(replies(r#""reply":"1\n""#), COUNT);
    assert_eq!(server.commands().len(), 2 * COUNT);
}

/// What a prompt shows that nobody asked for, and how its link is kept.
#[cfg(unix)]
mod prompt {
    use super::*;

    #[test]
    fn messages_stand_above_the_prompt_and_replies_below() {
        for game in [Game::RustWeb, Game::BattlEye, Game::SevenDays] {
            let server = server(game);
            let mut screen = server.shell().start_on_screen(24, 100);
            screen.wait_row(&server.prompt());
            screen.type_text("sim_unsolicited a word from the server\n");
            screen.wait_for("both", |shown| {
                let text = shown.screen().contents();
                text.matches("a word from the server").count() > 1 && text.contains("answered")
            });
            screen.wait_row(&server.prompt());
            screen.type_text("!reconnect\n");
            server.wait("a second login", |server| server.connections() >= 2);
            screen.wait_row(&server.prompt());
            screen
                .type_text("sim_echo once more\n")
                .wait_text("once more");
        }
    }
}
