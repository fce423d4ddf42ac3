//! `--follow`: a server's log on standard output.
#![cfg(unix)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use rcon_sim::Game;
use rustix::process::Signal;

use crate::logs::NOBODY;
use crate::support::{Home, PASSWORD, Server, Target, assert_is_record, nobody, other, rcon};

/// How often the server was told an address.
pub(crate) fn adds(server: &rcon_sim::Server) -> usize {
    let commands = server.commands();
    let adds = commands
        .iter()
        .filter(|it| it.starts_with("logaddress_add "));
    adds.count()
}

/// The part behind the time.
pub(crate) fn behind_time(line: &str) -> &str {
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
    running.wait_stderr("its password is not sent again");
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
