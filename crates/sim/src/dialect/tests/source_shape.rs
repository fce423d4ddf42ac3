//! Servers that answer a login with two packets.

use std::time::{Duration, Instant};

use super::client::{Client, Seen, logged_in, packet, start};
use crate::{Ban, Builder, Game, MapChange, Server};

const PROBE: (i32, i32, &str) = (9, 0, "");

#[test]
fn a_login_is_answered_by_two_packets() {
    for game in [
        Game::Source,
        Game::Zomboid,
        Game::OpenStarbound,
        Game::Squad,
    ] {
        let server = start(game);
        let mut client = Client::connect(&server);
        client.send(&[(5, 3, "secret")]);
        assert_eq!(client.heads(2), [(5, 0), (5, 2)], "{game}");
        assert_eq!(server.logins(), 1);
    }
}

#[test]
fn a_wrong_password_is_refused_and_too_many_ban() {
    let server = Server::builder().ban_after(3).start().expect("a free port");
    let mut client = Client::connect(&server);
    for _ in 0..3 {
        client.send(&[(5, 3, "wrong")]);
        assert_eq!(client.heads(2), [(5, 0), (-1, 2)]);
    }
    assert_eq!(client.next(), Seen::End);
    assert_eq!((server.refusals(), server.bans()), (3, 1));
    // Accepted, then closed, the right password or not.
    assert_eq!(Client::connect(&server).next(), Seen::End);
    server.unban();
    Client::log_in(&server);
}

#[test]
fn an_empty_password_lets_nobody_in() {
    let server = Server::builder().password("").start().expect("a free port");
    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "")]);
    assert_eq!(client.heads(2), [(5, 0), (-1, 2)]);
}

#[test]
fn the_second_login_packet_can_come_later() {
    let gap = Duration::from_millis(150);
    let server = Server::builder()
        .auth_gap(gap)
        .start()
        .expect("a free port");
    let mut client = Client::connect(&server);
    let began = Instant::now();
    client.send(&[(5, 3, "secret")]);
    assert_eq!(client.next(), packet(5, 0, ""));
    assert_eq!(client.next(), packet(5, 2, ""));
    assert!(began.elapsed() >= gap);
}

#[test]
fn a_command_before_the_login_gets_an_empty_packet() {
    let server = start(Game::Source);
    let mut client = Client::connect(&server);
    client.send(&[(5, 2, "echo hi")]);
    assert_eq!(client.next(), packet(5, 0, ""));
    assert!(server.commands().is_empty());
}

#[test]
fn a_probe_is_mirrored_twice_when_the_reply_is_done() {
    let server = start(Game::Source);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "sim_bytes 10000"), PROBE]);
    let mut text = Vec::new();
    let probe = loop {
        let packet = client.packet();
        if packet.id != 7 {
            break packet;
        }
        assert!(packet.body.len() <= 4096);
        text.extend(packet.body);
    };
    assert_eq!(text.len(), 10_000);
    assert!(probe.body.is_empty());
    assert_eq!(client.packet().body, [0, 1, 0, 0]);
    assert_eq!(server.probes(), 1);
}

#[test]
fn other_games_answer_a_probe_in_other_ways() {
    let (_server, mut client) = logged_in(Game::Zomboid);
    client.send(&[PROBE]);
    assert_eq!(
        (client.next(), client.next()),
        (packet(9, 0, ""), packet(9, 0, ""))
    );

    let server = start(Game::OpenStarbound);
    let mut client = Client::log_in(&server);
    client.send(&[PROBE]);
    assert_eq!(client.next(), packet(9, 0, "Unknown request 000000"));
}

#[test]
fn squad_sends_stray_bytes_and_chat_and_closes_on_a_wrong_password() {
    let server = start(Game::Squad);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "ShowServerName"), PROBE]);
    assert_eq!(client.packet().kind, 1);
    assert_eq!(client.next(), packet(7, 0, "rcon-shell demo"));
    assert_eq!(
        (client.next(), client.next()),
        (packet(9, 0, ""), packet(9, 0, ""))
    );
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!(client.rest, [0, 1, 0, 0, 0, 0, 0]);

    let mut client = Client::connect(&server);
    client.send(&[(5, 3, "wrong")]);
    assert_eq!(client.next(), Seen::End);
}

