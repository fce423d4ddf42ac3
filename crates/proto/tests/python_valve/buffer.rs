//! The cases of `TestResponseBuffer`: here a session puts replies together.

use std::time::{Duration, Instant};

use rcon_proto::session::{Ended, Event, Execute, Session, SessionConfig, Wait};
use rcon_proto::{EndedBy, Game, Packet};

const LOGIN: i32 = 7;

/// A session that has sent its password.
fn logging_in(config: SessionConfig) -> Session {
    let mut session = Session::new(config.first_id(LOGIN));
    let sent = session.login(&"secret".into(), Duration::from_secs(9), Instant::now());
    sent.expect("a fresh session");
    session
}

/// A session that a Source server has let in.
fn with(config: SessionConfig) -> Session {
    let mut session = logging_in(config);
    receive(&mut session, LOGIN, 0, "");
    receive(&mut session, LOGIN, 2, "");
    while session.poll_event().is_some() {}
    session
}

fn session() -> Session {
    with(SessionConfig::default())
}

fn receive(session: &mut Session, id: i32, kind: i32, body: &str) {
    session.receive(&Packet::new(id, kind, body).encode(), Instant::now());
}

fn execute(session: &mut Session, wait: Wait) -> i32 {
    let how = Execute::new(Duration::from_secs(9)).wait(wait);
    let request = session.execute(b"list", how, Instant::now());
    request.expect("nothing is under way").wire_id()
}

/// All that came of replies that are waited for, and whether one ended.
fn reply(session: &mut Session) -> (Vec<u8>, Option<EndedBy>) {
    let (mut text, mut end) = (Vec::new(), None);
    while let Some(event) = session.poll_event() {
        match event {
            Event::Reply { bytes, .. } => text.extend_from_slice(&bytes),
            Event::ReplyEnded { by, .. } => end = Some(by),
            _ => {}
        }
    }
    (text, end)
}

#[test]
fn pop_empty() {
    assert_eq!(session().poll_event(), None);
}

#[test]
fn feed_incomplete() {
    let mut session = logging_in(SessionConfig::default());
    let wire = Packet::new(LOGIN, 2, "").encode();
    session.receive(&wire[..5], Instant::now());
    assert_eq!(session.poll_event(), None);
    session.receive(&wire[5..], Instant::now());
    let event = session.poll_event();
    assert!(matches!(event, Some(Event::LoggedIn { .. })), "{event:?}");
}

#[test]
fn multi_part_response() {
    let mut session = session();
    let id = execute(&mut session, Wait::Reply);
    receive(&mut session, id, 0, "one ");
    receive(&mut session, id, 0, "two");
    assert_eq!(reply(&mut session), (b"one two".to_vec(), None));
    receive(&mut session, id + 1, 0, "");
    receive(&mut session, id + 1, 0, "\0\x01\0\0");
    assert_eq!(reply(&mut session), (Vec::new(), Some(EndedBy::Probe)));
}

#[test]
fn single_part_response() {
    let mut session = with(SessionConfig::default().game(Game::Generic));
    let id = execute(&mut session, Wait::Reply);
    receive(&mut session, id, 0, "one ");
    receive(&mut session, id, 0, "two");
    assert_eq!(reply(&mut session), (b"one two".to_vec(), None));
    let silence = session.poll_timeout().expect("a silence ends it");
    session.handle_timeout(silence);
    assert_eq!(reply(&mut session), (Vec::new(), Some(EndedBy::Silence)));
}

#[test]
fn discard_before() {
    let mut session = session();
    let unasked = execute(&mut session, Wait::Nothing);
    let id = execute(&mut session, Wait::Reply);
    receive(&mut session, unasked, 0, "nobody waits for this");
    receive(&mut session, id, 0, "two");
    receive(&mut session, id + 1, 0, "");
    assert_eq!(reply(&mut session), (b"two".to_vec(), Some(EndedBy::Probe)));
}

#[test]
fn discard_after() {
    let mut session = session();
    let first = execute(&mut session, Wait::Reply);
    receive(&mut session, first, 0, "one");
    session.give_up();
    while session.poll_event().is_some() {}
    receive(&mut session, first, 0, "more of one");
    let next = execute(&mut session, Wait::Reply);
    receive(&mut session, first + 1, 0, "");
    receive(&mut session, next, 0, "two");
    receive(&mut session, next + 1, 0, "");
    assert_eq!(reply(&mut session), (b"two".to_vec(), Some(EndedBy::Probe)));
}

#[test]
fn clear() {
    let mut session = session();
    let id = execute(&mut session, Wait::Reply);
    receive(&mut session, id, 0, "one");
    session.receive(b"half a packet", Instant::now());
    session.closed(Ended::Cleanly);
    while session.poll_event().is_some() {}
    assert!(session.is_closed(), "and nothing else can be done with it");
    // The next connection has a session of its own.
    session = self::session();
    let id = execute(&mut session, Wait::Reply);
    receive(&mut session, id, 0, "two");
    receive(&mut session, id + 1, 0, "");
    assert_eq!(reply(&mut session), (b"two".to_vec(), Some(EndedBy::Probe)));
}
