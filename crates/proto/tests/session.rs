//! The session against scripted servers, with a clock of its own: what the
//! transcripts in `session/` cannot say, because it is worked out.

mod transcript;

use std::time::Duration;

use rcon_proto::session::{Ended, Execute, HalfClosing};
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
    play.server_closes(Ended::WithError);
    let told = play.take();
    let [Told::Unsolicited(0, _), Told::LoginFailed(message)] = &told[..] else {
        panic!("{told:?}");
    };
    assert!(message.contains("closed before it answered"), "{message}");
    assert!(message.contains("You are banned."), "{message}");
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
fn no_more_is_held_than_one_packet_may_have() {
    let mut play = Play::logged_in_with(Shape::OnePacket, ms(1), 1000);
    play.execute("a");
    play.server(&packet(3, 0, "x".repeat(600)));
    assert_eq!(play.take(), []);
    // Neither the reply nor its rest would be told for what it is.
    play.server(&packet(4, 0, "y".repeat(600)));
    let closed = "the reply is longer than the limit of 1000 bytes".to_owned();
    assert_eq!(play.take(), [Told::Closed(closed)]);
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
fn a_close_in_the_middle_is_a_loss() {
    let wire = |id| packet(id, 0, "hello");
    let mut play = Play::logged_in(Shape::Source, ms(1));
    let whole = wire(play.execute("a"));
    for cut in 0..=whole.len() {
        let mut play = Play::logged_in(Shape::Source, ms(1));
        let id = play.execute("a");
        play.server(&wire(id)[..cut]);
        play.server_closes(Ended::WithError);
        let told = play.take();
        let lost = Told::Closed(format!("Awaiting {{ request: RequestId({id}) }}"));
        assert_eq!(told.last(), Some(&lost), "cut at {cut}");
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
fn a_stream_that_nothing_can_follow_on_is_half_closed_to_find_the_end() {
    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let how = Execute::new(TIMEOUT).half_closing(HalfClosing::IfNothingCanFollow);
    // Under our own id it is as ever.
    let own = play.session.execute(b"a", how, play.now);
    let own = own.expect("a session that is ready").wire_id();
    play.server(&packet(own, 0, "b"));
    play.pass(ms(50));
    assert_eq!(
        play.take(),
        [reply(own, "b"), Told::Ended(own, EndedBy::Silence)]
    );
    assert!(!play.half_closed());

    let mut play = Play::logged_in(Shape::OnePacket, ms(1));
    let id = play.session.execute(b"one", how, play.now);
    let id = id.expect("a session that is ready").wire_id();
    play.server(&packet(0, 0, "in two "));
    play.pass(ms(50));
    assert!(play.half_closed());
    play.pass(ms(70));
    play.server(&packet(0, 0, "packets"));
    play.server_closes(Ended::Cleanly);
    let told = play.take();
    assert_eq!(told[0], reply(id, "in two "));
    assert_eq!(
        told[2..],
        [
            reply(id, "packets"),
            Told::Ended(id, EndedBy::Close),
            Told::Closed("Idle".into())
        ]
    );
}
