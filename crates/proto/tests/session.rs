//! The session against scripted servers, with a clock of its own.

mod transcript;

use std::time::Duration;

use rcon_proto::session::{Execute, Wait};
use rcon_proto::{EndedBy, Error, Game, MessageError, Shape, StateError};
use transcript::{LOGIN, Play, TIMEOUT, Told, ms, packet};

/// A Source server's two answers to a probe.
fn mirrored(probe: i32) -> Vec<u8> {
    [packet(probe, 0, ""), packet(probe, 0, [0, 1, 0, 0])].concat()
}

fn reply(id: i32, text: &str) -> Told {
    Told::Reply(id, text.into())
}

#[test]
fn a_login_is_one_packet_with_the_password() {
    let mut play = Play::new(Game::Auto);
    play.login();
    assert_eq!(play.sent, [Some(packet(LOGIN, 3, "secret"))]);
}

#[test]
fn login_packets_are_read_wherever_the_borders_fall() {
    let wire = [packet(LOGIN, 0, ""), packet(LOGIN, 2, "")].concat();
    for cut in 0..=wire.len() {
        let mut play = Play::new(Game::Auto);
        play.login();
        play.server(&wire[..cut]);
        play.server(&wire[cut..]);
        assert_eq!(play.take(), [Told::LoggedIn(Shape::Source)], "cut at {cut}");
    }
}

#[test]
fn a_refusal_ends_the_session() {
    let mut play = Play::new(Game::Auto);
    play.login();
    play.server(&[packet(LOGIN, 0, ""), packet(-1, 2, "")].concat());
    let told = play.take();
    assert!(
        matches!(&told[..], [Told::LoginFailed(why)] if why.contains("refused")),
        "{told:?}"
    );
    assert!(play.session.is_closed());
}

#[test]
fn a_close_before_the_answer_is_not_a_refusal() {
    let mut play = Play::new(Game::Auto);
    play.login();
    play.server(&packet(0, 0, "You are banned."));
    play.server_closes(true);
    let told = play.take();
    let [Told::Unsolicited(0, _), Told::LoginFailed(message)] = &told[..] else {
        panic!("{told:?}");
    };
    assert!(message.contains("closed before it answered"), "{message}");
    assert!(message.contains("You are banned."), "{message}");
}

#[test]
fn a_login_that_nobody_answers_ends_at_the_deadline() {
    let mut play = Play::new(Game::Auto);
    play.login();
    play.pass(TIMEOUT - ms(1));
    assert_eq!(play.take(), []);
    play.pass(ms(1));
    assert_eq!(play.take(), [Told::LoginTimedOut(String::new())]);
}

#[test]
fn what_a_server_says_in_the_place_of_an_answer_is_kept_also_when_it_does_not_close() {
    let mut play = Play::new(Game::Auto);
    play.login();
    play.server(&packet(0, 0, "You are banned.\n"));
    play.pass(TIMEOUT);
    let told = play.take();
    assert_eq!(
        told.last(),
        Some(&Told::LoginTimedOut("You are banned.".into()))
    );
}

#[test]
fn other_protocols_are_named() {
    for (answer, named) in [
        (&b"SSH-2.0-OpenSSH_9.2\r\n"[..], "SSH-2.0-OpenSSH_9.2"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1.1 400"),
        (&[0x15, 3, 3, 0, 2, 2, 70], "TLS"),
        (&[255; 8], "ff ff ff ff"),
    ] {
        let mut play = Play::new(Game::Auto);
        play.login();
        play.server(answer);
        let told = play.take();
        let [Told::Closed(message)] = &told[..] else {
            panic!("{told:?}");
        };
        assert!(message.contains("not an RCON server"), "{message}");
        assert!(message.contains(named), "{message}");
    }
}

#[test]
fn a_command_and_its_probe_go_out_in_one_segment() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let id = play.execute("status");
    let segment = [packet(id, 2, "status"), packet(id + 1, 0, "")].concat();
    assert_eq!(play.sent, [Some(segment)]);
}

#[test]
fn no_probe_is_sent_to_a_server_of_the_one_packet_shape() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(5));
    let id = play.execute("list");
    assert_eq!(play.sent, [Some(packet(id, 2, "list"))]);
}

