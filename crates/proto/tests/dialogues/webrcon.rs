//! `WebRcon`, frame by frame.

use proptest::prelude::*;
use rcon_proto::marks::Mark;
use rcon_proto::session::Ended;
use rcon_proto::sums::websocket_accept;
use rcon_proto::{Game, Scheme};

use crate::script::{Talk, ms, passed};

pub(crate) fn text(text: &str) -> Vec<u8> {
    let head = match text.len() {
        len @ 0..126 => vec![0x81, len as u8],
        len => [&[0x81, 126], &(len as u16).to_be_bytes()[..]].concat(),
    };
    [head.as_slice(), text.as_bytes()].concat()
}

pub(crate) fn message(id: i32, body: &str) -> Vec<u8> {
    text(&format!(
        "{{\r\n  \"Message\": \"{body}\",\r\n  \"Identifier\": {id},\r\n  \"Type\": \"Generic\"}}"
    ))
}

fn accept(request: &[u8]) -> Vec<u8> {
    let request = String::from_utf8_lossy(request);
    let key = request.split("Sec-WebSocket-Key: ").nth(1).expect("a key");
    let accept = websocket_accept(key.split("\r\n").next().expect("a line"));
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    )
    .into_bytes()
}

/// A command as it went out, unmasked.
fn command(frame: &[u8]) -> String {
    let at = match frame[1] & 0x7f {
        126 => 4,
        127 => 10,
        _ => 2,
    };
    let (mask, masked) = frame[at..].split_at(4);
    let bytes = masked
        .iter()
        .zip(mask.iter().cycle())
        .map(|(a, b)| a ^ b)
        .collect();
    String::from_utf8(bytes).expect("text")
}

pub(crate) fn logged_in() -> Talk {
    log_in(Talk::with_game(Scheme::WebRcon, Game::Rust))
}

pub(crate) fn log_in(mut talk: Talk) -> Talk {
    talk.login("p w");
    let sent = talk.sent().concat();
    assert!(sent.starts_with(b"GET /p%20w HTTP/1.1\r\nHost: host:1\r\n"));
    talk.hear(&accept(&sent));
    assert_eq!(talk.told(), ["in"]);
    talk
}

#[test]
fn answers_are_known_by_their_numbers_and_joined() {
    let mut talk = logged_in();
    let first = talk.execute("status");
    let sent = talk.sent();
    let expected = "{\"Identifier\":1001,\"Message\":\"status\",\"Name\":\"WebRcon\"}";
    assert_eq!(
        (command(&sent[0]), first.wire_id()),
        (expected.to_owned(), 1001)
    );
    talk.hear(&message(1001, "a"));
    talk.hear(&message(0, "log"));
    talk.hear(&message(-1, "broadcast"));
    talk.hear(&message(1001, "b"));
    talk.pass(ms(300));
    assert_eq!(
        talk.told(),
        [
            "reply a",
            "unasked log",
            "unasked broadcast",
            "reply \nb",
            "end silence"
        ]
    );
    passed(&[Mark::AnswersJoined]);
    // More of it, behind the end that was inferred; then the next one's.
    talk.hear(&message(1001, "c"));
    talk.execute("players");
    talk.hear(&message(1001, "d"));
    talk.hear(&message(1003, "e"));
    talk.hear(&message(77, "f"));
    talk.pass(ms(300));
    assert_eq!(
        talk.told(),
        [
            "reply \nc",
            "late \nd",
            "reply e",
            "unasked f",
            "end silence"
        ]
    );
}

#[test]
fn behind_a_silent_command_a_mark_is_asked() {
    let mut talk = logged_in();
    talk.execute("settime 5");
    talk.sent();
    talk.pass(ms(1000));
    let sent = talk.sent();
    assert_eq!(sent.len(), 1, "once");
    assert!(command(&sent[0]).contains("\"Identifier\":1002,\"Message\":\"serverinfo\""));
    talk.hear(&message(1002, "{}"));
    assert_eq!(talk.told(), ["end mark"]);
    passed(&[Mark::SilentCommand]);
    // The mark of a slow command behind its answer is told to nobody.
    talk.execute("slow");
    talk.pass(ms(1000));
    talk.hear(&message(1003, "at last"));
    talk.hear(&message(1004, "{}"));
    assert_eq!(talk.told(), ["reply at last", "end mark"]);
    // And what is never answered is over at the deadline.
    talk.execute("never");
    talk.pass(ms(10_100));
    assert_eq!(talk.told(), ["timeout false"]);
}

