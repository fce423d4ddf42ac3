//! The life of a connection: how it begins, what is looked at before each
//! command, how it comes back, and what is never done twice.

use std::time::{Duration, Instant};

use rcon_sim::{Game, Hostile, MapChange, Stage};

use crate::support::{PASSWORD, Server, Table, Target as _, rcon, with_deadline};

fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

/// One of each shape.
const SHAPES: [Game; 2] = [Game::Source, Game::Minecraft];

#[cfg(target_os = "linux")]
#[test]
fn keepalive_is_on() {
    let server = Server::start();
    let mut running = server.run([""; 0]).stdin_open().start();
    running.write("echo up\n");
    assert_eq!(running.line(), "up");
    // The kernel's own list: an established (01) socket to the server's port,
    // its timer (02) the keepalive's.
    let port = format!("0100007F:{:04X}", server.addr().port());
    let sockets = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let ours = |line: &&str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields[2] == port && fields[3] == "01" && fields[5].starts_with("02:")
    };
    assert_eq!(sockets.lines().filter(ours).count(), 1, "{sockets}");
    running.assert().code(0);
}

#[test]
fn a_link_that_died_between_two_commands_is_made_anew() {
    for game in SHAPES {
        let server = server(game);
        let mut running = server.run([""; 0]).stdin_open().start();
        running.write("sim_echo one\n");
        assert_eq!(running.line(), "one");
        // The end hides behind something that nobody asked for.
        server.inject(&rcon_proto::Packet::new(77, 0, "goodbye\n"));
        server.close_links();
        server.wait_no_links();
        running.write("sim_echo two\n");
        assert_eq!(running.line(), "two");
        running.assert().code(0).stdout("one\ntwo\n").stderr("");
        assert_eq!((server.logins(), server.refusals()), (2, 0), "{game}");
        assert_eq!(server.commands(), ["sim_echo one", "sim_echo two"]);
    }
}

#[test]
fn a_link_that_died_under_a_command_serves_the_next_one() {
    for game in SHAPES {
        let server = server(game);
        let args = ["--keep-going", "-e", "sim_reset", "-e", "sim_echo two"];
        let outcome = server.run(args).assert();
        outcome.code(6).stdout("two\n");
        outcome.stderr_contains("whether it ran is unknown, and it is not sent again");
        assert_eq!(server.commands(), ["sim_reset", "sim_echo two"], "{game}");
        assert_eq!(server.logins(), 2);
    }
}

#[test]
fn a_password_that_stopped_working_is_sent_once_more_and_no_more() {
    let server = Server::start();
    let change = format!("rcon_password {PASSWORD}-changed");
    let mut running = server.run(["--keep-going"]).stdin_open().start();
    running.write(&format!("{change}\n"));
    server.wait("its link", |server| server.connections() == 1);
    server.wait_no_links();
    running.write("echo a\necho b\necho c\n");
    let outcome = running.assert();
    outcome.code(4).stdout("");
    assert_eq!((server.logins(), server.refusals()), (2, 1));
    assert_eq!(server.commands(), [change]);
    outcome.stderr_contains("the server refused the password");
}

#[test]
fn a_stop_command_is_not_sent_again_either() {
    let server = Server::start();
    let mut running = server.run(["--keep-going"]).stdin_open().start();
    running.write("quit\n");
    server.wait("its end", rcon_sim::Server::is_stopped);
    server.wait_no_links();
    running.write("echo x\n");
    running.assert().code(3).stdout("");
    assert_eq!(server.commands(), ["quit"]);
}

