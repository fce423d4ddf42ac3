//! Each hostile server is what its name says, on the wire.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use rcon_proto::Packet;

use super::{Hostile, Stage};
use crate::Server;

/// Logs in, sends a command, and reads until an end, plenty or, where so many bytes
/// have come, a silence.
fn bytes_of(hostile: Hostile, least: usize) -> (Vec<u8>, Option<ErrorKind>) {
    let mut silence = Duration::from_millis(150);
    loop {
        let (bytes, end) = read_until(hostile, silence);
        // On a busy machine it takes more than that to be one.
        if bytes.len() >= least || silence > Duration::from_secs(30) {
            return (bytes, end);
        }
        silence *= 6;
    }
}

/// A silence that is as good as an end: none is to come.
const NONE: Duration = Duration::from_mins(1);

/// The same, with a silence of this length.
fn read_until(hostile: Hostile, silence: Duration) -> (Vec<u8>, Option<ErrorKind>) {
    let server = Server::builder()
        .hostile(hostile)
        .start()
        .expect("a free port");
    let mut stream = TcpStream::connect(server.addr()).expect("it listens");
    stream.set_read_timeout(Some(silence)).expect("a timeout");
    let mut bytes = Vec::new();
    let mut read = |stream: &mut TcpStream, up_to: usize| {
        let mut buffer = [0; 4096];
        while bytes.len() < up_to {
            match stream.read(&mut buffer) {
                Ok(0) => return Some(ErrorKind::UnexpectedEof),
                Ok(n) => bytes.extend_from_slice(&buffer[..n]),
                Err(e) => return Some(e.kind()),
            }
        }
        None
    };
    // A server that has gone already takes no requests. A reset is told once, to
    // whichever comes first.
    let sent = stream.write_all(&Packet::new(1, 3, "any").encode());
    let reset = sent.err().map(|e| e.kind()).filter(|&e| Some(e) == RESET);
    let mut end = reset.or_else(|| read(&mut stream, 28));
    if end.is_none() {
        let sent = stream.write_all(&Packet::new(2, 2, "any").encode());
        end = sent.err().map(|e| e.kind());
        end = end.or_else(|| read(&mut stream, 100_000));
    }
    (bytes, end)
}

const EOF: Option<ErrorKind> = Some(ErrorKind::UnexpectedEof);
const RESET: Option<ErrorKind> = Some(ErrorKind::ConnectionReset);

#[test]
fn sizes_come_where_they_are_to_come() {
    let (bytes, _) = bytes_of(Hostile::Size(-1, Stage::Login), 12);
    assert_eq!(bytes[..4], [0xff; 4]);
    assert_eq!(bytes.len(), 12);
    let (bytes, _) = bytes_of(Hostile::Size(i32::MIN, Stage::Command), 32);
    assert_eq!(bytes[28..32], [0, 0, 0, 0x80]);
}

#[test]
fn ends_come_at_their_stage() {
    for (stage, len) in [
        (Stage::Accept, 0),
        (Stage::Login, 0),
        (Stage::LoggedIn, 28),
        (Stage::Command, 28),
        (Stage::Reply, 49),
    ] {
        let (bytes, end) = read_until(Hostile::Reset(stage), NONE);
        // Whoever writes to a link that was reset already is told so too.
        let told = end == RESET || end == Some(ErrorKind::BrokenPipe);
        // Behind data wine tells some resets as plain ends.
        let told = told || cfg!(windows) && end == EOF;
        assert!(
            told && bytes.len() == len,
            "{stage}: {} {end:?}",
            bytes.len()
        );
        let (bytes, end) = read_until(Hostile::Close(stage), NONE);
        assert!(bytes.len() == len, "{stage}: {} {end:?}", bytes.len());
        assert!(end == EOF || end == RESET, "{stage}: {end:?}");
    }
}

#[test]
fn endless_ones_do_not_end() {
    for hostile in [
        Hostile::EndlessPackets,
        Hostile::EndlessPacket,
        Hostile::EndlessEmpty(Stage::Command),
        Hostile::EndlessUnsolicited(Stage::Command),
    ] {
        let (bytes, end) = read_until(hostile, NONE);
        assert!(
            bytes.len() >= 100_000 && end.is_none(),
            "{hostile}: {end:?}"
        );
    }
}

#[test]
fn strangers_say_their_own_words() {
    assert!(bytes_of(Hostile::Ssh, 8).0.starts_with(b"SSH-2.0-"));
    assert!(bytes_of(Hostile::Telnet, 12).0.starts_with(b"Please enter"));
    assert!(bytes_of(Hostile::Rocket, 12).0.starts_with(b"RocketRcon v"));
    assert!(bytes_of(Hostile::Http, 12).0.starts_with(b"HTTP/1.1 400"));
    assert_eq!(bytes_of(Hostile::Tls, 1).0[0], 0x15);
    assert!(bytes_of(Hostile::NeverReads, 0).0.is_empty());
}
