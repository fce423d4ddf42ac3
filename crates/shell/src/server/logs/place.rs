//! Where a log is received: a socket of ours, what the server is told of it, and from whom
//! it may come.

use std::io;
use std::net::{
    IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs as _, UdpSocket,
};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rcon_proto::{Cancel, ErrorKind};

use super::gate::Gate;
use super::registered::Way;
use super::{http, udp};
use crate::error::{Error, Result, UsageError};
use crate::request::log_place::LogPlace;
use crate::request::target::Target;
use crate::system::patience::wait_for;

/// The two addresses of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) local: IpAddr,
    pub(super) peer: IpAddr,
}

/// A socket that is bound and not listened to yet.
pub(super) struct Listening {
    socket: Socket,
    /// What the server is told.
    pub(super) announced: String,
    /// Who may send.
    pub(super) senders: Vec<IpAddr>,
}

enum Socket {
    Udp(UdpSocket),
    Http(TcpListener),
}

/// Takes a place to listen at.
///
/// # Errors
///
/// There is none, or nobody knows how the server would reach it.
pub(super) fn listen(
    way: Way,
    place: &LogPlace,
    ends: Option<Ends>,
    target: &Target,
    cancel: &Cancel,
) -> Result<Listening> {
    let via = place.via.as_ref().map(|via| &via.0);
    if ends.is_none() && via.is_none() {
        return Err(UsageError(
            "the server is reached through a proxy command, so it cannot reach a listener here by itself: \
             --log-via HOST:PORT says what leads here, and --log-listen ADDRESS:PORT where to listen"
                .to_owned(),
        )
        .into());
    }
    let at = match (place.listen, ends) {
        (Some(listen), _) => listen.0,
        (None, Some(ends)) => SocketAddr::new(ends.local, 0),
        (None, None) => {
            SocketAddr::new(any_for(via.is_some_and(|via| via.host().contains(':'))), 0)
        }
    };
    let (socket, bound) = bind(way, at, via.map(rcon_proto::Address::port))?;
    let own = || {
        let own = ends.map_or(bound.ip(), |ends| ends.local);
        let any = bound.ip().is_unspecified();
        SocketAddr::new(if any { own } else { bound.ip() }, bound.port())
    };
    let reached = via.map_or_else(|| own().to_string(), ToString::to_string);
    Ok(Listening {
        socket,
        announced: match way {
            Way::Udp => reached,
            Way::Http => format!("http://{reached}/"),
        },
        senders: match ends {
            Some(ends) => vec![ends.peer],
            None => behind_proxy(target, cancel),
        },
    })
}

fn any_for(v6: bool) -> IpAddr {
    if v6 {
        Ipv6Addr::UNSPECIFIED.into()
    } else {
        Ipv4Addr::UNSPECIFIED.into()
    }
}

/// Binds: where no port is named, one that is free, or the one that leads here,
/// as most forward a port to the same.
fn bind(way: Way, at: SocketAddr, via: Option<u16>) -> Result<(Socket, SocketAddr)> {
    let ports = match (at.port(), via) {
        (0, Some(port)) => vec![port, 0],
        (port, _) => vec![port],
    };
    let mut last = None;
    for port in ports {
        let at = SocketAddr::new(at.ip(), port);
        match bind_at(way, at) {
            Ok(bound) => return Ok(bound),
            Err(error) => last = Some((at, error)),
        }
    }
    let why = last.map_or_else(String::new, |(at, error)| {
        format!("cannot listen for the log on {at}: {error}")
    });
    Err(Error::new(ErrorKind::Usage, why))
}

fn bind_at(way: Way, at: SocketAddr) -> io::Result<(Socket, SocketAddr)> {
    Ok(match way {
        Way::Udp => {
            let socket = UdpSocket::bind(at)?;
            let bound = socket.local_addr()?;
            (Socket::Udp(socket), bound)
        }
        Way::Http => {
            let socket = TcpListener::bind(at)?;
            let bound = socket.local_addr()?;
            (Socket::Http(socket), bound)
        }
    })
}

/// Behind a proxy command nobody sees the server's address: it is one of
/// those that its name has here. What was forwarded to this machine comes from itself.
fn behind_proxy(target: &Target, cancel: &Cancel) -> Vec<IpAddr> {
    let host = (target.address.host().to_owned(), target.address.port());
    let found = wait_for(target.timeout, cancel, move || {
        host.to_socket_addrs().map(Iterator::collect::<Vec<_>>)
    });
    let found = found.ok().and_then(Result::ok).unwrap_or_default();
    let mut senders: Vec<IpAddr> = found.iter().map(SocketAddr::ip).collect();
    senders.extend([
        Ipv4Addr::LOCALHOST.into(),
        IpAddr::from(Ipv6Addr::LOCALHOST),
    ]);
    senders
}

impl Listening {
    /// Listens from now on.
    ///
    /// # Errors
    ///
    /// The system gives no thread.
    pub(super) fn start(
        self,
        secret: Option<Vec<u8>>,
        gate: &Arc<Gate>,
        over: &Arc<AtomicBool>,
        gone: &Arc<AtomicBool>,
    ) -> Result<()> {
        let (gate, over) = (Arc::clone(gate), Arc::clone(over));
        let started = match self.socket {
            Socket::Udp(socket) => udp::listen(socket, secret, gate, over),
            Socket::Http(listener) => http::listen(listener, gate, over, Arc::clone(gone)),
        };
        // The thread ends by itself.
        started.map(drop).map_err(|error| {
            Error::new(ErrorKind::Other, error).context("cannot listen for the log")
        })
    }
}
