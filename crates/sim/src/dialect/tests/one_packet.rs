//! Servers that answer a login with one packet.

use std::time::Duration;

use super::client::{Client, Seen, logged_in, packet, start};
use crate::{Game, HalfClose, Server};

const PROBE: (i32, i32, &str) = (9, 0, "");

#[test]
fn a_login_is_answered_by_one_packet() {
    use Game::{
        Ark, Conan, Cs2, Cuberite, Factorio, Glowstone, Minecraft, Nukkit, Palworld, Pumpkin,
    };
    let games = [
        Ark, Conan, Cs2, Cuberite, Factorio, Glowstone, Minecraft, Nukkit, Palworld, Pumpkin,
    ];
    for game in games {
        let server = start(game);
        let mut client = Client::connect(&server);
        client.send(&[(5, 3, "secret")]);
        assert_eq!(client.next(), packet(5, 2, ""), "{game}");
    }
}

#[test]
fn a_wrong_password_is_refused_in_each_game_s_way() {
    let refused = |game| {
        let server = start(game);
        let mut client = Client::connect(&server);
        client.send(&[(5, 3, "wrong")]);
        // No server of this kind bans.
        Client::log_in(&server);
        (server, client)
    };
    // Where the link stays open, the next login on it is answered.
    let refused_and_open = |game| {
        let (_server, mut client) = refused(game);
        let refusal = client.packet();
        client.send(&[(6, 3, "secret")]);
        assert_eq!(client.heads(1), [(6, 2)], "{game}");
        refusal
    };
    let refused_and_closed = |game| {
        let (_server, mut client) = refused(game);
        client.until_end()
    };
    let minus = rcon_proto::Packet::new(-1, 2, "");
    let typed = rcon_proto::Packet::new(5, -1, "");
    assert_eq!(refused_and_open(Game::Minecraft), minus);
    assert_eq!(refused_and_open(Game::Cs2), minus);
    assert_eq!(refused_and_open(Game::MinusType), typed);
    assert_eq!(refused_and_closed(Game::Pumpkin), (vec![minus], Seen::End));
    assert_eq!(refused_and_closed(Game::Cuberite), (vec![], Seen::End));
    // ARK never answers it.
    let (_server, mut client) = refused(Game::Ark);
    client.send(&[(6, 3, "secret")]);
    assert_eq!(client.heads(1), [(6, 2)]);
}

#[test]
fn minecraft_takes_a_read_for_a_packet() {
    let server = start(Game::Minecraft);
    let mut client = Client::log_in(&server);
    assert!(client.ask("list").starts_with("There are 4 of a max of 20"));
    client.send(&[(7, 2, "list"), (8, 2, "list")]);
    assert_eq!(client.next(), Seen::End);

    let mut client = Client::log_in(&server);
    client.send_bytes(&[14, 0, 0]);
    assert_eq!(client.next(), Seen::End);

    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, &"x".repeat(1446))]);
    assert!(client.packet().body.starts_with(b"Unknown or incomplete"));
    client.send(&[(7, 2, &"x".repeat(1447))]);
    assert_eq!(client.next(), Seen::End);
}

#[test]
fn minecraft_splits_after_4096_characters_and_names_unknown_requests() {
    let (_server, mut client) = logged_in(Game::Minecraft);
    client.send(&[(7, 2, "sim_bytes 5000")]);
    assert_eq!(client.packet().body.len(), 4096);
    assert_eq!(client.packet().body.len(), 904);
    client.send(&[PROBE]);
    assert_eq!(client.next(), packet(9, 0, "Unknown request 0"));
    assert_eq!(
        client.ask(""),
        "Unknown or incomplete command, see below for error<--[HERE]"
    );
}

#[test]
fn glowstone_finds_packets_in_a_stream() {
    let (_server, mut client) = logged_in(Game::Glowstone);
    client.send(&[(7, 2, "list"), (8, 2, "list")]);
    assert_eq!(client.heads(2), [(7, 0), (8, 0)]);
}

#[test]
fn pumpkin_and_nukkit_lose_a_second_packet() {
    for game in [Game::Pumpkin, Game::Nukkit] {
        let (_server, mut client) = logged_in(game);
        client.send(&[(7, 2, "seed"), (8, 2, "seed")]);
        assert_eq!(client.packet().id, 7, "{game}");
        assert_eq!(client.soon(), Seen::Silence, "{game}");
    }
}

#[test]
fn pumpkin_sends_a_packet_a_line_and_hates_probes() {
    let (_server, mut client) = logged_in(Game::Pumpkin);
    client.send(&[(7, 2, "sim_lines 2")]);
    assert_eq!(client.next(), packet(7, 0, "line 1"));
    assert_eq!(client.next(), packet(7, 0, "line 2"));
    client.send(&[(7, 2, "sim_empty")]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[PROBE]);
    assert_eq!(client.next(), packet(-1, 2, ""));
    assert_eq!(client.next(), Seen::End);
}