#[test]
fn a_reply_of_many_packets_ends_at_the_probes_answer() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let id = play.execute("cvarlist");
    let parts: Vec<String> = (0..50).map(|i| format!("{i:04000}\n")).collect();
    let wire: Vec<u8> = parts.iter().flat_map(|part| packet(id, 0, part)).collect();
    play.server(&wire);
    play.server(&mirrored(id + 1));
    assert_eq!(
        play.take(),
        [reply(id, &parts.concat()), Told::Ended(id, EndedBy::Probe)]
    );
}

#[test]
fn the_second_answer_to_a_probe_is_never_the_next_reply() {
    let second = packet(LOGIN + 2, 0, [0, 1, 0, 0]);
    let squad = [&packet(LOGIN + 2, 0, "")[..], &[0, 1, 0, 0, 0, 0, 0]].concat();
    let zomboid = packet(LOGIN + 2, 0, "");
    for answer in [second, squad, zomboid] {
        // The answer comes before, or after, the next command goes out.
        for late in [false, true] {
            let mut play = Play::logged_in(Shape::Source, ms(5));
            let first = play.execute("a");
            assert_eq!(first + 1, LOGIN + 2);
            play.server(&packet(first, 0, "one"));
            play.server(&packet(first + 1, 0, ""));
            if !late {
                play.server_in_bytes(&answer);
            }
            let next = play.execute("b");
            if late {
                play.server_in_bytes(&answer);
            }
            play.server(&packet(next, 0, "two"));
            play.server(&mirrored(next + 1));
            assert_eq!(
                play.take(),
                [
                    reply(first, "one"),
                    Told::Ended(first, EndedBy::Probe),
                    reply(next, "two"),
                    Told::Ended(next, EndedBy::Probe),
                ]
            );
        }
    }
}

#[test]
fn an_empty_reply_is_one_empty_packet_or_none() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let id = play.execute("sv_cheats 1");
    play.server(&packet(id, 0, ""));
    play.server(&mirrored(id + 1));
    assert_eq!(play.take(), [Told::Ended(id, EndedBy::Probe)]);
    let id = play.execute("sv_cheats 0");
    play.server(&mirrored(id + 1));
    assert_eq!(play.take(), [Told::Ended(id, EndedBy::Probe)]);
}

#[test]
fn a_reply_that_timed_out_is_lost_and_the_session_is_not() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let slow = play.execute("slow");
    play.pass(TIMEOUT);
    assert_eq!(
        play.take(),
        [Told::TimedOut {
            id: slow,
            begun: false
        }]
    );
    let next = play.execute("next");
    play.server(&packet(slow, 0, "too late"));
    play.server(&mirrored(slow + 1));
    play.server(&packet(next, 0, "in time"));
    play.server(&mirrored(next + 1));
    assert_eq!(
        play.take(),
        [
            Told::Late(slow, "too late".into()),
            reply(next, "in time"),
            Told::Ended(next, EndedBy::Probe),
        ]
    );
}

#[test]
fn a_deadline_begins_again_with_each_kib_and_not_with_less() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let id = play.execute("a");
    play.server(&packet(id, 0, "x"));
    play.server(&mirrored(id + 1));
    play.take();
    let id = play.execute("long");
    for _ in 0..5 {
        play.pass(TIMEOUT - ms(1));
        play.server(&packet(id, 0, "x".repeat(1024)));
    }
    assert!(matches!(play.take()[..], [Told::Reply(..)]));
    // A byte, empty packets and chat now and then are no progress.
    play.pass(TIMEOUT - ms(10));
    for _ in 0..10 {
        play.server(&packet(id, 0, "y"));
        play.server(&packet(id, 0, ""));
        play.server(&packet(77, 1, "z".repeat(2000)));
        play.pass(ms(1));
    }
    assert!(play.take().contains(&Told::TimedOut { id, begun: true }));
}

#[test]
fn a_server_that_never_pauses_does_not_put_the_deadline_off() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let id = play.execute("a");
    // Whoever drives this never gets to tell of a timeout.
    for _ in 0..11 {
        play.now += ms(1000);
        play.server(&packet(id, 0, ""));
    }
    assert_eq!(play.take(), [Told::TimedOut { id, begun: true }]);
}

