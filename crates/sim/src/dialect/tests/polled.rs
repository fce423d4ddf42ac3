//! Servers that look at their links once a frame, and others that take a read
//! for a packet.

use super::client::{Client, Seen, logged_in, packet, start};
use crate::{Game, Server};

const PROBE: (i32, i32, &str) = (9, 0, "");

#[test]
fn valheim_rcon_handles_one_packet_a_look_and_loses_the_rest() {
    let server = start(Game::ValheimRcon);
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "secret")]);
    assert_eq!(client.next(), packet(5, 2, "Logic success"));
    client.send(&[(7, 2, "sim_echo a"), (8, 2, "sim_echo b")]);
    assert_eq!(client.next(), packet(7, 2, "a\n"));
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!((server.packets(), server.lost()), (3, 1));
}

#[test]
fn valheim_rcon_shortens_a_long_reply_and_says_so() {
    let (_server, mut client) = logged_in(Game::ValheimRcon);
    client.send(&[(7, 2, "sim_bytes 20000")]);
    let body = client.packet().body;
    assert_eq!(body.len(), 4082);
    assert!(body.ends_with(b"\n--- message truncated ---"));
}

#[test]
fn polled_servers_end_the_link_for_a_probe_and_for_a_half_close() {
    for game in [Game::ValheimRcon, Game::SpaceEngineers] {
        let server = start(game);
        let mut client = Client::log_in(&server);
        client.send(&[PROBE]);
        let answer = packet(9, -1, "Cannot handle command");
        assert_eq!(
            (client.next(), client.next()),
            (answer, Seen::End),
            "{game}"
        );

        let mut client = Client::log_in(&server);
        client.send(&[(7, 2, "sim_delay 300 late")]);
        client.half_close();
        assert_eq!(client.until_end(), (vec![], Seen::End), "{game}");

        let mut client = Client::connect(&server);
        client.send(&[(5, 3, "wrong")]);
        let (packets, end) = client.until_end();
        assert_eq!((packets[0].id, packets[0].kind, end), (-1, 2, Seen::End));
    }
}

#[test]
fn space_engineers_commands_begin_with_an_exclamation_mark() {
    let (_server, mut client) = logged_in(Game::SpaceEngineers);
    assert_eq!(client.ask("!save"), "World saved.\n");
    assert_eq!(client.ask("save"), "Unknown command: save\n");
    assert_eq!(client.ask("!sim_echo a"), "a\n");
}

#[test]
fn v_rising_takes_a_read_that_is_exactly_one_packet() {
    for (game, login) in [
        (Game::VRising, vec![(5, 2)]),
        (Game::VRisingTwo, vec![(5, 0), (5, 2)]),
    ] {
        let server = start(game);
        let mut client = Client::connect(&server);
        client.send(&[(5, 3, "secret")]);
        assert_eq!(client.heads(login.len()), login, "{game}");
        assert_eq!(client.ask("sim_echo \u{e9}"), "?\n");
        client.send(&[(7, 2, "help"), PROBE]);
        assert_eq!(client.next(), Seen::End, "{game}");
        assert_eq!(server.commands(), ["sim_echo \u{e9}"]);

        for packets in [[PROBE], [(7, 2, "")], [(7, 2, "sim_bytes 4083")]] {
            let mut client = Client::log_in(&server);
            client.send(&packets);
            assert_eq!(client.next(), Seen::End, "{game} {packets:?}");
        }
        let mut client = Client::log_in(&server);
        client.send_bytes(&[14, 0, 0]);
        assert_eq!(client.next(), Seen::End, "{game}");

        let mut client = Client::log_in(&server);
        client.half_close();
        assert_eq!(client.soon(), Seen::Silence, "{game}");
    }
}

#[test]
fn v_rising_refuses_and_bans_late() {
    let server = start(Game::VRising);
    let mut client = Client::connect(&server);
    for _ in 0..98 {
        client.send(&[(5, 3, "wrong")]);
        assert_eq!(client.heads(1), [(-1, 2)]);
    }
    client.send(&[(5, 3, "wrong")]);
    assert_eq!(client.next(), Seen::End);
    assert_eq!(server.bans(), 1);
}

#[test]
fn npm_s_server_has_room_for_one() {
    let server = start(Game::OneLink);
    let mut first = Client::connect(&server);
    first.send(&[(5, 3, "wrong")]);
    assert_eq!(first.next(), packet(5, -1, "\0"));
    first.send(&[(5, 3, "secret")]);
    assert_eq!(first.next(), packet(5, 2, "\0"));
    // Two packets in one read are one.
    first.send(&[(7, 2, "echo a"), PROBE]);
    assert!(first.packet().body.starts_with(b"a\0\0"));
    assert_eq!(server.probes(), 0);

    assert_eq!(Client::connect(&server).next(), Seen::End);
    first.half_close();
    assert_eq!(first.next(), Seen::End);
    assert!(server.wait_until(std::time::Duration::from_secs(10), |s| {
        s.open_connections() == 0
    }));
    Client::log_in(&server);
}

#[test]
fn sandstorm_never_gives_a_thread_back() {
    let builder = Server::builder().game(Game::Sandstorm).threads(2);
    let server = builder.start().expect("a free port");
    for _ in 0..2 {
        let mut client = Client::log_in(&server);
        client.send(&[PROBE]);
        assert_eq!(client.next(), packet(9, 0, ""));
    }
    let mut third = Client::connect(&server);
    third.send(&[(5, 3, "secret")]);
    assert_eq!(third.soon(), Seen::Silence);
}
