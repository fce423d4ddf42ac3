//! The life of a connection: how it begins, what is looked at before each
//! command, how it comes back, and what is never done twice.

use std::time::Duration;

use rcon_sim::{Game, Hostile, MapChange, Stage};

use crate::support::{PASSWORD, Server, Table, Target as _};

pub(crate) fn server(game: Game) -> Server {
    Server::with(|builder| builder.game(game))
}

/// One of each shape.
pub(crate) const SHAPES: [Game; 2] = [Game::Source, Game::Minecraft];

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
