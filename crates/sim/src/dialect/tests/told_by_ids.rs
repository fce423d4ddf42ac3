//! Servers whose ids, sizes and types are not what they are elsewhere.

use std::time::Duration;

use super::client::{Client, Seen, logged_in, packet, start};
use crate::{Game, Server};

const PROBE: (i32, i32, &str) = (9, 0, "");

#[test]
fn bepinex_cuts_ids_types_and_sizes_to_a_byte() {
    let server = start(Game::BepInEx);
    let mut client = Client::connect(&server);
    client.send(&[(10_000, 3, "secret")]);
    assert_eq!(client.next(), packet(16, 2, "Login Success"));
    client.send(&[(10_001, 3, "wrong")]);
    assert_eq!(client.next(), packet(255, 2, "Login Failed"));
    // Nobody has to log in.
    client.send(&[(0x1234, 2, "sim_echo \u{e9}\u{20ac}")]);
    let reply = client.packet();
    assert_eq!((reply.id, reply.kind), (0x34, 2));
    assert_eq!(reply.body, b"\xe9\xac\n");
    client.send(&[(7, 2, "nope")]);
    assert_eq!(client.next(), packet(7, 255, "Unknown command nope"));
}

#[test]
fn bepinex_says_too_small_a_size_of_a_long_text() {
    let (_server, mut client) = logged_in(Game::BepInEx);
    client.send(&[(7, 2, "sim_bytes 245")]);
    assert_eq!(client.packet().body.len(), 245);
    client.send(&[(7, 2, "sim_bytes 300")]);
    // 310 bytes follow the size, which tells of 54: the header's 8 and 46 of
    // the text. The rest stands outside of any packet.
    assert_eq!(client.packet().body.len(), 46);
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!(client.rest.len(), 256);
}

#[test]
fn bepinex_takes_a_read_for_a_packet_and_breaks_at_a_size_that_is_none() {
    let server = start(Game::BepInEx);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "sim_echo a"), PROBE]);
    assert_eq!(client.next(), packet(7, 2, "a\n"));
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!(server.lost(), 1);
    client.send(&[PROBE]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send_bytes(&[1, 0, 0, 0]);
    client.send(&[(7, 2, "sim_echo a")]);
    assert_eq!(client.soon(), Seen::Silence);
}

#[test]
fn hytale_refuses_under_the_request_s_own_id() {
    let server = start(Game::Hytale);
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "wrong")]);
    assert_eq!(
        (client.next(), client.next()),
        (packet(5, 2, "-1"), Seen::End)
    );
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "secret")]);
    assert_eq!(client.next(), packet(5, 2, "1"));
    client.send(&[PROBE]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[(7, 2, "sim_bytes 4082")]);
    assert_eq!(client.packet().body.len(), 4082);
    client.send(&[(7, 2, "sim_bytes 4083")]);
    assert_eq!(client.next(), Seen::End);
}

#[test]
fn conan_builds_differ_in_their_ids() {
    let ids = |game| {
        let (_server, mut client) = logged_in(game);
        let (packets, _) = if game == Game::ConanClosing {
            // At once: it closes behind the first, and then nothing can be sent.
            client.send(&[7, 8, 9].map(|id| (id, 2, "help")));
            client.until_end()
        } else {
            for id in [7, 8, 9] {
                client.send(&[(id, 2, "help")]);
            }
            ((0..3).map(|_| client.packet()).collect(), Seen::Silence)
        };
        packets.iter().map(|packet| packet.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(Game::Conan), [42, 0, 0]);
    assert_eq!(ids(Game::ConanShifted), [0, 7, 8]);
    assert_eq!(ids(Game::ConanClosing), [7]);
}

#[test]
fn conan_refuses_who_sends_too_many_commands() {
    let blocked_for = |block| {
        let builder = Server::builder().game(Game::Conan);
        let builder = builder.rate(15, Duration::from_secs(30), block);
        let server = builder.start().expect("a free port");
        let mut client = Client::log_in(&server);
        for _ in 0..15 {
            assert!(client.ask("help").starts_with("broadcast"));
        }
        let refusal = packet(42, 0, "Too many commands, try again later.");
        client.send(&[(7, 2, "help")]);
        assert_eq!((client.next(), client.next()), (refusal, Seen::End));
        server
    };
    // A new link does not help.
    let server = blocked_for(Duration::from_mins(10));
    let mut client = Client::log_in(&server);
    assert!(client.ask("help").starts_with("Too many"));
    // Time does.
    let block = Duration::from_millis(300);
    let server = blocked_for(block);
    std::thread::sleep(block);
    let mut client = Client::log_in(&server);
    assert!(client.ask("help").starts_with("broadcast"));
}

#[test]
fn palworld_may_send_a_reply_in_two_packets() {
    let (_server, mut client) = logged_in(Game::PalworldParts);
    client.send(&[(7, 2, "sim_echo abc")]);
    assert_eq!(client.next(), packet(0, 0, "ab"));
    assert_eq!(client.next(), packet(0, 0, "c\n"));
}

#[test]
fn assetto_passes_over_what_it_does_not_know_and_closes_at_long_replies() {
    let server = start(Game::Assetto);
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "secret")]);
    assert_eq!(client.next(), packet(5, 2, ""));
    client.send(&[PROBE, (7, 2, "sim_echo \u{e9}")]);
    assert_eq!(client.next(), packet(7, 0, "?\n"));
    client.send(&[(7, 2, "sim_bytes 1001")]);
    assert_eq!(client.next(), Seen::End);
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "wrong")]);
    assert_eq!(
        (client.next(), client.next()),
        (packet(-1, 2, ""), Seen::End)
    );
}