#[test]
fn what_is_no_reply_does_not_put_the_deadline_off_however_it_is_cut() {
    let foreign = packet(42, 0, "x".repeat(1024));
    for cut in [0, 1000, 1030, foreign.len() - 1] {
        // On the Source shape a foreign id is nobody's reply.
        let mut play = Play::logged_in(Shape::Source, ms(5));
        let id = play.execute("a");
        play.pass(TIMEOUT - ms(1));
        play.server(&foreign[..cut]);
        play.server(&foreign[cut..]);
        play.pass(ms(1));
        let told = play.take();
        assert!(
            told.contains(&Told::TimedOut { id, begun: false }),
            "cut at {cut}: {told:?}"
        );
    }
}

#[test]
fn what_may_be_the_reply_puts_the_deadline_off_once_however_it_is_cut() {
    for (len, more) in [(1024, true), (1023, false)] {
        let foreign = packet(42, 0, "x".repeat(len));
        for cut in [0, 1000, foreign.len() - 1] {
            let mut play = Play::logged_in(Shape::OnePacket, ms(5));
            play.execute("a");
            play.pass(TIMEOUT - ms(1));
            play.server(&foreign[..cut]);
            play.server(&foreign[cut..]);
            play.pass(ms(1));
            let told = play.take();
            let timed_out = told.iter().any(|t| matches!(t, Told::TimedOut { .. }));
            assert_eq!(timed_out, !more, "{len} cut at {cut}: {told:?}");
        }
    }
}

#[test]
fn what_goes_on_of_a_reply_before_does_not_put_the_deadline_off() {
    let empties = |id| packet(id, 0, "").repeat(100);
    let endless = |id| packet(id, 0, "x".repeat(1 << 20))[..5000].to_vec();
    for (begins, goes_on) in [
        (empties as fn(i32) -> Vec<u8>, empties as fn(i32) -> Vec<u8>),
        (endless, |_| vec![b'x'; 5000]),
    ] {
        let mut play = Play::logged_in(Shape::Source, ms(5));
        let earlier = play.execute("endless");
        play.pass(TIMEOUT);
        let id = play.execute("next");
        play.server(&begins(earlier));
        for _ in 0..11 {
            play.now += ms(1000);
            play.server(&goes_on(earlier));
        }
        assert!(play.take().contains(&Told::TimedOut { id, begun: false }));
    }
}

#[test]
fn an_imitator_that_never_answers_a_probe_is_found_out_once() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let first = play.execute("a");
    play.server(&packet(first, 0, "one"));
    play.pass(ms(999));
    assert_eq!(play.take(), [reply(first, "one")]);
    play.pass(ms(1));
    assert_eq!(
        play.take(),
        [
            Told::Quirk("UnansweredProbe".into()),
            Told::Ended(first, EndedBy::Silence),
        ]
    );
    play.sent.clear();
    let second = play.execute("b");
    assert_eq!(play.sent, [Some(packet(second, 2, "b"))]);
    play.server(&packet(second, 0, "two"));
    play.pass(ms(50));
    assert_eq!(
        play.take(),
        [reply(second, "two"), Told::Ended(second, EndedBy::Silence)]
    );
}

#[test]
fn a_server_that_was_only_slow_is_probed_again() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let first = play.execute("a");
    play.server(&packet(first, 0, "one"));
    play.pass(ms(1000));
    play.server(&packet(first, 0, " more"));
    play.server(&mirrored(first + 1));
    let told = play.take();
    assert_eq!(told.last(), Some(&reply(first, " more")));
    play.sent.clear();
    let second = play.execute("b");
    let segment = [packet(second, 2, "b"), packet(second + 1, 0, "")].concat();
    assert_eq!(play.sent, [Some(segment)]);
}

#[test]
fn a_server_that_reads_the_probe_with_the_next_command_is_not_probed_again() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let first = play.execute("a");
    play.server(&packet(first, 0, "one"));
    play.pass(ms(1000));
    let second = play.execute("b");
    play.pass(ms(5));
    play.server(&mirrored(first + 1));
    play.server(&packet(second, 0, "two"));
    play.pass(ms(50));
    play.sent.clear();
    let third = play.execute("c");
    assert_eq!(play.sent, [Some(packet(third, 2, "c"))]);
}

