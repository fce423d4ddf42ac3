//! A long reply in packets of 4 KiB, put together by a session.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rcon_proto::Packet;
use rcon_proto::session::{Event, Execute, Session, SessionConfig};

use crate::measure;

const TIMEOUT: Duration = Duration::from_secs(10);
const BODY: usize = 4096;

/// What is read from a socket at once: as much as a session has room for.
const READ: usize = 64 * 1024;

pub(crate) fn measure() {
    let (_, id) = awaiting();
    let packet = Packet::new(id, 0, vec![b'x'; BODY]).encode();
    let mut buffer = vec![0; READ];
    for count in [256, 2560, 25_600] {
        let mut wire = packet.repeat(count);
        // The probe's answer.
        wire.extend(Packet::new(id + 1, 0, "").encode());
        measure::row(
            "reassemble a reply",
            "≥ 5 GB/s",
            wire.len(),
            || assert_eq!(text_of(black_box(&wire)), count * BODY),
            || measure::copy(&wire, &mut buffer),
        );
    }
}

/// A session on a Source server that waits for a reply, and the reply's id.
fn awaiting() -> (Session, i32) {
    let now = Instant::now();
    let mut session = Session::new(SessionConfig::default());
    let login = session.login(&"secret".into(), TIMEOUT, now);
    login.expect("a fresh session");
    let id = SessionConfig::default().first_id;
    session.receive(&Packet::new(id, 0, "").encode(), now);
    session.receive(&Packet::new(id, 2, "").encode(), now);
    assert!(matches!(session.poll_event(), Some(Event::LoggedIn { .. })));
    let how = Execute::new(TIMEOUT);
    let request = session.execute(b"cvarlist", how, now);
    let id = request.expect("a session that is ready").wire_id();
    (session, id)
}

/// Bytes of the reply, when it has ended.
fn text_of(wire: &[u8]) -> usize {
    let (mut session, _) = awaiting();
    let mut rest = wire;
    let mut bytes = 0;
    loop {
        while let Some(event) = session.poll_event() {
            match black_box(event) {
                Event::Reply { bytes: text, .. } => bytes += text.len(),
                Event::ReplyEnded { .. } => return bytes,
                other => panic!("the reply ended in {other:?}"),
            }
        }
        let space = session.space();
        let count = space.len().min(rest.len());
        assert!(count > 0, "the reply does not end");
        let (piece, more) = rest.split_at(count);
        space[..count].copy_from_slice(piece);
        session.received(count, Instant::now());
        rest = more;
    }
}
