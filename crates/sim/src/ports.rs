//! Taking the ports that a process serves.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use crate::engine;
use crate::error::Error;
use crate::game::Carrier;

/// A port that is listened on.
pub(crate) type Port = (SocketAddr, engine::Listener);

/// Takes `count` ports in a row; with port 0 any that are free.
pub(crate) fn take(address: &str, count: usize, carrier: Carrier) -> Result<Vec<Port>, Error> {
    let first = resolve(address)?;
    let mut listeners = Vec::with_capacity(count);
    for addr in row(first, count)? {
        let next = listeners.last().and_then(|(last, _)| after(*last));
        // The system looks for a free port at random, which takes long
        // where most are taken; the next one is likely to be free.
        let near = next.filter(|_| addr.port() == 0);
        let near = near.map(|near| engine::listen(near, carrier));
        match near {
            Some(Ok(near)) => listeners.push(near),
            _ => listeners.push(listen(addr, carrier, listeners.len(), count)?),
        }
    }
    Ok(listeners)
}

fn resolve(address: &str) -> Result<SocketAddr, Error> {
    let error = |source| Error::Listen {
        address: address.to_owned(),
        source,
    };
    let mut found = address.to_socket_addrs().map_err(error)?;
    found
        .next()
        .ok_or_else(|| error(io::ErrorKind::AddrNotAvailable.into()))
}

/// The same address with the next port.
fn after(addr: SocketAddr) -> Option<SocketAddr> {
    let port = addr.port().checked_add(1)?;
    Some(SocketAddr::new(addr.ip(), port))
}

/// `count` addresses in a row; with port 0 the same one each time.
fn row(first: SocketAddr, count: usize) -> Result<Vec<SocketAddr>, Error> {
    if first.port() == 0 {
        return Ok(vec![first; count]);
    }
    let ports = first.port()..=u16::MAX;
    if ports.len() < count {
        return Err(Error::Ports {
            first: first.port(),
            count,
        });
    }
    let addr = |port| SocketAddr::new(first.ip(), port);
    Ok(ports.take(count).map(addr).collect())
}

fn listen(addr: SocketAddr, carrier: Carrier, served: usize, wanted: usize) -> Result<Port, Error> {
    engine::listen(addr, carrier).map_err(|source| {
        if engine::is_file_limit(&source) {
            Error::OpenFiles { served, wanted }
        } else {
            Error::Listen {
                address: addr.to_string(),
                source,
            }
        }
    })
}
