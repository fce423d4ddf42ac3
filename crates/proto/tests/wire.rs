//! Bytes that real Source servers sent, replayed through the session.
//!
//! The recordings carry their clients' ids; those of the session are put in
//! their place.

mod transcript;

use proptest::prelude::*;
use rcon_proto::{EndedBy, Game, Shape};
use transcript::{Play, Told, packet};

/// A TF2 server of about 2008 (Valve's page on the protocol).
const USAGE: &str = "Usage:  log < on | off >\ncurrently logging to: file, console, udp\n";
const STATUS: &str = "hostname: Taskforceranger.net TF2 - Teamwork!\n\
    version : 1.0.1.4/14 3345 secure \n\
    udp/ip  :  8.2.0.28:27015\n\
    map     : tc_hydro at: 0 x, 0 y, 0 z\n\
    players : 0 (20 max)\n\n\
    # userid name uniqueid connected ping loss state adr\n";

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).expect("two digits"))
        .collect()
}

/// The recorded bytes with this id in place of the recorded one.
fn under(id: i32, recorded: &str) -> Vec<u8> {
    let mut bytes = hex(recorded);
    bytes[4..8].copy_from_slice(&id.to_le_bytes());
    bytes
}

const AUTH_EMPTY: &str = "0a 00 00 00 00 00 00 00 00 00 00 00 00 00";
const AUTH_OK: &str = "0a 00 00 00 00 00 00 00 02 00 00 00 00 00";
const ECHO: &str =
    "17 00 00 00 00 00 00 00 00 00 00 00 48 4c 53 57 20 3a 20 54 65 73 74 20 0a 00 00";
const PROBE_FIRST: &str = "0a 00 00 00 00 00 00 00 00 00 00 00 00 00";
const PROBE_SECOND: &str = "0e 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00";

/// Feeds the bytes in pieces of these sizes, again and again.
fn feed(play: &mut Play, bytes: &[u8], sizes: &[usize]) {
    let mut rest = bytes;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, more) = rest.split_at((*size).clamp(1, rest.len()));
        play.server(piece);
        rest = more;
    }
}

fn replay(sizes: &[usize]) -> Vec<Told> {
    let mut play = Play::new(Game::Auto);
    play.login();
    let login = transcript::LOGIN;
    let answer = [under(login, AUTH_EMPTY), under(login, AUTH_OK)].concat();
    feed(&mut play, &answer, sizes);
    for (command, body) in [
        ("echo HLSW: Test", under(0, ECHO)),
        ("log", packet(0, 0, USAGE)),
        ("status", packet(0, 0, STATUS)),
    ] {
        let id = play.execute(command);
        let mut answer = body;
        answer[4..8].copy_from_slice(&id.to_le_bytes());
        answer.extend(under(id + 1, PROBE_FIRST));
        answer.extend(under(id + 1, PROBE_SECOND));
        feed(&mut play, &answer, sizes);
    }
    play.take()
}

proptest! {
    #[test]
    fn a_recording_gives_its_replies_whatever_the_cuts(
        sizes in prop::collection::vec(1_usize..40, 1..12),
    ) {
        let told = replay(&sizes);
        let mut replies = told.iter().filter_map(|told| match told {
            Told::Reply(_, text) => Some(text.as_str()),
            _ => None,
        });
        prop_assert_eq!(told.first(), Some(&Told::LoggedIn(Shape::Source)));
        prop_assert_eq!(replies.next(), Some("HLSW : Test \n"));
        prop_assert_eq!(replies.next(), Some(USAGE));
        prop_assert_eq!(replies.next(), Some(STATUS));
        let ends = told.iter().filter(|t| matches!(t, Told::Ended(_, EndedBy::Probe)));
        prop_assert_eq!(ends.count(), 3);
        prop_assert_eq!(told.len(), 7);
    }
}

#[test]
fn both_answers_to_a_login_in_one_read() {
    let mut play = Play::new(Game::Auto);
    play.login();
    // Recorded under the id 0x999 on a CS:GO server.
    let first = "0a 00 00 00 99 09 00 00 00 00 00 00 00 00";
    let second = "0a 00 00 00 99 09 00 00 02 00 00 00 00 00";
    let login = transcript::LOGIN;
    play.server(&[under(login, first), under(login, second)].concat());
    assert_eq!(play.take(), [Told::LoggedIn(Shape::Source)]);
}