#[test]
fn an_oversized_packet_bans_for_the_life_of_the_server() {
    let server = start(Game::Source);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, &"x".repeat(1014))]);
    assert!(client.packet().body.starts_with(b"Unknown command"));
    client.send_bytes(&1025_i32.to_le_bytes());
    assert_eq!(client.next(), Seen::End);
    assert_eq!(server.bans(), 1);
    assert_eq!(Client::connect(&server).next(), Seen::End);
}

#[test]
fn a_banned_address_is_kept_out_in_several_ways() {
    let banned = |how| {
        let server = Server::builder().ban(how).start().expect("a free port");
        Client::connect(&server).send_bytes(&i32::MAX.to_le_bytes());
        assert!(server.wait_until(Duration::from_secs(10), |s| s.bans() == 1));
        let mut client = Client::connect(&server);
        match how {
            Ban::Silence => {
                client.send(&[(1, 3, "secret")]);
                (vec![], client.soon())
            }
            _ => client.until_end(),
        }
    };
    assert_eq!(banned(Ban::Close), (vec![], Seen::End));
    assert_eq!(banned(Ban::Reset), (vec![], Seen::Reset));
    assert_eq!(banned(Ban::Silence), (vec![], Seen::Silence));
    let (packets, end) = banned(Ban::Text);
    assert_eq!((packets.len(), end), (1, Seen::End));
    assert!(packets[0].body.starts_with(b"You have been banned"));
}

#[test]
fn writing_the_password_drops_every_link() {
    let server = start(Game::Source);
    let mut other = Client::log_in(&server);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "rcon_password secret")]);
    let ends = (client.until_end().1, other.until_end().1);
    assert_eq!(ends, (Seen::End, Seen::End));
    Client::log_in(&server);
}

#[test]
fn quit_resets_the_links_and_ends_the_server() {
    for command in ["quit", "exit"] {
        let server = start(Game::Source);
        let mut other = Client::log_in(&server);
        let mut client = Client::log_in(&server);
        client.send(&[(7, 2, command)]);
        assert_eq!((client.next(), other.next()), (Seen::Reset, Seen::Reset));
        assert!(server.wait_until(Duration::from_secs(10), Server::is_stopped));
    }
}

#[test]
fn a_map_change_can_forget_logins() {
    let server = Server::builder()
        .map_change(MapChange::ForgetLogins)
        .start()
        .expect("a free port");
    let mut client = Client::log_in(&server);
    assert_eq!(client.ask("echo before"), "before\n");
    assert_eq!(client.ask("changelevel cp_badlands"), "");
    assert_eq!(client.ask("echo after"), "");
    assert!(
        Client::log_in(&server)
            .ask("status")
            .contains("cp_badlands")
    );
}

#[test]
fn gmod_appends_its_log() {
    let (_server, mut client) = logged_in(Game::Gmod);
    let reply = client.ask("echo hi");
    assert!(reply.starts_with("hi\nL "), "{reply}");
    assert!(reply.ends_with("command \"echo hi\"\n"), "{reply}");
}

#[test]
fn left_4_dead_silences_the_others_when_a_link_closes() {
    let server = start(Game::L4d1);
    let mut other = Client::log_in(&server);
    drop(Client::log_in(&server));
    assert!(server.wait_until(Duration::from_secs(10), |s| s.open_connections() == 1));
    other.send(&[(7, 2, "echo hi"), PROBE]);
    assert_eq!(other.soon(), Seen::Silence);
}

#[test]
fn a_panel_greets() {
    let server = start(Game::Panel);
    let mut client = Client::connect(&server);
    let welcome = client.packet();
    assert_eq!((welcome.id, welcome.kind), (0, 0));
    assert!(!welcome.body.is_empty());
}