#[test]
fn a_server_that_never_pauses_puts_no_deadline_off() {
    // Pings, and the beginning of a message that goes on in empty frames.
    for (first, more) in [(&[0x89, 0][..], &[0x89, 0][..]), (&[1, 1, b'x'], &[0, 0])] {
        let mut talk = logged_in();
        talk.execute("status");
        talk.hear(first);
        for _ in 0..2_000 {
            talk.now += ms(10);
            talk.hear(more);
            talk.sent();
        }
        let told = talk.told();
        assert!(told[0].starts_with("timeout"), "{told:?}");
    }
}

#[test]
fn refusals_come_in_several_forms() {
    for refusal in [
        &b"\x88\x02\x03\xe8"[..],
        b"\x88\x02\x03\xe8HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 401 Unauthorized\r\n\r\n",
        b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"HTTP/1.1 501 Not Implemented\r\n\r\n",
    ] {
        let mut talk = Talk::with(Scheme::WebRcon);
        talk.login("pw");
        talk.sent();
        talk.hear(refusal);
        talk.dialogue.closed(Ended::Cleanly);
        assert_eq!(talk.told(), ["Refused"], "{refusal:?}");
    }
    // Behind the handshake.
    let mut talk = Talk::with(Scheme::WebRcon);
    talk.login("pw");
    let sent = talk.sent().concat();
    talk.hear(&[&accept(&sent)[..], b"\x88\x02\x03\xf0"].concat());
    assert_eq!(talk.told(), ["Refused"]);
    passed(&[Mark::RefusedInside]);
    let mut talk = logged_in();
    talk.execute("status");
    talk.hear(b"\x88\x02\x03\xf0");
    assert_eq!(talk.told(), ["Refused"]);
}

#[test]
fn what_is_no_websocket_is_said() {
    for (answer, kind) in [
        (
            &b"HTTP/1.1 500 Internal Server Error\r\n\r\n"[..],
            "Protocol",
        ),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "Protocol"),
        (
            b"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: no\r\n\r\n",
            "Protocol",
        ),
        (b"", "Closed"),
        (b"HTTP/1.1 10", "Closed"),
    ] {
        let mut talk = Talk::with(Scheme::WebRcon);
        talk.login("pw");
        talk.sent();
        talk.hear(answer);
        talk.dialogue.closed(Ended::Cleanly);
        assert_eq!(talk.told(), [kind], "{answer:?}");
    }
}

#[test]
fn a_ping_is_answered_and_a_close_ends_it() {
    let mut talk = logged_in();
    talk.hear(b"\x89\x01x");
    let sent = talk.sent().concat();
    assert_eq!((sent[0], sent[1]), (0x8a, 0x81));
    talk.execute("quit");
    talk.hear(b"\x88\x02\x03\xe8");
    assert_eq!(talk.told(), ["end closed", "Lost"]);
    let mut talk = logged_in();
    talk.execute("status");
    talk.dialogue.closed(Ended::WithError);
    assert_eq!(talk.told(), ["Lost"]);
}

proptest! {
    /// Cut anywhere, the same is told.
    #[test]
    fn cuts_change_nothing(cuts in prop::collection::vec(0_usize..400, 0..9)) {
        let mut talk = logged_in();
        talk.execute("status");
        let long = "x".repeat(200);
        let all = [message(1001, &long), b"\x89\x00".to_vec(), message(0, "log"), message(1001, "b")];
        let all = all.concat();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(all.len())).collect();
        cuts.sort_unstable();
        let mut from = 0;
        for to in cuts.into_iter().chain([all.len()]) {
            talk.hear(&all[from..to]);
            from = to;
        }
        talk.pass(ms(400));
        let expected = [format!("reply {long}"), "unasked log".into(), "reply \nb".into(), "end silence".into()];
        prop_assert_eq!(talk.told(), expected);
    }

    #[test]
    fn no_bytes_panic(bytes: Vec<u8>, shaken: bool) {
        let mut talk = if shaken { logged_in() } else { Talk::with(Scheme::WebRcon) };
        if !shaken {
            talk.login("pw");
        }
        talk.hear(&bytes);
        talk.told();
    }
}
