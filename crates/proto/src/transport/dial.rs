//! From an address to a TCP stream: the name looked up on a thread that the
//! deadline abandons, and every address of it tried, the next one soon after
//! the one before.

mod attempts;

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use attempts::Attempts;

use super::{Route, SLICE, receive};
use crate::address::Address;
use crate::error::{ConnectError, Error, LoginFailure};
use crate::pace::later;

/// A stream that is not there after this long does not keep the next address
/// waiting any longer (RFC 8305 recommends 250 ms, and 100 ms at the least).
const NEXT_ADDRESS_AFTER: Duration = Duration::from_millis(200);

/// The most addresses of one name that are tried.
const MAX_ADDRESSES: usize = 32;

pub(crate) fn dial(route: &Route<'_>) -> Result<TcpStream, Error> {
    let until = later(Instant::now(), route.timeout);
    let addresses = resolve(route, until)?;
    race(route, addresses, until)
}

pub(super) fn resolve(route: &Route<'_>, until: Instant) -> Result<VecDeque<SocketAddr>, Error> {
    let (host, port) = (route.address.host(), route.address.port());
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok([SocketAddr::new(ip, port)].into());
    }
    let (say, hear) = mpsc::channel();
    let name = host.to_owned();
    // `getaddrinfo` knows no deadline: the thread is left behind with it.
    let resolver = thread::Builder::new().name("rcon-resolve".into());
    resolver
        .spawn(move || {
            let found = (name.as_str(), port).to_socket_addrs();
            // Nobody listens any more: the deadline has passed.
            let _ = say.send(found.map(Vec::from_iter));
        })
        .map_err(|source| io_error(route.address, source))?;
    let not_found = |detail: String| {
        Error::Connect(ConnectError::NotFound {
            address: route.address.clone(),
            detail,
        })
    };
    match receive(&hear, until, route.cancel)? {
        Some(Ok(found)) if found.is_empty() => Err(not_found("it has no address".into())),
        Some(Ok(found)) => Ok(interleave(&found)),
        Some(Err(error)) => Err(not_found(plain(&error))),
        None => Err(not_found(format!(
            "the name lookup took longer than {} s",
            route.timeout.as_secs_f64()
        ))),
    }
}

/// The resolver's own words, without the wrapping that Rust puts around them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.strip_prefix("failed to lookup address information: ")
        .unwrap_or(&text)
        .to_owned()
}

/// Both families in turn, in the resolver's order: where one is a black hole,
/// the other is tried next.
fn interleave(found: &[SocketAddr]) -> VecDeque<SocketAddr> {
    let first_is_v6 = found.first().is_some_and(SocketAddr::is_ipv6);
    let (a, b): (Vec<_>, Vec<_>) = found.iter().partition(|a| a.is_ipv6() == first_is_v6);
    let longest = a.len().max(b.len());
    (0..longest)
        .flat_map(|i| [a.get(i).copied(), b.get(i).copied()])
        .flatten()
        .take(MAX_ADDRESSES)
        .collect()
}

/// Invariant of the loop: every attempt in `attempts` is under way, and nothing
/// is known of it yet.
fn race(
    route: &Route<'_>,
    mut addresses: VecDeque<SocketAddr>,
    until: Instant,
) -> Result<TcpStream, Error> {
    let mut attempts = Attempts::default();
    let mut failures = Vec::new();
    loop {
        if route.cancel.is_cancelled() {
            return Err(Error::Interrupted);
        }
        if let Some(address) = addresses.pop_front() {
            match attempts.begin(address) {
                Ok(Some(stream)) => return Ok(stream),
                Ok(None) => {}
                Err(error) => {
                    failures.push(error);
                    if !addresses.is_empty() {
                        continue;
                    }
                }
            }
        }
        let soon = later(Instant::now(), NEXT_ADDRESS_AFTER);
        let patience = if addresses.is_empty() {
            until
        } else {
            soon.min(until)
        };
        // The next address is due when there is nothing to wait for, when an
        // attempt has failed, or when all have been waited for long enough.
        while !attempts.is_empty() {
            if route.cancel.is_cancelled() {
                return Err(Error::Interrupted);
            }
            let left = patience.saturating_duration_since(Instant::now());
            let before = failures.len();
            let found = attempts.wait(left.min(SLICE), &mut failures);
            if let Some(stream) = found.map_err(|e| io_error(route.address, e))? {
                return Ok(stream);
            }
            if failures.len() > before || left.is_zero() {
                break;
            }
        }
        if Instant::now() >= until {
            return Err(timed_out(route));
        }
        if attempts.is_empty() && addresses.is_empty() {
            return Err(worst(route, failures));
        }
    }
}

/// Of several failures the one that says most.
fn worst(route: &Route<'_>, failures: Vec<io::Error>) -> Error {
    let address = route.address.clone();
    let reset = |e: &io::Error| e.kind() == io::ErrorKind::ConnectionReset;
    if failures.iter().any(reset) {
        // Accepted, and closed so fast that the end came with the beginning.
        let said = String::new();
        return Error::Authentication(LoginFailure::Closed { said });
    }
    let refused = |e: &io::Error| e.kind() == io::ErrorKind::ConnectionRefused;
    if failures.iter().any(refused) {
        return Error::Connect(ConnectError::Refused(address));
    }
    match failures.into_iter().next() {
        Some(source) if source.kind() != io::ErrorKind::TimedOut => io_error(&address, source),
        _ => timed_out(route),
    }
}

fn timed_out(route: &Route<'_>) -> Error {
    Error::Connect(ConnectError::TimedOut {
        address: route.address.clone(),
        after: route.timeout,
    })
}

pub(super) fn io_error(address: &Address, source: io::Error) -> Error {
    Error::Connect(ConnectError::Io {
        address: address.clone(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cancel::Cancel;
    use std::net::TcpListener;

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
        let stream = race(&route(&address, &cancel), addresses.into(), until).expect("the second");
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
        race(&route(&address, &cancel), addresses.into(), until).expect("the second");
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
        let error = race(&route(&address, &cancel), [hole; 20].into(), until);
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
        let error = dial(&route(&address, &cancel)).expect_err("nobody listens");
        assert!(
            matches!(error, Error::Connect(ConnectError::Refused(_))),
            "{error}"
        );
    }

    #[test]
    fn a_cancel_ends_the_wait() {
        let (address, cancel) = (Address::new("127.0.0.1", 1), Cancel::new());
        cancel.cancel();
        let error = dial(&route(&address, &cancel)).expect_err("cancelled");
        assert!(matches!(error, Error::Interrupted), "{error}");
    }
}