#[test]
fn cuberite_marks_the_end_and_dies_of_too_much() {
    let server = start(Game::Cuberite);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "seed")]);
    assert_eq!(client.next(), packet(7, 2, "Seed: [4815162342]"));
    assert_eq!(client.next(), packet(7, 2, ""));
    // The reply is lost with the link.
    client.send(&[(8, 2, "seed"), PROBE]);
    assert_eq!(client.next(), Seen::End);

    let mut client = Client::log_in(&server);
    client.send_bytes(&1501_i32.to_le_bytes());
    assert_eq!(client.next(), Seen::Reset);
    assert!(server.wait_until(Duration::from_secs(10), Server::is_stopped));
}

#[test]
fn cs2_sends_one_packet_of_any_size_or_none() {
    let server = start(Game::Cs2);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "sim_bytes 672000")]);
    assert_eq!(client.packet().body.len(), 672_000);
    assert_eq!(client.ask("sv_cheats"), "sv_cheats = 0\n");
    client.send(&[(7, 2, "sv_cheats 1")]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[(7, 2, "sv_cheats"), PROBE]);
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!(client.ask("sv_cheats"), "sv_cheats = 1\n");
}

#[test]
fn palworld_and_conan_answer_under_ids_of_their_own() {
    let (_server, mut client) = logged_in(Game::Palworld);
    client.send(&[(7, 2, "Info")]);
    assert_eq!(client.packet().id, 0);
    // Six bytes of the text are not ASCII, and as many never come.
    client.send(&[(7, 2, "sim_echo \u{5c0f}\u{6797} p")]);
    assert_eq!(client.soon(), Seen::Silence);
    let promised = i32::from_le_bytes(client.rest[..4].try_into().expect("a size"));
    assert_eq!(usize::try_from(promised), Ok(client.rest.len() - 4 + 6));
    assert!(client.rest.ends_with(b" p\n\0\0"));

    let (_server, mut client) = logged_in(Game::Conan);
    client.send(&[(7, 2, "help")]);
    client.send(&[(8, 2, "help")]);
    assert_eq!(client.heads(2), [(42, 0), (0, 0)]);
}

#[test]
fn ark_keeps_alive_and_puts_silence_into_words() {
    let server = start(Game::Ark);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "Broadcast hi")]);
    let alive = client.packet();
    assert_eq!(alive.body, b"Keep Alive");
    assert!(![0, 7].contains(&alive.id));
    assert_eq!(
        client.next(),
        packet(7, 0, "Server received, But no response!! \n ")
    );
    client.send(&[PROBE]);
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!(server.chat(), ["hi"]);
}

#[test]
fn factorio_chats_and_drops_what_is_too_long() {
    let server = start(Game::Factorio);
    let mut client = Client::log_in(&server);
    assert_eq!(client.ask("/version"), "1.1.110\n");
    assert_eq!(client.ask("status"), "");
    assert_eq!(server.chat(), ["status"]);
    client.send(&[(7, 2, ""), PROBE]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send_bytes(&4097_i32.to_le_bytes());
    assert_eq!(client.next(), Seen::End);

    let mut client = Client::connect(&server);
    client.send(&[(0, 3, "secret")]);
    assert_eq!(client.heads(1), [(0, 2)]);
    client.send(&[(7, 2, "/time")]);
    assert_eq!(client.heads(2), [(0, 0), (7, 0)]);
}

#[test]
fn reimplementations_have_quirks() {
    let accepted = |game| {
        let server = start(game);
        let mut client = Client::connect(&server);
        client.send(&[(5, 3, "secret")]);
        client.next()
    };
    assert_eq!(accepted(Game::ZeroId), packet(0, 2, ""));
    assert_eq!(accepted(Game::TypeThree), packet(5, 3, ""));
    assert_eq!(accepted(Game::MinusType), packet(5, 2, ""));
    // The decoder takes two NULs for terminators, and leaves the third.
    assert_eq!(accepted(Game::ThreeNuls), packet(5, 2, "\0"));
}

#[test]
fn after_a_half_close_a_server_finishes_abandons_or_ignores() {
    let server = |how| {
        let builder = Server::builder().game(Game::Minecraft).half_close(how);
        builder.start().expect("a free port")
    };
    let asked = |server: &Server| {
        let mut client = Client::log_in(server);
        client.send(&[(7, 2, "sim_late 200 rest")]);
        assert_eq!(client.next(), packet(7, 0, "first\n"));
        client.half_close();
        client
    };
    let rest = rcon_proto::Packet::new(7, 0, "rest\n");
    let finishes = asked(&server(HalfClose::Finish)).until_end();
    assert_eq!(finishes, (vec![rest.clone()], Seen::End));
    let abandons = asked(&server(HalfClose::Abandon)).until_end();
    assert_eq!(abandons, (vec![], Seen::End));
    let ignoring = server(HalfClose::Ignore);
    let mut ignored = asked(&ignoring);
    assert_eq!(ignored.next(), Seen::Packet(rest));
    assert_eq!(ignored.soon(), Seen::Silence);
}