#[test]
fn logins_that_a_change_of_the_map_forgot_are_renewed() {
    let server = Server::with(|builder| builder.map_change(MapChange::ForgetLogins));
    let args = [
        "-e",
        "echo a",
        "-e",
        "changelevel cp_dustbowl",
        "-e",
        "echo a",
        "-e",
        "echo a",
    ];
    let outcome = server.run(args).assert();
    outcome.code(0);
    outcome.stderr_contains(&format!(
        "{}: \"echo a\" was answered with nothing, as the server forgot the login after the change of the map",
        server.address()
    ));
    let said: Vec<String> = outcome.text().lines().map(ToOwned::to_owned).collect();
    assert_eq!(
        said.iter().filter(|line| *line == "a").count(),
        2,
        "{said:?}"
    );
    assert_eq!((server.logins(), server.connections()), (2, 2));
    // What came before the new login never ran.
    assert_eq!(
        server.commands(),
        ["echo a", "changelevel cp_dustbowl", "echo a"]
    );
}

#[test]
fn links_that_a_change_of_the_map_dropped_are_made_anew() {
    let server = Server::with(|builder| builder.map_change(MapChange::DropLinks));
    let mut running = server.run([""; 0]).stdin_open().start();
    running.write("changelevel cp_dustbowl\n");
    server.wait("its link", |server| server.connections() == 1);
    server.wait_no_links();
    running.write("echo a\n");
    let outcome = running.assert();
    assert!(
        outcome.text().ends_with("a\n"),
        "{} {}",
        outcome.text(),
        outcome.stderr
    );
    assert_eq!(server.commands(), ["changelevel cp_dustbowl", "echo a"]);
    assert_eq!((server.logins(), server.refusals()), (2, 0));
}

#[test]
fn one_link_at_a_time() {
    // Closing one silences the others of this server.
    let server = server(Game::L4d1);
    let args = ["-e", "echo a", "-e", "!reconnect", "-e", "echo b"];
    server.run(args).assert().code(0).stdout("a\nb\n");
}

#[test]
fn waiting_never_repeats_a_password() {
    for hostile in [
        Hostile::Close(Stage::Login),
        Hostile::Reset(Stage::Login),
        Hostile::Silent(Stage::Login),
        Hostile::NoVerdict,
    ] {
        let server = Server::with(|builder| builder.hostile(hostile));
        // Only silence takes as long as the deadline.
        let (deadline, code) = match hostile {
            Hostile::Close(_) | Hostile::Reset(_) => ("30", 5),
            _ => ("0.5", 124),
        };
        let args = ["--wait", "60", "--timeout", deadline, "-e", "echo x"];
        let outcome = server.run(args).within(Duration::from_secs(90)).assert();
        outcome.code(code);
        assert_eq!(server.logins(), 1, "{hostile}");
    }
}

#[test]
fn what_is_sent_unawaited_all_arrives() {
    let mut table = Table::default();
    // A close behind each reply meets the next command, which may be lost then,
    // and that is told.
    let closes = |game: &&Game| **game == Game::ConanClosing;
    for &game in Game::ALL.iter().filter(|game| !closes(game)) {
        table.cell(&game, "30 commands", move || {
            let server = server(game);
            let sent: Vec<String> = (1..=30).map(|n| format!("sim_echo {n}")).collect();
            let args = sent.iter().flat_map(|command| ["-e", command]);
            let outcome = server.run(["--no-wait"]).args(args).assert();
            outcome.code(0).stdout("").stderr("");
            server.wait("all of them", |server| server.commands() == sent);
            // Where ids tell nothing each needs a login.
            let apart = [
                Game::Palworld,
                Game::PalworldParts,
                Game::Conan,
                Game::ConanShifted,
            ];
            let logins = server.logins();
            assert!(logins == 1 || apart.contains(&game) && logins <= 30);
            assert_eq!(server.probes(), 0);
            format!("{} ms", outcome.elapsed.as_millis())
        });
    }
    table.run("--no-wait");
}

