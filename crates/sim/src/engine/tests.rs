//! Links with faults, through real sockets.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use rcon_proto::Packet;

use crate::{Fault, Game, Server};

const PATIENCE: Duration = Duration::from_secs(10);

/// What a client gets that logs in, sends a command in the same breath, and
/// reads to the end.
fn talk(faults: &[Fault], command: &str) -> (Vec<u8>, Option<ErrorKind>, Server) {
    let mut builder = Server::builder().game(Game::Glowstone);
    for &fault in faults {
        builder = builder.fault(fault);
    }
    let server = builder.start().expect("a free port");
    let mut stream = TcpStream::connect(server.addr()).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let requests = [Packet::new(1, 3, "secret"), Packet::new(2, 2, command)];
    // A link that was reset at once takes no requests.
    let sent = stream.write_all(&requests.map(|p| p.encode()).concat());
    let mut bytes = Vec::new();
    if let Err(error) = sent {
        return (bytes, Some(error.kind()), server);
    }
    // Refused where the reset is here already; what came before it is read
    // all the same.
    let _ = stream.shutdown(Shutdown::Write);
    let end = stream.read_to_end(&mut bytes);
    (bytes, end.err().map(|e| e.kind()), server)
}

/// The whole exchange, without a fault.
fn whole() -> Vec<u8> {
    let replies = [Packet::new(1, 2, ""), Packet::new(2, 0, "hi\n")];
    replies.map(|p| p.encode()).concat()
}

#[test]
fn a_link_ends_at_any_byte_that_was_sent() {
    let whole = whole();
    for at in 0..whole.len() {
        let (bytes, end, _) = talk(&[Fault::CloseAfter(at as u64)], "sim_echo hi");
        assert!(
            bytes == whole[..at] && end.is_none(),
            "close at {at}: {bytes:?} {end:?}"
        );
        let (bytes, end, _) = talk(&[Fault::ResetAfter(at as u64)], "sim_echo hi");
        assert_eq!(bytes, whole[..at], "reset at {at}");
        assert!(end.is_some(), "reset at {at}");
    }
}

#[test]
fn a_link_ends_at_any_byte_that_was_received_before_it_is_acted_upon() {
    let request = Packet::new(1, 3, "secret").encode().len();
    let all = request + Packet::new(2, 2, "sim_count").encode().len();
    for at in 1..=all {
        let (_, end, server) = talk(&[Fault::ResetAfterReceived(at as u64)], "sim_count");
        assert!(end.is_some(), "at {at}");
        assert!(server.wait_until(PATIENCE, |s| s.connections() == 1
            && s.open_connections() == 0));
        assert_eq!(server.logins(), u64::from(at > request), "at {at}");
        assert!(server.commands().is_empty(), "at {at}");
    }
    let (bytes, end, _) = talk(
        &[Fault::CloseAfterReceived(request as u64 + 1)],
        "sim_count",
    );
    assert_eq!((bytes, end), (Packet::new(1, 2, "").encode(), None));
}

#[test]
fn slices_jitter_and_coalescing_change_no_byte() {
    let ms = Duration::from_millis;
    for faults in [
        vec![Fault::Slice(1)],
        vec![Fault::Slice(7), Fault::Jitter(ms(5))],
        vec![Fault::Coalesce(ms(20))],
        vec![Fault::Bandwidth(1000), Fault::Latency(ms(5))],
    ] {
        let (bytes, end, _) = talk(&faults, "sim_echo hi");
        assert_eq!((bytes, end), (whole(), None), "{faults:?}");
    }
}

#[test]
fn latency_delays_what_comes_and_its_end() {
    let start = Instant::now();
    let (bytes, _, _) = talk(&[Fault::Latency(Duration::from_millis(120))], "sim_echo hi");
    assert_eq!(bytes, whole());
    assert!(start.elapsed() >= Duration::from_millis(120));
}

#[test]
fn a_slow_reader_gets_every_byte_of_a_long_reply() {
    let (bytes, end, _) = talk(&[], "sim_bytes 5000000");
    assert_eq!(end, None);
    // 5,000,000 characters in packets of 4096, and the login's packet.
    assert_eq!(bytes.len(), 5_000_000 + 14 * 1221 + 14);
}

#[test]
fn a_silent_link_says_nothing() {
    let server = Server::builder()
        .fault(Fault::Silent)
        .start()
        .expect("a free port");
    let mut stream = TcpStream::connect(server.addr()).expect("it listens");
    let request = Packet::new(1, 3, "secret").encode();
    stream.write_all(&request).expect("the link is up");
    assert!(server.wait_until(PATIENCE, |s| s.logins() == 1));
    stream.set_nonblocking(true).expect("a socket");
    let error = stream.read(&mut [0; 1]).expect_err("nothing to read");
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}

#[test]
fn stopping_closes_ports_and_links() {
    let server = Server::builder().start().expect("a free port");
    let addr = server.addr();
    let mut stream = TcpStream::connect(addr).expect("it listens");
    assert!(server.wait_until(PATIENCE, |s| s.open_connections() == 1));
    server.stop();
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    assert_eq!(stream.read(&mut [0; 1]).ok(), Some(0));
    assert!(TcpStream::connect(addr).is_err());
}
