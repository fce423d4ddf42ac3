//! From an address to a TCP stream: the name looked up on a thread that the
//! deadline abandons, and every address of it tried, the next one soon after
//! the one before.

mod attempts;

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

pub(super) use attempts::Attempts;

use super::Route;
use crate::address::Address;
use crate::cancel::Cancel;
use crate::error::{ConnectError, Error, LoginFailure, seconds};
use crate::pace::later;

/// A stream that is not there after this long does not keep the next address
/// waiting any longer (RFC 8305 recommends 250 ms, and 100 ms at the least).
const NEXT_ADDRESS_AFTER: Duration = Duration::from_millis(200);

/// The most addresses of one name that are tried.
const MAX_ADDRESSES: usize = 32;

/// What a name's lookup has found within its time.
pub(super) type Found = Option<io::Result<Vec<SocketAddr>>>;

/// Looks names up and makes connections, in its own way.
pub(super) trait Dialler: Default {
    /// A connection.
    type Stream;

    /// The longest wait in which nobody looks at a [`Cancel`].
    const SLICE: Duration;

    /// The addresses of a name; `None` when the time is up.
    async fn look_up(
        &self,
        name: &str,
        port: u16,
        until: Instant,
        cancel: &Cancel,
    ) -> Result<Found, Error>;

    /// Whether no connection is being made.
    fn is_empty(&self) -> bool;

    /// Begins one more. The stream, if it is there at once.
    fn begin(&mut self, address: SocketAddr) -> io::Result<Option<Self::Stream>>;

    /// Waits this long for the first that succeeds. Those that failed are
    /// under way no more, and `failures` has the reasons.
    async fn wait(
        &mut self,
        at_most: Duration,
        failures: &mut Vec<io::Error>,
    ) -> io::Result<Option<Self::Stream>>;
}

/// A connection to where the route goes.
pub(super) async fn dial<D: Dialler>(route: &Route<'_>) -> Result<D::Stream, Error> {
    let until = later(Instant::now(), route.timeout);
    let dialler = D::default();
    let addresses = resolve(&dialler, route, until).await?;
    race(dialler, route, addresses, until).await
}

/// The addresses of where the route goes.
pub(super) async fn addresses<D: Dialler>(
    route: &Route<'_>,
) -> Result<VecDeque<SocketAddr>, Error> {
    let until = later(Instant::now(), route.timeout);
    resolve(&D::default(), route, until).await
}

async fn resolve<D: Dialler>(
    dialler: &D,
    route: &Route<'_>,
    until: Instant,
) -> Result<VecDeque<SocketAddr>, Error> {
    let (host, port) = (route.address.host(), route.address.port());
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok([SocketAddr::new(ip, port)].into());
    }
    let not_found = |detail: String| {
        Error::Connect(ConnectError::NotFound {
            address: route.address.clone(),
            detail,
        })
    };
    match dialler.look_up(host, port, until, route.cancel).await? {
        Some(Ok(found)) if found.is_empty() => Err(not_found("it has no address".into())),
        Some(Ok(found)) => Ok(interleave(&found)),
        Some(Err(error)) => Err(not_found(plain(&error))),
        None => Err(not_found(format!(
            "the name lookup took longer than {} s",
            seconds(route.timeout)
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
async fn race<D: Dialler>(
    mut attempts: D,
    route: &Route<'_>,
    mut addresses: VecDeque<SocketAddr>,
    until: Instant,
) -> Result<D::Stream, Error> {
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
            let found = attempts.wait(left.min(D::SLICE), &mut failures).await;
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
mod tests;