#[test]
fn a_deadline_begins_again_with_each_kib_of_text() {
    // A KiB in about a third of the deadline, and so all in more than two of it.
    let attempt = |deadline: f64| {
        let rate = (3.2 * 1024.0 / deadline).round();
        let server = Server::with_faults(&[&format!("bandwidth={rate}")]);
        let run = server.run(["-t", &deadline.to_string(), "-e", "sim_bytes 8192"]);
        (deadline, run.assert())
    };
    let (deadline, outcome) = with_deadline(0.8, attempt, |(_, outcome)| outcome.code == Some(0));
    outcome
        .code(0)
        .slower_than(Duration::from_secs_f64(2.0 * deadline));
    // A KiB in a second, and half of one until the deadline. The login has more time.
    let server = Server::with_faults(&["bandwidth=1k"]);
    let outcome = server
        .run(["-e", "!set timeout 0.5", "-e", "sim_bytes 8192"])
        .assert();
    outcome
        .code(124)
        .stderr_contains("its end did not come within 0.5 s");
}

#[cfg(unix)]
#[test]
fn a_blocked_output_is_not_the_servers_fault() {
    let server = Server::start();
    let attempt = |deadline: f64| {
        let line = format!("\"$@\" | {{ sleep {}; wc -c; }}", 3.0 * deadline);
        let run = crate::support::Run::new("bash").args(["-o", "pipefail", "-c", &line, "bash"]);
        let run = run.args([crate::support::program()]);
        let run = run.args([&server.address(), "-p", PASSWORD]);
        let run = run.args([
            "--timeout",
            &deadline.to_string(),
            "-e",
            "sim_bytes 3000000",
        ]);
        run.within(Duration::from_mins(3)).assert()
    };
    with_deadline(0.4, attempt, |outcome| outcome.code == Some(0))
        .code(0)
        .stdout("3000000\n")
        .stderr("");
}

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

#[test]
fn a_check_runs_no_command() {
    let mut table = Table::default();
    for &game in Game::ALL {
        table.cell(&game, "--check", move || {
            let server = server(game);
            let outcome = server.run(["--check"]).assert();
            outcome.code(0).stdout_contains(&server.address());
            // These do not notice that the client is gone; what it sent has been
            // read when the next one's login is.
            let unnoticed = [
                Game::Rust,
                Game::VRising,
                Game::VRisingTwo,
                // A datagram is nothing that could end.
                Game::BattlEye,
                Game::Reforger,
            ]
            .contains(&game);
            if unnoticed {
                server.run(["--check"]).assert().code(0);
            } else {
                server.wait_no_links();
            }
            let counts = (server.logins(), server.probes(), server.commands().len());
            assert_eq!(counts, (1 + u64::from(unnoticed), 0, 0));
            let text = outcome.text();
            text.split_once(' ').unwrap().1.trim().to_owned()
        });
    }
    table.run("a login and no more");
}

#[cfg(unix)]
#[test]
fn ctrl_c_gives_the_prompt_back_before_the_reply_comes() {
    use crate::support::Key;

    for game in SHAPES {
        // The reply takes so many seconds. The next one waits for it at the server.
        let attempt = |seconds: f64| {
            let server = server(game);
            let mut screen = server.run(["-t", "60"]).start_on_screen(24, 80);
            screen.wait_row(&server.prompt());
            let slow = format!("sim_delay {} slow\n", (1000.0 * seconds).round());
            screen.type_text(&slow);
            server.wait_command("sim_delay");
            screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
            let before_the_reply = !screen.contents().contains("\nslow");
            screen.key(Key::Ctrl('c')).wait_row(&server.prompt());
            screen.type_text("sim_echo next\n").wait_text("\nnext\n");
            screen.wait_row(&server.prompt());
            assert!(!screen.contents().contains("within"), "{screen}");
            before_the_reply
        };
        assert!(with_deadline(0.7, attempt, |before| *before), "{game}");
    }
}

#[test]
fn the_time_that_is_waited_for_a_connection_ends_also_with_a_short_timeout() {
    let began = Instant::now();
    let unreachable = crate::support::nobody();
    rcon([
        &unreachable,
        "-p",
        "x",
        "--wait",
        "1.2",
        "--timeout",
        "0.1",
        "-e",
        "x",
    ])
    .assert()
    .code(3);
    let took = began.elapsed();
    assert!(took >= Duration::from_millis(1100), "{took:?}");
}
