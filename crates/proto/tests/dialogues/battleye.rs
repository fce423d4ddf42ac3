//! `BattlEye`, datagram by datagram.

use std::time::Duration;

use proptest::prelude::*;
use rcon_proto::marks::Mark;
use rcon_proto::sums::crc32;
use rcon_proto::{Game, Scheme};

use crate::script::{Talk, ms, passed};

pub(crate) fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let body = [&[0xff, kind], payload].concat();
    [b"BE", &crc32(&body).to_le_bytes()[..], &body].concat()
}

pub(crate) fn logged_in(game: Game) -> Talk {
    let mut talk = Talk::with_game(Scheme::BattlEye, game);
    talk.login("pw");
    assert_eq!(talk.sent(), [frame(0, b"pw")]);
    talk.hear(&frame(0, b"\x01"));
    assert_eq!(talk.told(), ["in"]);
    talk
}

#[test]
fn a_lost_login_is_sent_again_and_answered_twice() {
    let mut talk = Talk::with(Scheme::BattlEye);
    talk.login("pw");
    talk.pass(ms(2000));
    let sent = talk.sent();
    assert_eq!(sent, vec![frame(0, b"pw"); sent.len()]);
    assert!((2..=3).contains(&sent.len()), "{}", sent.len());
    talk.hear(&frame(0, b"\x01"));
    talk.hear(&frame(0, b"\x01"));
    assert_eq!(talk.told(), ["in"]);
}

#[test]
fn a_refusal_and_a_silence_are_told_apart() {
    let mut refused = Talk::with(Scheme::BattlEye);
    refused.login("pw");
    refused.hear(b"BE\0\0\0\0\xff\0\x01"); // a wrong sum: a stranger's
    refused.hear(&frame(0, b"\0"));
    assert_eq!(refused.told(), ["Refused"]);
    let mut silent = Talk::with(Scheme::BattlEye);
    silent.login("pw");
    silent.pass(Duration::from_secs(11));
    assert_eq!(silent.told(), ["Timeout"]);
    assert!(silent.sent().is_empty(), "nothing is sent behind the end");
}

#[test]
fn a_command_keeps_its_number_until_it_is_answered() {
    let mut talk = logged_in(Game::DayZ);
    for seq in [0, 1] {
        talk.execute("players");
        let command = frame(1, &[&[seq], &b"players"[..]].concat());
        assert_eq!(talk.sent(), std::slice::from_ref(&command));
        talk.pass(ms(1500));
        let again = talk.sent();
        assert!(!again.is_empty() && again.iter().all(|it| *it == command));
        talk.hear(&frame(1, &[&[seq], &b"nobody"[..]].concat()));
        // A second answer is nobody's.
        talk.hear(&frame(1, &[&[seq], &b"nobody"[..]].concat()));
        assert_eq!(talk.told(), ["reply nobody", "end mark"]);
        talk.pass(ms(5000));
        assert!(talk.sent().is_empty());
    }
}

#[test]
fn an_empty_answer_is_one() {
    let mut talk = logged_in(Game::DayZ);
    talk.execute("#lock");
    talk.hear(&frame(1, b"\0"));
    assert_eq!(talk.told(), ["end mark"]);
}

#[test]
pub(crate) fn messages_are_acknowledged_each_time_and_told_once() {
    let mut talk = logged_in(Game::Auto);
    for _ in 0..3 {
        talk.hear(&frame(2, b"\x07Player #0 Ann connected"));
    }
    assert_eq!(talk.sent(), vec![frame(2, b"\x07"); 3]);
    assert_eq!(talk.told(), ["unasked Player #0 Ann connected"]);
    // Round all numbers, and that one is another message's.
    for seq in 8..=255 + 8_u16 {
        talk.hear(&frame(2, &[seq as u8, b'x']));
    }
    assert_eq!(talk.told().len(), 256);
}

