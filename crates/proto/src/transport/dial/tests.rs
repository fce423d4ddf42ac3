use std::net::TcpListener;
#[cfg(target_os = "linux")]
use std::net::TcpStream;

use super::super::link::now;
use super::*;

fn route<'a>(address: &'a Address, cancel: &'a Cancel) -> Route<'a> {
    Route {
        address,
        carrier: crate::scheme::Carrier::Stream,
        proxy_command: None,
        proxy_without: &[],
        timeout: Duration::from_secs(5),
        cancel,
    }
}

#[test]
fn families_take_turns() {
    let all: Vec<SocketAddr> = ["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"]
        .iter()
        .map(|text| text.parse().expect("an address"))
        .collect();
    let order: Vec<String> = interleave(&all).iter().map(ToString::to_string).collect();
    assert_eq!(order, ["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"]);
}

#[test]
fn a_dead_first_address_does_not_stop_the_second() {
    let dead = {
        let gone = TcpListener::bind("127.0.0.1:0").expect("bind");
        gone.local_addr().expect("bound")
    };
    let alive = TcpListener::bind("127.0.0.1:0").expect("bind");
    let addresses = [dead, alive.local_addr().expect("bound")];
    let (address, cancel) = (Address::new("both.test", 1), Cancel::new());
    let until = Instant::now() + Duration::from_secs(5);
    let stream = now(race(
        Attempts::default(),
        &route(&address, &cancel),
        addresses.into(),
        until,
    ))
    .expect("the second");
    assert_eq!(stream.peer_addr().ok(), alive.local_addr().ok());
}

/// A port that neither takes a connection nor refuses one: its queue is
/// full, and nobody empties it.
#[cfg(target_os = "linux")]
fn black_hole() -> (socket2::Socket, SocketAddr, Vec<TcpStream>) {
    use socket2::{Domain, Socket, Type};
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let any: SocketAddr = ([127, 0, 0, 1], 0).into();
    socket.bind(&any.into()).expect("bind");
    socket.listen(0).expect("listen");
    let address = socket.local_addr().expect("bound").as_socket();
    let address = address.expect("IPv4");
    let mut queued = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
        queued.push(stream);
    }
    (socket, address, queued)
}

#[cfg(target_os = "linux")]
#[test]
fn behind_a_black_hole_the_next_address_is_tried_soon() {
    let (_socket, hole, _queued) = black_hole();
    let alive = TcpListener::bind("127.0.0.1:0").expect("bind");
    let addresses = [hole, alive.local_addr().expect("bound")];
    let (address, cancel) = (Address::new("both.test", 1), Cancel::new());
    let began = Instant::now();
    let until = began + Duration::from_mins(1);
    now(race(
        Attempts::default(),
        &route(&address, &cancel),
        addresses.into(),
        until,
    ))
    .expect("the second");
    let took = began.elapsed();
    assert!(
        took >= NEXT_ADDRESS_AFTER,
        "{took:?}: the first was no hole"
    );
    // 250 ms are promised; the rest is for a loaded machine.
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn many_black_holes_end_at_the_one_deadline() {
    let (_socket, hole, _queued) = black_hole();
    let (address, cancel) = (Address::new("holes.test", 1), Cancel::new());
    let began = Instant::now();
    let until = began + Duration::from_millis(500);
    let attempts = Attempts::default();
    let error = now(race(
        attempts,
        &route(&address, &cancel),
        [hole; 20].into(),
        until,
    ));
    let took = began.elapsed();
    assert!(
        matches!(error, Err(Error::Connect(ConnectError::TimedOut { .. }))),
        "{error:?}"
    );
    assert!(took >= Duration::from_millis(500), "{took:?}");
    // One deadline each would be ten seconds.
    assert!(took < Duration::from_secs(9), "{took:?}");
}

#[test]
fn a_refusal_says_so() {
    let gone = TcpListener::bind("127.0.0.1:0").expect("bind");
    let address = Address::from(gone.local_addr().expect("bound"));
    drop(gone);
    let cancel = Cancel::new();
    let error = now(dial::<Attempts>(&route(&address, &cancel))).expect_err("nobody listens");
    assert!(
        matches!(error, Error::Connect(ConnectError::Refused(_))),
        "{error}"
    );
}

#[test]
fn a_cancel_ends_the_wait() {
    let (address, cancel) = (Address::new("127.0.0.1", 1), Cancel::new());
    cancel.cancel();
    let error = now(dial::<Attempts>(&route(&address, &cancel))).expect_err("cancelled");
    assert!(matches!(error, Error::Interrupted), "{error}");
}
