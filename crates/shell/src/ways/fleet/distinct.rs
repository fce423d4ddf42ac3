//! Names that turn out to be one server's: it is asked once, so that a wrong
//! password is counted once.

use std::collections::HashMap;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::{Address, Cancel};

use crate::request::target::Target;
use crate::system::channel;
use crate::system::patience::SLICE;

/// How long all names together may take to be looked up, at the most. What is
/// not known by then counts as a server of its own.
const PATIENCE: Duration = Duration::from_secs(3);

/// It is done before any server's own deadline begins, and must not add much to
/// it.
const OF_THE_DEADLINE: u32 = 4;

/// The servers, each once, in their order; and what to tell the user of those
/// that are left out. Profiles that differ in more than name and address are
/// told apart: they were written down as two.
pub(super) fn distinct(
    targets: &[Target],
    parallel: usize,
    cancel: &Cancel,
) -> (Vec<Target>, Vec<String>) {
    let patience = patience(targets.iter().map(|target| target.timeout));
    let found = look_up(&ambiguous(targets), parallel, patience, cancel);
    let mut kept: Vec<Target> = Vec::with_capacity(targets.len());
    let mut first: HashMap<SocketAddr, usize> = HashMap::new();
    let mut notices = Vec::new();
    for target in targets {
        let address = match target.proxy_command {
            // Whatever is behind a proxy is not what the name is here.
            Some(_) => None,
            None => found.get(&target.address).copied(),
        };
        let known = address.and_then(|address| first.get(&address).copied());
        match known.and_then(|at| kept.get_mut(at)) {
            Some(there) if is_same(there, target) => {
                notices.push(format!(
                    "{} is the same server as {}: asked once",
                    target.address, there.address
                ));
                if there.name.is_none() {
                    *there = target.clone();
                }
            }
            _ => {
                if let Some(address) = address {
                    first.entry(address).or_insert(kept.len());
                }
                kept.push(target.clone());
            }
        }
    }
    (kept, notices)
}

/// Whether nothing but name and address tells two targets apart, or one of them
/// is an address alone.
fn is_same(one: &Target, other: &Target) -> bool {
    if one.name.is_none() != other.name.is_none() {
        return true;
    }
    let named = |target: &Target| Target {
        name: None,
        address: one.address.clone(),
        ..target.clone()
    };
    named(one) == named(other)
}

/// The addresses that could be another's: on a port that more than one has.
fn ambiguous(targets: &[Target]) -> Vec<Address> {
    let direct = || targets.iter().filter(|it| it.proxy_command.is_none());
    let mut on_port: HashMap<u16, usize> = HashMap::new();
    for target in direct() {
        *on_port.entry(target.address.port()).or_default() += 1;
    }
    let shared = direct().filter(|it| on_port.get(&it.address.port()).is_some_and(|n| *n > 1));
    shared.map(|target| target.address.clone()).collect()
}

/// How long is looked for servers with these deadlines.
fn patience(deadlines: impl Iterator<Item = Duration>) -> Duration {
    let shortest = deadlines.min().unwrap_or_default();
    PATIENCE.min(shortest / OF_THE_DEADLINE)
}

/// The first address of each name, as far as they are found in time.
fn look_up(
    names: &[Address],
    parallel: usize,
    patience: Duration,
    cancel: &Cancel,
) -> HashMap<Address, SocketAddr> {
    let names: Arc<[Address]> = names.into();
    let next = Arc::new(AtomicUsize::new(0));
    let (say, hear) = channel::channel();
    for _ in 0..parallel.min(names.len()) {
        let (names, next, say) = (Arc::clone(&names), Arc::clone(&next), say.clone());
        let looking = move || {
            while let Some(name) = names.get(next.fetch_add(1, Ordering::SeqCst)) {
                let found = (name.host(), name.port()).to_socket_addrs();
                let first = found.ok().and_then(Iterator::min);
                if say.send((name.clone(), first)).is_err() {
                    return;
                }
            }
        };
        // One thread less is slower, and nothing else.
        let _ = thread::Builder::new()
            .name("names".to_owned())
            .spawn(looking);
    }
    drop(say);
    let end = Instant::now() + patience;
    let mut found = HashMap::new();
    while Instant::now() < end && !cancel.is_cancelled() {
        match hear.recv_timeout(SLICE) {
            Ok((name, Some(address))) => {
                found.insert(name, address);
            }
            Ok((_, None)) | Err(channel::RecvTimeoutError::Timeout) => {}
            Err(channel::RecvTimeoutError::Disconnected) => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_names_up_takes_a_part_of_the_shortest_deadline() {
        let of = |seconds: &[u64]| patience(seconds.iter().copied().map(Duration::from_secs));
        assert_eq!(of(&[10, 1]), Duration::from_millis(250));
        assert_eq!(of(&[600]), PATIENCE);
        assert_eq!(of(&[]), Duration::ZERO);
    }
}
