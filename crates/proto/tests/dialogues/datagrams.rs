//! `BattlEye`'s datagrams that are no frames, come in another order, or for hours.

use std::time::Duration;

use rcon_proto::{Game, Scheme};

use crate::battleye::{frame, logged_in};
use crate::script::{Talk, ms};

#[test]
fn a_verdict_is_1_or_0_and_nothing_else() {
    let mut talk = Talk::with(Scheme::BattlEye);
    talk.login("pw");
    for none in [&b""[..], b"\x02", b"\xff"] {
        talk.hear(&frame(0, none));
        assert_eq!(talk.told(), [""; 0], "{none:?}");
    }
    talk.hear(&frame(0, b"\x01"));
    talk.hear(&frame(0, b"\0"));
    assert_eq!(talk.told(), ["in"], "the first one counts");
}

#[test]
fn a_part_that_there_is_not_is_no_answer() {
    let mut talk = logged_in(Game::DayZ);
    talk.execute("players");
    for none in [&b"\0\0\0\0x"[..], b"\0\0\x02\x02x", b"\0\0\x02", b"\0\0"] {
        talk.hear(&frame(1, none));
        assert_eq!(talk.told(), [""; 0], "{none:?}");
    }
    // The command is sent again, and answered.
    talk.sent();
    talk.pass(ms(1000));
    assert!(!talk.sent().is_empty());
    talk.hear(&frame(1, b"\0nobody"));
    assert_eq!(talk.told(), ["reply nobody", "end mark"]);
}

#[test]
fn a_flood_of_messages_is_told_once_each() {
    let mut talk = logged_in(Game::DayZ);
    let all = |talk: &mut Talk| {
        for seq in 0..100 {
            talk.hear(&frame(
                2,
                &[&[seq][..], format!("message {seq}").as_bytes()].concat(),
            ));
        }
        talk.sent().len()
    };
    assert_eq!(all(&mut talk), 100, "each is acknowledged");
    assert_eq!(talk.told().len(), 100);
    talk.pass(ms(2000));
    assert_eq!(all(&mut talk), 100);
    assert_eq!(talk.told(), [""; 0]);
    // Numbers go round: another text under the same number is another message.
    talk.hear(&frame(2, b"\x05something else"));
    assert_eq!(talk.told(), ["unasked something else"]);
}

#[test]
fn reforgers_messages_are_told_in_their_order() {
    let mut talk = logged_in(Game::Auto);
    talk.hear(&frame(2, b"\0Logged In! Client ID: #0"));
    talk.execute("#players");
    talk.hear(&frame(1, b"\0"));
    // The one that says that the command runs is lost, and comes again.
    talk.hear(&frame(2, b"\x02first"));
    talk.hear(&frame(2, b"\x03second"));
    talk.pass(ms(2000));
    assert_eq!(talk.told(), ["unasked Logged In! Client ID: #0"]);
    talk.hear(&frame(2, b"\x01Processing Command: #players"));
    talk.pass(ms(1500));
    let told = ["reply first", "reply \n", "reply second", "end silence"];
    assert_eq!(talk.told(), told);
}

#[test]
fn reforger_is_told_by_what_it_does_where_its_greeting_is_lost() {
    let mut talk = logged_in(Game::Auto);
    talk.execute("#players");
    talk.hear(&frame(1, b"\0"));
    talk.pass(ms(300));
    talk.hear(&frame(2, b"\x01Processing Command: #players"));
    talk.hear(&frame(2, b"\x02nobody"));
    talk.pass(ms(1500));
    assert_eq!(talk.told(), ["reply nobody", "end silence"]);
    // It comes late, and is none of a reply.
    talk.execute("#players");
    talk.hear(&frame(1, b"\x01"));
    talk.hear(&frame(2, b"\x03Processing Command: #players"));
    talk.hear(&frame(2, b"\0Logged In! Client ID: #0"));
    talk.hear(&frame(2, b"\x04nobody"));
    talk.pass(ms(1500));
    let told = [
        "unasked Logged In! Client ID: #0",
        "reply nobody",
        "end silence",
    ];
    assert_eq!(talk.told(), told);
}

#[test]
fn a_login_is_kept_for_hours_and_each_number_is_used() {
    let mut talk = logged_in(Game::DayZ);
    let mut last = talk.now;
    for at in 0..=600_u32 {
        let sent = loop {
            talk.pass(ms(500));
            let sent = talk.sent();
            if !sent.is_empty() {
                break sent;
            }
        };
        let seq = (at % 256) as u8;
        assert_eq!(sent, [frame(1, &[seq])], "{at}");
        assert!(talk.now - last < Duration::from_secs(45), "{at}");
        last = talk.now;
        talk.hear(&frame(1, &[seq]));
        assert_eq!(talk.told(), [""; 0]);
    }
    talk.execute("players");
    let seq = (601 % 256) as u8;
    assert_eq!(talk.sent(), [frame(1, &[&[seq][..], b"players"].concat())]);
    talk.hear(&frame(1, &[&[seq][..], b"nobody"].concat()));
    assert_eq!(talk.told(), ["reply nobody", "end mark"]);
}