#[test]
fn a_sign_of_life_goes_out_in_time_and_its_answer_is_told_to_nobody() {
    let mut talk = logged_in(Game::DayZ);
    for seq in 0..3 {
        talk.pass(Duration::from_secs(30));
        assert_eq!(talk.sent(), [frame(1, &[seq])], "an empty command");
        talk.hear(&frame(1, &[seq]));
    }
    assert!(talk.told().is_empty());
    // Nobody answers any more: the login is gone.
    talk.pass(Duration::from_secs(100));
    assert_eq!(talk.told(), ["Lost"]);
}

#[test]
fn a_login_that_must_be_forgotten_is_not_spoken_to() {
    let mut talk = logged_in(Game::DayZ);
    // The machine slept.
    talk.now += Duration::from_secs(46);
    let how = rcon_proto::session::Execute::new(ms(1000));
    assert!(talk.dialogue.execute(b"players", how, talk.now).is_err());
    assert!(talk.sent().is_empty());
}

#[test]
fn a_command_that_times_out_is_not_sent_again_and_its_answer_is_late() {
    let mut talk = logged_in(Game::DayZ);
    talk.hear(&frame(2, b"\0hello"));
    talk.execute("players");
    talk.hear(&frame(2, b"\x01hello"));
    talk.pass(ms(10_100));
    assert_eq!(
        talk.told(),
        ["unasked hello", "unasked hello", "timeout false"]
    );
    talk.sent();
    talk.pass(ms(9000));
    assert!(talk.sent().is_empty());
    talk.execute("bans");
    talk.hear(&frame(1, b"\0nobody"));
    talk.hear(&frame(1, b"\x01none"));
    assert_eq!(talk.told(), ["late nobody", "reply none", "end mark"]);
}

#[test]
fn where_nothing_is_heard_at_all_the_login_is_made_anew() {
    let mut talk = logged_in(Game::DayZ);
    talk.now += ms(1);
    talk.execute("players");
    talk.pass(ms(10_100));
    assert_eq!(talk.told(), ["timeout false", "Lost"]);
}

#[test]
fn reforger_answers_in_messages() {
    for greeted_first in [true, false] {
        let mut talk = logged_in(Game::Auto);
        let greeting = frame(2, b"\0Logged In! Client ID: #0");
        if greeted_first {
            talk.hear(&greeting);
        }
        talk.execute("#players");
        talk.hear(&frame(1, b"\0\0\xee\x77\xe0\x81"));
        if !greeted_first {
            talk.hear(&greeting);
        }
        talk.pass(ms(300));
        talk.hear(&frame(2, b"\x01Processing Command: #players"));
        talk.pass(ms(150));
        talk.hear(&frame(2, b"\x02Players on server:\n1 ; x ; Ann"));
        talk.hear(&frame(2, b"\x032 ; y ; Bob"));
        talk.pass(ms(2000));
        let told = talk.told();
        let expected = [
            "unasked Logged In! Client ID: #0",
            "reply Players on server:\n1 ; x ; Ann",
            "reply \n",
            "reply 2 ; y ; Bob",
            "end silence",
        ];
        assert_eq!(told, expected, "{greeted_first}");
        // Else they may be the head of a part.
        let stray = greeted_first.then_some(Mark::StrayAnswer);
        passed(
            &[Some(Mark::MessagesJoined), stray]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>(),
        );
    }
}

#[test]
fn an_empty_answer_is_held_until_it_is_known_whose_it_is() {
    let mut talk = logged_in(Game::Auto);
    talk.execute("say -1 hi");
    talk.hear(&frame(1, b"\0"));
    assert!(talk.told().is_empty());
    talk.hear(&frame(2, b"\0RCon admin #0 (127.0.0.1:1) logged in"));
    assert_eq!(
        talk.told(),
        ["end mark", "unasked RCon admin #0 (127.0.0.1:1) logged in"]
    );
    passed(&[Mark::HeldAnswer]);
}