#[test]
fn chat_does_not_keep_a_reply_from_ending() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("a");
    play.server(&packet(id, 0, "one"));
    for _ in 0..6 {
        play.pass(ms(30));
        play.server(&packet(77, 0, "Keep Alive"));
    }
    play.take();
    play.pass(ms(20));
    assert_eq!(play.take(), [Told::Ended(id, EndedBy::Silence)]);
}

#[test]
fn a_server_that_handles_one_packet_for_each_read_is_moved_on() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let first = play.execute("a");
    play.server(&packet(first, 0, "one"));
    play.pass(ms(1000));
    let second = play.execute("b");
    play.pass(ms(5));
    // It reads the command, and handles the probe that was there before.
    play.server(&mirrored(first + 1));
    play.take();
    play.sent.clear();
    play.pass(ms(999));
    assert_eq!(play.sent, []);
    play.pass(ms(1));
    assert_eq!(play.sent, [Some(packet(second + 1, 0, ""))]);
    play.server(&packet(second, 0, "two"));
    play.pass(ms(50));
    assert_eq!(
        play.take(),
        [
            Told::Quirk("OneBehind".into()),
            reply(second, "two"),
            Told::Ended(second, EndedBy::Silence)
        ]
    );
    play.sent.clear();
    let third = play.execute("c");
    play.pass(ms(5));
    play.server(&mirrored(second + 1));
    play.pass(ms(0));
    let nudge = Some(packet(third + 1, 0, ""));
    assert_eq!(play.sent, [Some(packet(third, 2, "c")), nudge]);
    // Once is enough: another would put it two packets behind.
    play.server(&mirrored(second + 1));
    play.pass(ms(3000));
    assert_eq!(play.sent.len(), 2);
}

#[test]
fn a_slow_server_that_was_taken_for_one_behind_is_believed_again() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let first = play.execute("a");
    play.server(&packet(first, 0, "one"));
    play.pass(ms(1000));
    let second = play.execute("b");
    play.pass(ms(5));
    play.server(&mirrored(first + 1));
    play.pass(ms(2000));
    play.server(&packet(second, 0, "two"));
    play.server(&mirrored(second + 1));
    let told = play.take();
    let ended = Told::Ended(second, EndedBy::Probe);
    assert_eq!(told.last(), Some(&ended), "{told:?}");
    play.sent.clear();
    let third = play.execute("c");
    let segment = [packet(third, 2, "c"), packet(third + 1, 0, "")].concat();
    assert_eq!(play.sent, [Some(segment)]);
}

#[test]
fn the_last_command_of_a_slow_server_is_read_to_the_end() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let first = play.execute("a");
    play.server(&packet(first, 0, "one"));
    play.pass(ms(1000));
    let last = play.execute_last("b");
    play.server(&packet(last, 0, "two"));
    assert!(play.half_closed());
    play.pass(ms(2000));
    play.take();
    play.server(&packet(last, 0, " and more"));
    play.server_closes(false);
    let told = play.take();
    let whole = [reply(last, " and more"), Told::Ended(last, EndedBy::Close)];
    assert!(told.starts_with(&whole), "{told:?}");
}

#[test]
fn the_last_command_of_an_imitator_reads_to_the_end() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let id = play.execute_last("a");
    play.server(&packet(id, 0, "one "));
    play.pass(ms(1000));
    assert!(play.half_closed());
    play.server(&packet(id, 0, "two"));
    play.server_closes(false);
    let told = play.take();
    assert!(told.contains(&Told::Ended(id, EndedBy::Close)), "{told:?}");
}

#[test]
fn a_silence_ends_a_reply_and_scales_with_the_link() {
    for (round_trip, silence) in [(ms(1), ms(50)), (ms(100), ms(200))] {
        let mut play = Play::logged_in(Shape::OnePacket, round_trip);
        let id = play.execute("list");
        play.pass(round_trip);
        play.server(&packet(id, 0, "a\n"));
        play.pass(silence - ms(1));
        play.server(&packet(id, 0, "b\n"));
        play.pass(silence - ms(1));
        assert_eq!(play.take(), [reply(id, "a\nb\n")]);
        play.pass(ms(1));
        assert_eq!(play.take(), [Told::Ended(id, EndedBy::Silence)]);
    }
}