#[test]
fn imitators_ignore_probes_or_read_one_packet_at_a_time() {
    let (_server, mut client) = logged_in(Game::NoProbe);
    client.send(&[(7, 2, "echo hi"), PROBE]);
    assert_eq!(client.next(), packet(7, 0, "hi\n"));
    assert_eq!(client.soon(), Seen::Silence);

    let server = start(Game::OnePerRead);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "echo hi"), PROBE]);
    assert_eq!(client.next(), packet(7, 0, "hi\n"));
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[(8, 2, "echo more")]);
    assert_eq!(client.heads(2), [(9, 0), (9, 0)]);
    assert_eq!(client.next(), packet(8, 0, "more\n"));
}

#[test]
fn silence_can_be_ordered_with_and_without_the_probe() {
    let server = start(Game::Source);
    let mut client = Client::log_in(&server);
    client.send(&[(7, 2, "sim_silent"), PROBE]);
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[(7, 2, "sim_quiet"), PROBE]);
    assert_eq!(client.next(), packet(9, 0, ""));
    assert_eq!(server.probes(), 2);
    assert_eq!(server.commands(), ["sim_silent", "sim_quiet"]);
}

#[test]
fn unasked_packets_and_the_end_of_links_come_from_outside() {
    let server = start(Game::Source);
    let mut client = Client::log_in(&server);
    server.inject(&rcon_proto::Packet::new(3, 1, "news"));
    assert_eq!(client.next(), packet(3, 1, "news"));
    server.reset_links();
    assert_eq!(client.next(), Seen::Reset);
    let mut client = Client::log_in(&server);
    server.close_links();
    assert_eq!(client.next(), Seen::End);
    assert_eq!(server.connections(), 2);
}

#[test]
fn servers_in_a_row_have_worlds_of_their_own() {
    let server = Builder::default().count(3).start().expect("free ports");
    let addrs = server.addrs().to_vec();
    assert_eq!(addrs.len(), 3);
    let mut client = Client::log_in(&server);
    client.ask("sv_gravity 100");
    let mut other = Client::log_in_at(addrs[2]);
    assert!(other.ask("sv_gravity").contains("\"800\""));
    assert_eq!(server.commands_at(addrs[2]), ["sv_gravity"]);
}

#[test]
fn a_probe_is_answered_as_valve_s_wiki_has_it() {
    let (_server, mut client) = logged_in(Game::Rconx);
    client.send(&[(7, 2, "sim_echo a"), PROBE]);
    let wiki = packet(9, 0, "\0\0\0\x01\0\0\0\0");
    let expected = [packet(7, 0, "a\n"), packet(9, 0, ""), wiki];
    assert_eq!([client.next(), client.next(), client.next()], expected);
    client.send(&[(0, 2, "sim_echo b")]);
    assert_eq!(client.until_end(), (vec![], Seen::End));
}

#[test]
fn a_library_handles_a_packet_a_read_and_falls_behind() {
    let (server, mut client) = logged_in(Game::RconServer);
    client.send(&[(7, 2, "sim_echo a"), PROBE]);
    assert_eq!(client.next(), packet(7, 0, "a\n"));
    assert_eq!(client.soon(), Seen::Silence);
    client.send(&[(8, 2, "sim_echo b"), (10, 0, "")]);
    assert_eq!(client.heads(2), [(9, 0), (9, 0)]);
    assert_eq!(client.soon(), Seen::Silence);
    assert_eq!(server.commands(), ["sim_echo a"]);
}

#[test]
fn a_stand_in_takes_a_probe_for_a_command() {
    let (server, mut client) = logged_in(Game::EachACommand);
    client.send(&[(7, 2, "sim_echo a"), PROBE]);
    let expected = [packet(7, 0, "a\n"), packet(9, 0, "ran ")];
    assert_eq!([client.next(), client.next()], expected);
    assert_eq!(server.commands(), ["sim_echo a"]);
}
