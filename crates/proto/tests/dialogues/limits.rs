//! What a server may send without end: it puts no deadline off, and is given up where
//! it would have to be kept.

use std::time::Duration;

use rcon_proto::{Game, Scheme};

use crate::script::{TIMEOUT, Talk, ms};
use crate::{battleye, telnet, webrcon};

/// Hears this again and again, a little later each time, until the command has ended
/// somehow. What was told at the end, and how long it took.
fn until_it_ends(talk: &mut Talk, bytes: &[u8], pause: Duration) -> (String, Duration) {
    talk.execute("status");
    let begun = talk.now;
    loop {
        talk.hear(bytes);
        talk.sent();
        let told = talk.told();
        if !talk.dialogue.is_awaiting() {
            return (told.last().cloned().unwrap_or_default(), talk.now - begun);
        }
        let took = talk.now - begun;
        assert!(took < 3 * TIMEOUT, "no end of it");
        // No pause in which anybody would tell of a timeout: bytes are always there.
        talk.now += pause;
    }
}

#[test]
fn what_says_nothing_puts_no_deadline_off() {
    let ping = [&[0x89, 125][..], &[b'p'; 125]].concat();
    let pings = ping.repeat(100);
    let (told, took) = until_it_ends(&mut webrcon::logged_in(), &pings, ms(100));
    assert_eq!(told, "timeout false");
    assert!(took <= TIMEOUT + ms(100), "{took:?}");

    let duplicate = battleye::frame(1, b"\xc8again");
    let mut talk = battleye::logged_in(Game::DayZ);
    let (told, took) = until_it_ends(&mut talk, &duplicate, ms(100));
    assert_eq!(told, "timeout false");
    assert!(took <= TIMEOUT + ms(100), "{took:?}");

    let (told, took) = until_it_ends(&mut telnet::logged_in(), &[0; 5000], ms(100));
    assert_eq!(told, "timeout false");
    assert!(took <= TIMEOUT + ms(100), "{took:?}");
}

#[test]
fn what_nobody_asked_for_is_borne_up_to_a_limit() {
    let line = "x".repeat(1000);
    let told = webrcon::message(0, &line).repeat(50);
    let (end, _) = until_it_ends(&mut webrcon::logged_in(), &told, ms(1));
    assert_eq!(end, "Protocol");
    let told = format!("2020-11-14T23:09:20 31220.643 INF {line}\r\n").repeat(50);
    let (end, _) = until_it_ends(&mut telnet::logged_in(), told.as_bytes(), ms(1));
    assert_eq!(end, "Protocol");
    // Nobody waits behind it.
    let mut idle = webrcon::logged_in();
    for _ in 0..100 {
        idle.hear(&webrcon::message(0, &line).repeat(50));
        idle.told();
    }
    assert!(!idle.dialogue.is_closed());
}

#[test]
fn fragments_in_which_nothing_is_come_to_an_end() {
    let mut talk = webrcon::log_in(Talk::with_limit(Scheme::WebRcon, 64 << 10));
    talk.hear(b"\x01\x00");
    let (end, _) = until_it_ends(&mut talk, &vec![0; 60_000], ms(1));
    assert_eq!(end, "Protocol");
}

#[test]
fn half_a_line_is_shown_at_the_deadline() {
    let mut talk = telnet::logged_in();
    talk.execute("lp");
    talk.hear(b"half a line");
    talk.pass(TIMEOUT + ms(100));
    assert_eq!(talk.told(), ["reply half a line\n", "timeout true"]);
}

#[test]
fn negotiations_are_no_text_until_the_login_is_through() {
    let mut talk = Talk::with(Scheme::Telnet);
    talk.login("pw");
    talk.hear(b"\xff\xfd\x18\xff\xfb\x01Please enter password:\r\n");
    assert_eq!(talk.sent(), [b"pw\r\n"]);
    talk.hear(b"\xff\xf1Logon successful.\r\n");
    talk.pass(ms(2000));
    assert_eq!(talk.told(), ["in"]);
    talk.execute("lp");
    talk.hear(b"\xff\xfb\x01\r\n");
    talk.pass(ms(2000));
    assert_eq!(
        talk.told(),
        ["reply \u{fffd}\u{fffd}\u{1}\n", "end silence"]
    );
}