#[test]
fn a_full_packet_makes_the_silence_longer() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("help");
    play.server(&packet(id, 0, "x".repeat(4096)));
    play.pass(ms(199));
    assert!(matches!(play.take()[..], [Told::Reply(..)]));
    play.pass(ms(1));
    assert_eq!(play.take(), [Told::Ended(id, EndedBy::Silence)]);
}

#[test]
fn the_last_command_half_closes_after_the_first_packet_of_its_reply() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute_last("list");
    // A keep-alive and an echo are not of this reply.
    play.server(&packet(9, 0, "Keep Alive"));
    play.server(&packet(0, 4, "list"));
    assert!(!play.half_closed());
    play.server(&packet(id, 0, "one\n"));
    assert!(play.half_closed());
    play.server(&packet(id, 0, "two\n"));
    play.server_closes(false);
    let told = play.take();
    assert_eq!(
        told[2..],
        [
            reply(id, "one\ntwo\n"),
            Told::Ended(id, EndedBy::Close),
            Told::Closed("Idle".into()),
        ]
    );
}

#[test]
fn a_server_that_does_not_close_costs_a_quarter_of_a_second() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute_last("list");
    play.server(&packet(id, 0, "one\n"));
    play.pass(ms(249));
    assert_eq!(play.take(), [reply(id, "one\n")]);
    play.pass(ms(1));
    assert_eq!(play.take(), [Told::Ended(id, EndedBy::Silence)]);
}

#[test]
fn parts_that_come_before_the_next_reply_belong_to_the_one_before() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let first = play.execute("a");
    play.server(&packet(first, 0, "one "));
    play.pass(ms(50));
    let second = play.execute("b");
    play.server(&packet(first, 0, "two"));
    play.server(&packet(second, 0, "other"));
    play.server(&packet(first, 0, "three"));
    play.pass(ms(50));
    assert_eq!(
        play.take(),
        [
            reply(first, "one "),
            Told::Ended(first, EndedBy::Silence),
            reply(first, "⏎two"),
            reply(second, "other"),
            Told::Late(first, "three".into()),
            Told::Ended(second, EndedBy::Silence),
        ]
    );
}

#[test]
fn an_empty_packet_behind_output_is_learned_as_an_end() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("a");
    play.server(&[packet(id, 2, "one"), packet(id, 2, "")].concat());
    play.pass(ms(50));
    play.take();
    let id = play.execute("b");
    play.server(&[packet(id, 2, "two"), packet(id, 2, "")].concat());
    assert_eq!(
        play.take(),
        [reply(id, "two"), Told::Ended(id, EndedBy::EmptyPacket)]
    );
}

#[test]
fn a_foreign_id_is_learned_and_unlearned() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("Info");
    play.server(&packet(0, 0, "Welcome"));
    assert_eq!(play.take(), []);
    play.pass(ms(50));
    assert_eq!(
        play.take(),
        [
            reply(id, "Welcome"),
            Told::Quirk("ForeignId".into()),
            Told::Ended(id, EndedBy::Silence),
        ]
    );
    let id = play.execute("ShowPlayers");
    play.server(&packet(0, 0, "nobody"));
    assert_eq!(play.take(), [reply(id, "nobody")]);
    play.pass(ms(50));
    play.take();
    // One packet under our own id, and 0 is foreign again.
    let id = play.execute("a");
    play.server(&packet(id, 0, "b"));
    play.server(&packet(0, 0, "chat"));
    assert_eq!(
        play.take(),
        [reply(id, "b"), Told::Unsolicited(0, "chat".into())]
    );
}

