//! Rust's older port, byte by byte.

use std::time::Duration;

use super::client::{Client, Seen, logged_in, packet, start};
use crate::{Game, Server};

const PROBE: (i32, i32, &str) = (9, 0, "");

/// What follows the echo of a command.
fn after_echo(client: &mut Client, id: i32, command: &str) -> Vec<Seen> {
    client.send(&[(id, 2, command)]);
    let echo = client.packet();
    assert_eq!((echo.id, echo.kind), (0, 4));
    let echo = String::from_utf8_lossy(&echo.body).into_owned();
    assert!(echo.starts_with("[RCON][127.0.0.1:"), "{echo}");
    assert!(echo.ends_with(&format!("] {command}")), "{echo}");
    let mut seen = Vec::new();
    while seen.last() != Some(&packet(-1, 0, "")) {
        seen.push(client.next());
    }
    seen
}

#[test]
fn a_login_is_answered_as_source_does() {
    let server = start(Game::Rust);
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "secret")]);
    assert_eq!(client.heads(2), [(5, 0), (5, 2)]);
}

#[test]
fn each_line_comes_twice_without_its_newline_and_the_end_is_marked() {
    let (_server, mut client) = logged_in(Game::Rust);
    let seen = after_echo(&mut client, 7, "sim_lines 2");
    assert_eq!(
        seen,
        [
            packet(7, 0, "line 1"),
            packet(0, 4, "line 1"),
            packet(7, 0, "line 2"),
            packet(0, 4, "line 2"),
            packet(-1, 0, ""),
        ]
    );
    for silent in ["sim_empty", "say hello"] {
        assert_eq!(after_echo(&mut client, 8, silent), [packet(-1, 0, "")]);
    }
}

#[test]
fn a_long_reply_is_whole() {
    let (_server, mut client) = logged_in(Game::Rust);
    let seen = after_echo(&mut client, 7, "sim_lines 5000");
    assert_eq!(seen.len(), 10_001);
    assert_eq!(seen[9998], packet(7, 0, "line 5000"));
}

#[test]
fn only_the_first_packet_of_what_was_read_is_handled() {
    let server = start(Game::Rust);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "sim_empty"), PROBE]);
    assert_eq!(client.heads(2), [(0, 4), (-1, 0)]);
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!(
        (server.packets(), server.lost(), server.probes()),
        (3, 1, 0)
    );
    client.send(&[PROBE]);
    assert_eq!(client.next(), packet(9, 0, ""));
    assert_eq!(server.probes(), 1);
}

#[test]
fn less_than_a_packet_waits_and_more_than_4096_bytes_end_the_link() {
    let server = start(Game::Rust);
    let mut client = Client::log_in(&server);
    client.send_bytes(&[10, 0, 0, 0]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send_bytes(&[9, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(client.next(), packet(9, 0, ""));
    client.send(&[(7, 2, &"x".repeat(4083))]);
    assert_eq!(client.next(), Seen::End);
    assert_eq!(server.bans(), 0);
}

#[test]
fn text_is_one_byte_a_character_until_type_5_asks_for_utf_8() {
    let (_server, mut client) = logged_in(Game::Rust);
    client.send(&[(7, 2, "sim_echo \u{e9}\u{20ac}")]);
    let (echo, line) = (client.packet(), client.packet());
    assert!(echo.body.ends_with(b"\xe9\xac"));
    assert_eq!(line.body, b"\xe9\xac");
    assert_eq!(client.heads(2), [(0, 4), (-1, 0)]);
    client.send(&[(8, 5, "")]);
    assert_eq!(client.soon(), Seen::Silence);
    let seen = after_echo(&mut client, 9, "sim_echo \u{e9}\u{20ac}");
    assert_eq!(seen[0], packet(9, 0, "\u{e9}\u{20ac}"));
}

#[test]
fn a_refusal_ends_the_link_and_bans_for_a_while() {
    let refused_for = |time| {
        let builder = Server::builder().game(Game::Rust).ban_time(time);
        let server = builder.start().expect("a free port");
        let mut client = Client::connect(&server);
        client.send(&[(5, 3, "wrong")]);
        let (packets, end) = client.until_end();
        let heads: Vec<_> = packets.iter().map(|p| (p.id, p.kind)).collect();
        assert_eq!((heads, end), (vec![(5, 0), (-1, 2)], Seen::End));
        assert_eq!(server.bans(), 1);
        server
    };
    let server = refused_for(Duration::from_mins(10));
    assert_eq!(Client::connect(&server).next(), Seen::End);
    let time = Duration::from_millis(400);
    let server = refused_for(time);
    std::thread::sleep(time);
    Client::log_in(&server);

    let mut early = Client::connect(&server);
    early.send(&[(5, 2, "status")]);
    assert_eq!(early.next(), Seen::End);
    assert_eq!((server.bans(), server.commands().len()), (2, 0));
}

#[test]
fn a_half_close_goes_unnoticed() {
    let (_server, mut client) = logged_in(Game::Rust);
    client.half_close();
    assert_eq!(client.soon(), Seen::Silence);
}
