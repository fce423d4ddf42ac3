//! What carries a dialogue: TCP, the standard input and output of a proxy
//! command, or UDP. The only place that knows which.

mod dial;
mod eager;
mod held_back;
mod link;
mod look;
mod proxy;
mod tcp;
#[cfg(feature = "tokio")]
mod tokio;
mod udp;

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::cancel::Cancel;
use crate::error::Error;
use crate::scheme::Carrier;

#[cfg(feature = "tokio")]
pub(crate) use self::tokio::TokioLink;
pub(crate) use link::{Link, Read, Route, now, would_block};
pub(crate) use proxy::Proxy;
pub(crate) use tcp::Tcp;
pub(crate) use udp::Udp;

/// The longest time in which nobody looks at a [`Cancel`].
pub(crate) const SLICE: Duration = Duration::from_millis(50);

/// One carrier to a server.
#[derive(Debug)]
pub(crate) enum Transport {
    Tcp(Tcp),
    Proxy(Proxy),
    Udp(Udp),
}

impl Transport {
    /// The two ends of the stream, ours first, where it has such.
    pub(crate) fn ends(&self) -> Option<(SocketAddr, SocketAddr)> {
        match self {
            Transport::Tcp(tcp) => tcp.ends().ok(),
            Transport::Proxy(_) | Transport::Udp(_) => None,
        }
    }

    /// Something to wait on; until `due` at the longest.
    pub(crate) fn watch(&self, due: Option<Instant>) -> io::Result<Watch> {
        let watched = match self {
            Transport::Tcp(tcp) => Watched::Tcp(tcp.watch()?),
            Transport::Proxy(proxy) => Watched::Proxy(proxy.watch()),
            Transport::Udp(udp) => Watched::Udp(udp.watch()?),
        };
        Ok(Watch { watched, due })
    }
}

/// Each of these blocks.
impl Link for Transport {
    const SLICE: Duration = SLICE;

    async fn open(route: &Route<'_>) -> Result<Self, Error> {
        match (route.carrier, route.proxy_command) {
            (carrier, Some(command)) => {
                proxy::carries(carrier, route.address)?;
                let proxy = Proxy::start(command, route.address, route.proxy_without)?;
                Ok(Self::Proxy(proxy))
            }
            (Carrier::Stream, None) => {
                let stream = dial::dial::<dial::Attempts>(route).await?;
                Ok(Self::Tcp(Tcp::new(stream)))
            }
            (Carrier::Datagrams, None) => {
                let addresses = dial::addresses::<dial::Attempts>(route).await?;
                Ok(Self::Udp(Udp::open(route.address, addresses)?))
            }
        }
    }

    /// Returns early, with nothing, after a signal.
    async fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        match self {
            Transport::Tcp(tcp) => tcp.read(space, wait),
            Transport::Proxy(proxy) => proxy.read(space, wait),
            Transport::Udp(udp) => udp.read(space, wait),
        }
    }

    fn read_now(&mut self, space: &mut [u8]) -> Read {
        match self {
            Transport::Tcp(tcp) => tcp.read_now(space),
            Transport::Proxy(proxy) => proxy.read(space, Duration::ZERO),
            Transport::Udp(udp) => udp.read_now(space),
        }
    }

    async fn write(&mut self, bytes: &[u8], at_most: Duration) -> io::Result<usize> {
        match self {
            Transport::Tcp(tcp) => return tcp.write(bytes, at_most),
            Transport::Proxy(proxy) => proxy.write(bytes)?,
            Transport::Udp(udp) => udp.write(bytes)?,
        }
        Ok(bytes.len())
    }

    fn half_close(&mut self) -> io::Result<()> {
        match self {
            Transport::Tcp(tcp) => tcp.half_close(),
            Transport::Proxy(proxy) => {
                proxy.half_close();
                Ok(())
            }
            Transport::Udp(_) => Ok(()),
        }
    }

    /// A proxy command has its input closed when it is dropped, and is waited
    /// for there.
    async fn leave(&mut self, at_most: Duration, cancel: &Cancel) {
        match self {
            Transport::Tcp(tcp) => tcp.leave(at_most, cancel),
            Transport::Proxy(_) | Transport::Udp(_) => {}
        }
    }

    /// Relays close soon after one, and lose what is under way.
    fn can_half_close(&self) -> bool {
        matches!(self, Transport::Tcp(_))
    }

    fn was_refused(&self) -> bool {
        matches!(self, Transport::Udp(udp) if udp.was_refused())
    }

    async fn obituary(&mut self) -> Option<String> {
        match self {
            Transport::Tcp(_) | Transport::Udp(_) => None,
            Transport::Proxy(proxy) => proxy.obituary(),
        }
    }
}

/// Waits for a connection to have something to read, from a thread that does
/// not hold the connection. Made by [`Connection::watch`](crate::Connection::watch);
/// [`Connection::poll_idle`](crate::Connection::poll_idle) shows one at work.
#[derive(Debug)]
pub struct Watch {
    watched: Watched,
    /// When something is to be sent whether or not anything comes: a sign of
    /// life.
    due: Option<Instant>,
}

#[derive(Debug)]
enum Watched {
    Tcp(tcp::TcpWatch),
    Proxy(proxy::ProxyWatch),
    Udp(udp::UdpWatch),
}

impl Watch {
    /// Waits until there is something to read, or to be sent by itself, or the
    /// stream has ended, or about this long. Says whether it is worth looking.
    pub fn wait(&self, at_most: Duration) -> bool {
        let left = |due: Instant| due.saturating_duration_since(Instant::now());
        let wait = self.due.map_or(at_most, |due| at_most.min(left(due)));
        let came = match &self.watched {
            Watched::Tcp(tcp) => tcp.wait(wait),
            Watched::Proxy(proxy) => proxy.wait(wait),
            Watched::Udp(udp) => udp.wait(wait),
        };
        came || self.due.is_some_and(|due| left(due).is_zero())
    }
}

/// Waits for what a thread will say, until a deadline or a cancel.
fn receive<T>(
    from: &std::sync::mpsc::Receiver<T>,
    until: Instant,
    cancel: &Cancel,
) -> Result<Option<T>, Error> {
    loop {
        if cancel.is_cancelled() {
            return Err(Error::Interrupted);
        }
        let left = until.saturating_duration_since(Instant::now());
        match from.recv_timeout(left.min(SLICE)) {
            Ok(value) => return Ok(Some(value)),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return Ok(None),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) if left.is_zero() => return Ok(None),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
        }
    }
}