#[test]
fn a_late_reply_under_a_foreign_id_is_not_the_next_commands() {
    let how = Execute::new(TIMEOUT);
    // This server has not shown yet whose ids it uses.
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("slow");
    play.pass(TIMEOUT);
    assert_eq!(play.take(), [Told::TimedOut { id, begun: false }]);
    play.sent.clear();
    let refused = play.session.execute(b"next", how, play.now);
    assert!(
        matches!(refused, Err(Error::State(StateError::Closed))),
        "{refused:?}"
    );
    play.pass(ms(1));
    assert_eq!(play.sent, []);
    assert!(play.session.is_closed());

    // This one has, before or after: its late reply is told apart.
    for late_comes_first in [false, true] {
        let mut play = Play::logged_in(Shape::OnePacket, ms(1));
        if !late_comes_first {
            let id = play.execute("first");
            play.server(&packet(id, 0, "a"));
            play.pass(ms(50));
        }
        let slow = play.execute("slow");
        play.pass(TIMEOUT);
        play.take();
        if late_comes_first {
            play.server(&packet(slow, 0, "late"));
        }
        let next = play.execute("next");
        if !late_comes_first {
            play.server(&packet(slow, 0, "late"));
        }
        play.server(&packet(next, 0, "b"));
        assert_eq!(
            play.take(),
            [Told::Late(slow, "late".into()), reply(next, "b")]
        );
    }
}

#[test]
fn a_large_packet_under_a_foreign_id_is_waited_on_for_longer() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("ShowPlayers");
    let large = "x".repeat(4000);
    play.server(&packet(0, 0, &large));
    play.pass(ms(100));
    play.server(&packet(0, 0, "rest"));
    play.pass(ms(50));
    assert_eq!(play.take()[0], reply(id, &format!("{large}rest")));
}

#[test]
fn text_under_the_logins_id_is_shown_as_unsolicited() {
    for shape in [Shape::Source, Shape::OnePacket] {
        let mut play = Play::logged_in(shape, ms(1));
        play.server(&packet(LOGIN, 0, "idle"));
        play.execute("a");
        // A second acceptance is nothing to show.
        play.server(&packet(LOGIN, 2, ""));
        play.server(&packet(LOGIN, 0, "under way"));
        assert_eq!(
            play.take(),
            [
                Told::Unsolicited(LOGIN, "idle".into()),
                Told::Unsolicited(LOGIN, "under way".into()),
            ]
        );
    }
}

#[test]
fn what_is_known_to_be_unsolicited_is_no_reply() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    // Seen while nothing was under way: not a reply's id.
    play.server(&packet(5, 0, "welcome"));
    let id = play.execute("a");
    play.server(&packet(5, 0, "chat"));
    play.server(&packet(9, 0, "Keep Alive"));
    play.pass(ms(500));
    assert_eq!(
        play.take(),
        [
            Told::Unsolicited(5, "welcome".into()),
            Told::Unsolicited(5, "chat".into()),
            Told::Unsolicited(9, "Keep Alive".into()),
        ]
    );
    play.server(&packet(id, 0, "b"));
    play.pass(ms(50));
    assert_eq!(
        play.take(),
        [reply(id, "b"), Told::Ended(id, EndedBy::Silence)]
    );
}

#[test]
fn chat_that_comes_before_the_reply_is_not_the_reply() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("a");
    play.server(&packet(3, 0, "chat"));
    play.server(&packet(id, 0, "b"));
    play.pass(ms(50));
    let told = play.take();
    assert!(
        told.contains(&Told::Unsolicited(3, "chat".into())),
        "{told:?}"
    );
    assert!(told.contains(&reply(id, "b")), "{told:?}");
}

/// A session on a server that answers under the id 0.
fn under_an_id_of_its_own() -> Play {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    play.execute("Info");
    play.server(&packet(0, 0, "one line"));
    play.pass(ms(50));
    play.take();
    play
}

#[test]
fn a_keep_alive_under_the_id_of_replies_is_none_wherever_it_is_cut() {
    let wire = packet(0, 0, "Keep Alive");
    let unsolicited = [Told::Unsolicited(0, "Keep Alive".into())];
    for cut in 0..wire.len() {
        let mut play = under_an_id_of_its_own();
        play.server(&wire[..cut]);
        play.server(&wire[cut..]);
        assert_eq!(play.take(), unsolicited, "idle, cut at {cut}");
        play.execute("ShowPlayers");
        play.server(&wire[..cut]);
        play.server(&wire[cut..]);
        assert_eq!(play.take(), unsolicited, "cut at {cut}");
    }
}