/// The late one of a command that was given up does not take its place.
#[test]
fn an_empty_answer_that_is_held_is_not_forgotten_for_another() {
    let mut talk = logged_in(Game::Auto);
    talk.execute("say -1 one");
    talk.dialogue.give_up();
    talk.execute("say -1 two");
    talk.hear(&frame(1, b"\x01"));
    talk.hear(&frame(1, b"\0"));
    talk.pass(ms(3000));
    assert_eq!(talk.told(), ["end silence"]);
}

/// A `#shutdown` that was lost has stopped nothing.
#[test]
fn on_reforger_a_stop_has_come_if_it_is_answered_itself() {
    for (seq, told) in [(0, vec![]), (1, vec!["end silence"])] {
        let mut talk = logged_in(Game::Reforger);
        talk.pass(ms(30_000));
        let alive = talk.sent();
        assert_eq!(alive, [frame(1, b"\0")]);
        talk.execute("#shutdown");
        talk.hear(&frame(1, &[seq]));
        talk.pass(ms(2500));
        assert_eq!(talk.told(), told, "{seq}");
    }
}

/// The first greeting is lost, and the server is slow.
#[test]
fn a_greeting_that_was_lost_is_waited_for() {
    let mut talk = logged_in(Game::Auto);
    talk.execute("#players");
    talk.hear(&frame(1, b"\0"));
    talk.pass(ms(1900));
    talk.hear(&frame(2, b"\x01Processing Command: #players"));
    talk.pass(ms(100));
    talk.hear(&frame(2, b"\0Logged In! Client ID: #0"));
    talk.pass(ms(50));
    talk.hear(&frame(2, b"\x02Players on server:\n1 ; x ; Ann"));
    talk.pass(ms(2000));
    let expected = [
        "unasked Logged In! Client ID: #0",
        "reply Players on server:\n1 ; x ; Ann",
        "end silence",
    ];
    assert_eq!(talk.told(), expected);
    // Once it must have come, an empty answer is held no longer than it takes.
    let mut talk = logged_in(Game::Auto);
    talk.pass(ms(3000));
    talk.execute("say -1 hi");
    talk.hear(&frame(1, b"\0"));
    talk.pass(ms(701));
    assert_eq!(talk.told(), ["end silence"]);
    // No longer than somebody wants to wait, either.
    let mut talk = logged_in(Game::Auto);
    let how = rcon_proto::session::Execute::new(ms(500));
    talk.dialogue.execute(b"say -1 hi", how, talk.now).unwrap();
    talk.hear(&frame(1, b"\0"));
    talk.pass(ms(501));
    assert_eq!(talk.told(), ["end silence"]);
}

proptest! {
    /// Datagrams in any order, twice or not: an answer in parts is whole and right.
    #[test]
    fn parts_make_one_answer(
        texts in prop::collection::vec("[a-z\n]{0,9}", 2..20),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let mut talk = logged_in(Game::DayZ);
        talk.execute("players");
        let part = |at: usize| {
            let head = [0, 0, texts.len() as u8, at as u8];
            frame(1, &[&head, texts[at].as_bytes()].concat())
        };
        for at in order.iter().map(|it| it.index(texts.len())).chain(0..texts.len()) {
            talk.hear(&part(at));
        }
        let told = talk.told();
        let whole = texts.concat();
        let expected: Vec<String> = (!whole.is_empty())
            .then(|| format!("reply {whole}"))
            .into_iter()
            .chain(["end mark".to_owned()])
            .collect();
        prop_assert_eq!(told, expected);
    }

    #[test]
    fn no_datagram_is_too_much(datagrams: Vec<(u8, Vec<u8>)>) {
        let mut talk = logged_in(Game::Auto);
        talk.execute("players");
        for (kind, payload) in datagrams {
            talk.hear(&frame(kind % 4, &payload));
            talk.pass(ms(100));
            talk.sent();
            talk.told();
        }
    }
}
