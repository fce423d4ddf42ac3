//! `--follow`: a server's log on standard output.
#![cfg(unix)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use rcon_proto::{ConnectOptions, Connection};
use rcon_sim::Game;
use rustix::process::Signal;

use crate::support::{Home, PASSWORD, Server, Target, assert_is_record, nobody, rcon};

fn other(server: &Server, command: &str) -> String {
    let options = ConnectOptions::default();
    let mut other = Connection::open(server.addr(), &PASSWORD.into(), options).unwrap();
    other.execute(command).unwrap().text_lossy().into_owned()
}

const NOBODY: &str = "logaddress_list:  no addresses in the list\n";

/// How often the server was told an address.
fn adds(server: &rcon_sim::Server) -> usize {
    let commands = server.commands();
    let adds = commands
        .iter()
        .filter(|it| it.starts_with("logaddress_add "));
    adds.count()
}

/// The part behind the time.
fn behind_time(line: &str) -> &str {
    line.get("L 11/27/2026 - 19:05:14: ".len()..)
        .unwrap_or(line)
}

#[test]
fn lines_are_printed_as_they_came_until_ctrl_c() {
    let server = Server::start();
    let running = server.run(["--follow"]).start();
    server.wait_command("logaddress_add");
    server.log("\"Ada<2><[U:1:22]><Red>\" say \"hi \x1b[31mred\"");
    let line = running.line();
    assert!(line.starts_with("L "), "{line}");
    assert_eq!(
        behind_time(&line),
        "\"Ada<2><[U:1:22]><Red>\" say \"hi \x1b[31mred\""
    );
    running.signal(Signal::INT);
    let outcome = running.assert();
    outcome.code(130).stderr("");
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn json_has_an_object_a_line() {
    let server = Server::start();
    let running = server.run(["--follow", "--json"]).start();
    server.wait_command("logaddress_add");
    server.log("World triggered \"Round_Start\"");
    let line = running.line();
    let record: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(record["server"], server.address());
    let time = record["time"].as_str().unwrap();
    assert!(time.ends_with('Z') && time.len() == 24, "{time}");
    let text = record["line"].as_str().unwrap();
    assert_eq!(behind_time(text), "World triggered \"Round_Start\"");
    assert_eq!(record.as_object().unwrap().len(), 3);
    assert_is_record(&record);
    running.signal(Signal::TERM);
    running.assert().code(143);
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn a_follow_outlives_its_link_and_a_server_that_forgot() {
    let server = Server::start();
    let running = server.run(["--follow"]).start();
    server.wait_command("logaddress_add");
    other(&server, "logaddress_delall");
    running.line();
    server.close_links();
    running.wait_stderr("lost the connection at ");
    running.wait_stderr("connected again after ");
    server.wait("the address once more", |server| adds(server) == 2);
    server.log("World triggered \"Again\"");
    while behind_time(&running.line()) != "World triggered \"Again\"" {}
    running.signal(Signal::INT);
    running.assert().code(130);
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn a_password_that_is_refused_later_ends_it() {
    let server = Server::start();
    let running = server.run(["--follow"]).start();
    server.wait_command("logaddress_add");
    other(&server, "rcon_password another");
    running.wait_stderr("its password was refused");
    running.assert().code(4);
    assert_eq!(server.refusals(), 1);
}

/// Whatever ends it: the server may only have lost its network.
#[test]
fn what_cannot_be_taken_back_from_a_server_that_crashed_is_said() {
    for (game, farewell) in [
        (Game::Source, "logaddress_del 127.0.0.1:"),
        (Game::Cs2, "logaddress_del_http \"http://127.0.0.1:"),
    ] {
        for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
            let server = Server::with(|builder| builder.game(game));
            let running = server.run(["--follow", "--game", game.name()]).start();
            server.wait_command("logaddress_add");
            server.log("World triggered \"Round_Start\"");
            running.line();
            server.stop();
            running.wait_stderr("lost the connection at ");
            running.signal(signal);
            running
                .assert()
                .code(code)
                .stderr_contains("the log could not be taken back (connection refused by ")
                .stderr_contains(farewell);
        }
    }
}

/// Each program takes away its own address alone.
#[test]
fn two_that_follow_one_server_do_not_touch_each_other() {
    for (game, list) in [
        (Game::Source, "logaddress_list"),
        (Game::Cs2, "logaddress_list_http"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let follow = || {
            let before = server.commands().len();
            let running = server.run(["--follow", "--game", game.name()]).start();
            server.wait("another address", |server| {
                let mut commands = server.commands().into_iter().skip(before);
                commands.any(|command| command.starts_with("logaddress_add"))
            });
            running
        };
        let (one, two) = (follow(), follow());
        one.signal(Signal::INT);
        one.assert().code(130);
        let left = other(&server, list);
        assert_eq!(left.matches("127.0.0.1:").count(), 1, "{left}");
        server.log("World triggered \"Still\"");
        while !two.line().contains("Still") {}
        two.signal(Signal::TERM);
        two.assert().code(143);
        server.wait("both gone", |server| {
            let commands = server.commands();
            let gone = commands
                .iter()
                .filter(|it| it.starts_with("logaddress_del"));
            gone.count() == 2
        });
    }
}

#[test]
fn a_reader_that_has_gone_ends_it() {
    let server = Server::start();
    let running = server.run(["--follow"]).stdout_unread().start();
    server.wait_command("logaddress_add");
    server.log("World triggered \"Round_Start\"");
    running.assert().code(0).stderr("");
    assert_eq!(other(&server, "logaddress_list"), NOBODY);
}

#[test]
fn the_listener_is_where_it_was_told_to_be() {
    let server = Server::start();
    let running = server.run(["--follow", "--log-listen", "0.0.0.0"]).start();
    server.wait_command("logaddress_add 127.0.0.1:");
    server.log("one");
    assert_eq!(behind_time(&running.line()), "one");
    running.signal(Signal::INT);
    running.assert().code(130);

    let via = [
        "--follow",
        "--log-listen",
        "127.0.0.1",
        "--log-via",
        "localhost:9",
    ];
    let running = server.run(via).start();
    server.wait_command("logaddress_add localhost:9");
    running.signal(Signal::INT);
    running.assert().code(130);
    server.wait_command("logaddress_del localhost:9");

    let holder = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    let run = server.run(["--follow", "--log-listen", &taken]);
    run.assert()
        .code(2)
        .stderr_contains("cannot listen for the log on");
    drop(holder);
}

/// What was there before is not ours to take away, where others may be there.
#[test]
fn an_address_that_was_there_behind_a_router_stays() {
    let server = Server::start();
    other(&server, "logaddress_add 127.0.0.1:9");
    let running = server.run(["--follow", "--log-via", "127.0.0.1:9"]).start();
    server.wait("the address once more", |server| adds(server) == 2);
    running.signal(Signal::INT);
    running.assert().code(130);
    assert!(other(&server, "logaddress_list").contains("127.0.0.1:9"));
}

#[test]
fn a_server_behind_a_proxy_command_needs_to_be_told_a_way() {
    let server = Server::start();
    let home = Home::new();
    let relay = home.file(
        "relay.sh",
        "exec 3<>\"/dev/tcp/$1/$2\" 4<&0 || exit 1\ncat <&3 &\nr=$!\ncat <&4 >&3\nkill $r\n",
    );
    let proxy = format!("bash {relay} %h %p");
    let run = server
        .run(["--follow", "--proxy-command", &proxy])
        .home(&home);
    run.assert().code(2).stderr_contains("--log-via HOST:PORT");
    assert!(
        !server
            .commands()
            .iter()
            .any(|it| it.starts_with("logaddress"))
    );

    let args = [
        "--follow",
        "--proxy-command",
        &proxy,
        "--log-listen",
        "127.0.0.1:0",
        "--log-via",
        "127.0.0.1:9",
    ];
    let running = server.run(args).home(&home).start();
    server.wait_command("logaddress_add 127.0.0.1:9");
    running.signal(Signal::INT);
    running.assert().code(130);
    server.wait_command("logaddress_del 127.0.0.1:9");
}

#[test]
fn cs2_posts_its_log_and_others_are_told_no() {
    for listen in ["127.0.0.1:0", "[::1]:0"] {
        let server = Server::with(|builder| builder.game(Game::Cs2).listen(listen));
        let running = server.run(["--follow", "--game", "cs2"]).start();
        server.wait_command("logaddress_add_http");
        server.log("World triggered \"Round_Start\"");
        let line = running.line();
        assert!(
            line.ends_with(" - World triggered \"Round_Start\""),
            "{line}"
        );
        let commands = server.commands();
        let url = commands
            .iter()
            .find_map(|it| it.strip_prefix("logaddress_add_http \"http://"));
        let address = url.unwrap().trim_end_matches("/\"");
        for (request, answer) in [
            ("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 405 "),
            ("POST / HTTP/1.1\r\n\r\n", "HTTP/1.1 411 "),
            (
                "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
                "HTTP/1.1 413 ",
            ),
            (
                "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nline\n",
                "HTTP/1.1 200 OK\r\n",
            ),
        ] {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut start = vec![0; answer.len()];
            stream.read_exact(&mut start).unwrap();
            assert_eq!(String::from_utf8_lossy(&start), answer);
        }
        assert_eq!(running.line(), "line");
        running.signal(Signal::INT);
        running.assert().code(130);
        server.wait_command("logaddress_del_http");
        let left = other(&server, "logaddress_list_http; echo none");
        assert_eq!(left, "none\n");
    }
}

#[test]
fn what_the_connection_brings_is_followed_without_asking_for_anything() {
    for (game, said) in [
        (Game::Squad, " Ada : hello"),
        (Game::Rust, "[CHAT] Ada[76561190000000002] : hello"),
        (Game::RustWeb, "[chat] Ada: hello"),
        (Game::BattlEye, "(Global) Ada: hello"),
        (Game::Reforger, "(Global) Ada: hello"),
        (Game::SevenDays, ": 'Ada': hello"),
    ] {
        let server = Server::with(|builder| builder.game(game));
        let args = ["--follow", "-v", "--game", named(game)];
        let running = server.run(args).start();
        running.wait_stderr("comes over the connection");
        server.log("hello");
        // Others greet, and log who logs in.
        while !running.line().ends_with(said) {}
        running.signal(Signal::INT);
        running.assert().code(130);
        let asked = server.commands();
        assert!(asked.iter().all(|it| !it.starts_with("log")), "{asked:?}");

        let args = ["--follow", "--json", "-v", "--game", named(game)];
        let running = server.run(args).start();
        running.wait_stderr("comes over the connection");
        server.log("h\u{fffd} \u{1b}[2J");
        loop {
            let record: serde_json::Value = serde_json::from_str(&running.line()).unwrap();
            assert_is_record(&record);
            if record["line"]
                .as_str()
                .unwrap()
                .contains("h\u{fffd} \u{1b}[2J")
            {
                break;
            }
        }
        running.signal(Signal::TERM);
        running.assert().code(143);
    }
}

/// A link that died is made again, and what comes over the next one is followed.
#[test]
fn what_the_connection_brings_is_followed_over_the_next_one_too() {
    for game in [Game::Squad, Game::RustWeb, Game::SevenDays] {
        let server = Server::with(|builder| builder.game(game));
        let args = ["--follow", "-v", "--game", named(game)];
        let running = server.run(args).start();
        running.wait_stderr("comes over the connection");
        server.close_links();
        running.wait_stderr("connected again after ");
        server.log("after");
        while !running.line().contains("after") {}
        running.signal(Signal::INT);
        running.assert().code(130);
    }
}

/// What the option `--game` calls it.
fn named(game: Game) -> &'static str {
    match game {
        Game::RustWeb => "rust",
        Game::BattlEye => "dayz",
        game => game.name(),
    }
}

#[test]
fn several_servers_are_followed_at_once_each_line_under_its_server() {
    let (one, two) = (Server::start(), Server::start());
    let home = Home::new();
    let text = format!(
        "[servers.one]\naddress = \"{}\"\n[servers.two]\naddress = \"{}\"\n[groups]\nboth = [\"one\", \"two\"]\n",
        one.address(),
        two.address()
    );
    home.config(&text);
    let running = rcon(["@both", "-p", PASSWORD, "--follow"])
        .home(&home)
        .start();
    for (server, name) in [(&one, "one: L "), (&two, "two: L ")] {
        server.wait_command("logaddress_add");
        server.log("World triggered \"Round_Start\"");
        let line = running.line();
        assert!(line.starts_with(name), "{line}");
    }
    running.signal(Signal::INT);
    running.assert().code(130);
    for server in [&one, &two] {
        assert_eq!(other(server, "logaddress_list"), NOBODY);
    }
}

#[test]
fn what_does_not_go_together_is_a_usage_error() {
    let server = Server::start();
    for args in [
        &["--follow", "-e", "status"][..],
        &["--follow", "--check"],
        &["--follow", "--format", "csv"],
        &["--follow", "--log-listen", "nowhere"],
        &["--follow", "--log-via", "a;quit:9"],
    ] {
        server.run(args).assert().code(2);
    }
    assert_eq!(server.connections(), 0);
    rcon(["--follow"])
        .assert()
        .code(2)
        .stderr_contains("--follow needs a server");
    rcon([&nobody(), "-p", "x", "--follow"]).assert().code(3);
    let minecraft = Server::with(|builder| builder.game(Game::Minecraft));
    let run = minecraft.run(["--follow", "--game", "minecraft"]);
    run.assert().code(2).stderr_contains("no way is known");
}

#[test]
fn a_flood_takes_no_memory() {
    let server = Server::start();
    let running = server.run(["--follow"]).stdout_nowhere().start();
    server.wait_command("logaddress_add");
    other(&server, "sim_log_flood 300000");
    server.log("the end");
    running.signal(Signal::INT);
    let peak = running.peak_memory();
    running.assert().code(130);
    assert!(peak < 32 << 10, "{peak} KiB");
}