#[test]
fn a_piece_of_a_reply_that_looks_like_a_keep_alive_is_a_piece_of_it() {
    let mut play = under_an_id_of_its_own();
    let id = play.execute("Info");
    let wire = packet(0, 0, "Keep Alive".repeat(20));
    // Three bytes are held back that may turn out to be terminators.
    play.server(&wire[..12 + 10 + 3]);
    play.server(&wire[12 + 10 + 3..]);
    assert_eq!(play.take(), [reply(id, &"Keep Alive".repeat(20))]);
}

#[test]
fn the_first_line_of_a_reply_does_not_go_on_with_the_one_before() {
    let mut play = under_an_id_of_its_own();
    play.execute("Info");
    play.server(&packet(0, 0, "one line"));
    play.pass(ms(50));
    play.take();
    let id = play.execute("ShowPlayers");
    play.server(&packet(0, 0, "nobody"));
    assert_eq!(play.take(), [reply(id, "nobody")]);
}

#[test]
fn what_was_held_is_told_before_the_reply_that_it_is_not() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("a");
    play.server(&packet(3, 0, "chat"));
    play.server(&packet(4, 0, ""));
    // The beginning of a packet whose text is handed on as it comes.
    play.server(&packet(id, 0, "text")[..16]);
    play.server(&packet(id, 0, "text")[16..]);
    assert_eq!(
        play.take(),
        [Told::Unsolicited(3, "chat".into()), reply(id, "text")]
    );
}

#[test]
fn no_more_is_held_than_one_packet_may_have() {
    let mut play = Play::logged_in_with(Shape::OnePacket, ms(1), 1000);
    let id = play.execute("a");
    play.server(&packet(3, 0, "x".repeat(600)));
    assert_eq!(play.take(), []);
    play.server(&packet(4, 0, "y".repeat(600)));
    assert_eq!(play.take(), [Told::Unsolicited(4, "y".repeat(600))]);
    play.pass(ms(50));
    assert_eq!(play.take()[0], reply(id, &"x".repeat(600)));
}

#[test]
fn a_wait_for_ever_is_a_wait() {
    let mut play = Play::logged_in(Shape::Source, ms(5));
    let how = Execute::new(Duration::MAX);
    let request = play.session.execute(b"a", how, play.now);
    let id = request.expect("a session that is ready").wire_id();
    play.pass(Duration::from_hours(24));
    assert_eq!(play.take(), []);
    play.server(&packet(id, 0, "x".repeat(2000)));
    play.server(&mirrored(id + 1));
    assert_eq!(play.take()[1], Told::Ended(id, EndedBy::Probe));
}

#[test]
fn a_timeout_closes_where_ids_tell_nothing() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    play.execute("Info");
    play.server(&packet(0, 0, "Welcome"));
    play.pass(ms(50));
    play.take();
    let id = play.execute("Slow");
    play.pass(TIMEOUT);
    assert_eq!(
        play.take(),
        [
            Told::TimedOut { id, begun: false },
            Told::Closed("IdsTellNothing".into()),
        ]
    );
}

#[test]
fn a_packet_that_is_shorter_than_it_says_is_taken() {
    let mut wire = packet(0, 0, "Größe\n");
    wire[0] += 2;
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("Info");
    play.server(&wire);
    play.pass(ms(399));
    assert_eq!(play.take(), []);
    play.pass(ms(200));
    let told = play.take();
    assert!(
        told.contains(&Told::Quirk("ShortPacket".into())),
        "{told:?}"
    );
    assert!(told.contains(&reply(id, "Größe\n")), "{told:?}");
    assert_eq!(told.last(), Some(&Told::Ended(id, EndedBy::Silence)));
}

