//! Servers whose login looks like Source's, and which go their own way with
//! probes.

use std::time::Duration;

use rcon_proto::Packet;

use super::client::{Client, Seen, logged_in, packet, start};
use crate::{Game, Server};

const PROBE: (i32, i32, &str) = (9, 0, "");
const UNKNOWN: &str = "Unknown request 0";

#[test]
fn velocity_answers_a_probe_before_the_command() {
    let (_server, mut client) = logged_in(Game::Velocity);
    client.send(&[(7, 2, "sim_bytes 3000"), PROBE]);
    assert_eq!(client.next(), packet(9, 0, UNKNOWN));
    let bodies = [client.packet(), client.packet(), client.packet()];
    let lengths = bodies.map(|packet| (packet.id, packet.kind, packet.body.len()));
    assert_eq!(lengths, [(7, 0, 2048), (7, 0, 952), (7, 0, 0)]);
    client.send(&[(8, 2, "sim_empty"), PROBE]);
    let expected = [packet(9, 0, UNKNOWN), packet(8, 0, ""), packet(8, 0, "")];
    assert_eq!([client.next(), client.next(), client.next()], expected);
}

#[test]
fn velocity_loses_a_reply_at_a_half_close_and_says_good_bye() {
    let server = start(Game::Velocity);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "glist")]);
    client.half_close();
    assert_eq!(client.until_end(), (vec![], Seen::End));

    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "end")]);
    let bye = Packet::new(7, 0, "Shutting down the proxy...");
    let expected = (vec![bye, Packet::new(7, 0, "")], Seen::End);
    assert_eq!(client.until_end(), expected);
    assert!(server.wait_until(Duration::from_secs(10), Server::is_stopped));
}

#[test]
fn velocity_refuses_with_two_packets_of_minus_one_and_keeps_out_after_three() {
    let refused_for = |time| {
        let builder = Server::builder().game(Game::Velocity).ban_time(time);
        let server = builder.start().expect("a free port");
        let mut client = Client::connect(&server);
        for _ in 0..3 {
            client.send(&[(5, 3, "wrong")]);
            assert_eq!(client.heads(2), [(-1, 0), (-1, 2)]);
        }
        (server, client)
    };
    let (server, mut client) = refused_for(Duration::from_mins(10));
    client.send(&[(5, 3, "secret")]);
    assert_eq!(client.next(), Seen::End);
    assert_eq!(server.bans(), 1);
    let time = Duration::from_millis(400);
    let (server, _) = refused_for(time);
    std::thread::sleep(time);
    Client::log_in(&server);
}

#[test]
fn vintage_story_sends_a_page_for_each_probe() {
    let (_server, mut client) = logged_in(Game::VintageStory);
    client.send(&[(7, 2, "sim_bytes 10000"), PROBE]);
    let mut next = || {
        let packet = client.packet();
        (packet.id, packet.body.len())
    };
    assert_eq!([next(), next()], [(7, 4082), (9, 4082)]);
    client.send(&[(10, 0, ""), (11, 0, "")]);
    let mut next = || {
        let packet = client.packet();
        (packet.id, packet.body.len())
    };
    assert_eq!([next(), next()], [(10, 1836), (11, 0)]);
    // What is left of a reply is gone with the next command.
    client.send(&[(7, 2, "sim_bytes 5000"), (8, 2, "sim_echo a"), PROBE]);
    assert_eq!(client.packet().body.len(), 4082);
    let expected = [packet(8, 0, "a\n"), packet(9, 0, "")];
    assert_eq!([client.next(), client.next()], expected);
}

#[test]
fn vintage_story_ends_the_link_for_other_types_and_wrong_passwords() {
    let server = start(Game::VintageStory);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 5, "")]);
    assert_eq!(client.next(), Seen::End);
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "wrong")]);
    assert_eq!(client.heads(2), [(5, 0), (-1, 2)]);
    assert_eq!(client.next(), Seen::End);
}

#[test]
fn star_rupture_passes_over_probes_and_refuses_with_one_packet() {
    let server = start(Game::StarRupture);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "sim_bytes 20000"), PROBE]);
    assert_eq!(client.packet().body.len(), 20_000);
    assert_eq!(client.soon(), Seen::Silence);
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "wrong")]);
    let minus = Packet::new(-1, 2, "");
    assert_eq!(client.until_end(), (vec![minus], Seen::End));
}

#[test]
fn starbound_refuses_with_one_packet_and_stays() {
    let (_server, mut client) = logged_in(Game::OpenStarbound);
    client.send(&[(5, 3, "wrong")]);
    assert_eq!(client.next(), packet(-1, 2, ""));
    client.send(&[(6, 3, "secret")]);
    assert_eq!(client.heads(2), [(6, 0), (6, 2)]);
}

#[test]
fn a_header_that_comes_apart_from_its_body_is_still_a_packet() {
    let (_server, mut client) = logged_in(Game::SplitHeader);
    client.send(&[(7, 2, "sim_echo a"), PROBE]);
    let expected = [packet(7, 0, "a\n"), packet(9, 0, "")];
    assert_eq!([client.next(), client.next()], expected);
}

#[test]
fn one_behind_answers_when_the_next_packet_comes() {
    let server = start(Game::OneBehind);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "sim_echo a")]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[PROBE]);
    assert_eq!(client.next(), packet(7, 0, "a\n"));
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[(8, 2, "sim_echo b")]);
    assert_eq!(client.heads(2), [(9, 0), (9, 0)]);
    assert_eq!(server.commands(), ["sim_echo a"]);
}