#[test]
fn a_close_in_the_middle_is_a_loss() {
    let wire = |id| packet(id, 0, "hello");
    let mut play = Play::logged_in(Shape::Source, ms(1));
    let whole = wire(play.execute("a"));
    for cut in 0..=whole.len() {
        let mut play = Play::logged_in(Shape::Source, ms(1));
        let id = play.execute("a");
        play.server(&wire(id)[..cut]);
        play.server_closes(true);
        let told = play.take();
        let lost = Told::Closed(format!("Awaiting {{ request: RequestId({id}) }}"));
        assert_eq!(told.last(), Some(&lost), "cut at {cut}");
    }
}

#[test]
fn a_close_after_a_stop_command_is_its_answer() {
    for shape in [Shape::Source, Shape::OnePacket] {
        let mut play = Play::logged_in(shape, ms(1));
        let id = play.execute("say bye; quit");
        play.server_closes(true);
        assert_eq!(play.take()[0], Told::Ended(id, EndedBy::Close));
    }
}

#[test]
fn a_command_that_a_server_would_ban_for_is_not_sent() {
    for (shape, limit) in [(Shape::Source, 1014), (Shape::OnePacket, 1446)] {
        let mut play = Play::logged_in(shape, ms(1));
        let how = Execute::new(TIMEOUT);
        let long = vec![b'x'; limit + 1];
        let error = play
            .session
            .execute(&long, how, play.now)
            .expect_err("too long");
        assert!(matches!(
            error,
            Error::Message(MessageError::TooLong { len, limit: told }) if len == limit + 1 && told == limit
        ));
        let error = play
            .session
            .execute(b"a\0b", how, play.now)
            .expect_err("a NUL");
        assert!(matches!(
            error,
            Error::Message(MessageError::Nul { position: 1 })
        ));
        assert!(play.session.execute(&long[1..], how, play.now).is_ok());
        let error = play.session.execute(b"b", how, play.now).expect_err("busy");
        assert!(matches!(error, Error::State(StateError::Busy)));
    }
}

#[test]
fn the_first_packet_is_enough_for_whoever_does_not_wait() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute_as("a", Wait::Begun, false);
    play.server(&packet(id, 0, "one"));
    assert_eq!(
        play.take(),
        [reply(id, "one"), Told::Ended(id, EndedBy::FirstPacket)]
    );
    play.server(&packet(id, 0, "two"));
    assert_eq!(play.take(), [Told::Late(id, "two".into())]);
}

#[test]
fn a_third_nul_is_no_text() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("a");
    play.server(&packet(id, 0, "one\0"));
    assert_eq!(play.take(), [reply(id, "one")]);
}

#[test]
fn too_much_that_nobody_asked_for_ends_the_session() {
    let mut play = Play::logged_in(Shape::Source, ms(1));
    play.execute("a");
    let flood = packet(-7, 0, vec![b'x'; 60_000]);
    for _ in 0..80 {
        play.server(&flood);
    }
    assert!(matches!(play.take().last(), Some(Told::Closed(why)) if why.contains("nobody asked")));
}

#[test]
fn a_reply_in_one_packet_of_any_size_is_handed_on_in_parts() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("cvarlist");
    let wire = packet(id, 0, "x".repeat(3 << 20));
    play.server(&wire[..1 << 20]);
    let told = play.take();
    assert!(matches!(&told[..], [Told::Reply(_, text)] if text.len() > 1_000_000));
    play.server(&wire[1 << 20..]);
    assert!(matches!(&play.take()[..], [Told::Reply(_, text)] if text.len() > 2_000_000));
}

#[test]
fn packets_that_look_like_a_line_each_are_told_apart() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.execute("list");
    for line in ["one", "two", "", "three\n", "four"] {
        play.server(&packet(id, 0, line));
    }
    assert_eq!(play.take(), [reply(id, "one⏎two⏎three\nfour")]);
    play.pass(ms(50));
    play.take();
    // Cut by length, and not at a line's end.
    let id = play.execute("help");
    let long = "x".repeat(4096);
    play.server(&packet(id, 0, &long));
    play.server(&packet(id, 0, "y"));
    assert_eq!(play.take(), [reply(id, &format!("{long}y"))]);
    play.pass(ms(50));
    play.take();
    // Another reply begins where it begins.
    let id = play.execute("say");
    play.server(&packet(id, 0, "z"));
    assert_eq!(play.take(), [reply(id, "z")]);
}
