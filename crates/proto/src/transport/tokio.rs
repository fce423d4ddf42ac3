//! TCP, UDP and proxy commands on the tokio runtime.

mod bridge;
mod streams;

use std::io::{self, Read as _};
use std::net::{Shutdown, SocketAddr};
use std::time::{Duration, Instant};

use socket2::SockRef;
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::dial;
use super::held_back::HeldBack;
use super::link::{Link, Read, Route};
use super::proxy::{Proxy, carries};
use super::tcp::set_up;
use super::udp::{self, Named};
use crate::cancel::Cancel;
use crate::error::Error;
use crate::pace::later;
use crate::scheme::Carrier;

use bridge::Bridge;
use streams::Streams;

/// What carries it, its waits leaving the thread to others. Dropping what waits is
/// how one ends early, so nobody looks at a [`Cancel`] in the meantime.
#[derive(Debug)]
pub(crate) enum TokioLink {
    Tcp(TcpStream, HeldBack),
    Udp(Named<UdpSocket>),
    Proxy(Bridge),
}

impl TokioLink {
    /// What is there, and whether that is nothing yet.
    fn try_read(&mut self, space: &mut [u8]) -> Option<Read> {
        let read = match self {
            TokioLink::Tcp(stream, _) => stream.try_read(space),
            TokioLink::Udp(named) => named.socket.try_recv(space),
            TokioLink::Proxy(bridge) => return bridge.try_read(space),
        };
        match read {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            read => Some(self.result(read)),
        }
    }

    fn result(&mut self, read: io::Result<usize>) -> Read {
        match self {
            TokioLink::Udp(named) => named.received(read),
            TokioLink::Tcp(..) | TokioLink::Proxy(_) => Read::from_result(read),
        }
    }

    /// How many bytes were taken, and whether that is none yet.
    fn try_write(&mut self, bytes: &[u8]) -> io::Result<Option<usize>> {
        let written = match self {
            TokioLink::Tcp(stream, held_back) => {
                held_back.on_write();
                stream.try_write(bytes)
            }
            TokioLink::Udp(named) => named.socket.try_send(bytes),
            TokioLink::Proxy(bridge) => bridge.write(bytes),
        };
        match (written, &mut *self) {
            (Err(error), _) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            (written, TokioLink::Udp(named)) => Ok(named.sent(written)?.then_some(bytes.len())),
            (written, _) => written.map(Some),
        }
    }

    async fn readable(&self) -> io::Result<()> {
        match self {
            TokioLink::Tcp(stream, _) => stream.readable().await,
            TokioLink::Udp(named) => named.socket.readable().await,
            TokioLink::Proxy(bridge) => {
                bridge.news().await;
                Ok(())
            }
        }
    }

    async fn writable(&self) -> io::Result<()> {
        match self {
            TokioLink::Tcp(stream, _) => stream.writable().await,
            TokioLink::Udp(named) => named.socket.writable().await,
            TokioLink::Proxy(_) => Ok(()),
        }
    }
}

impl Link for TokioLink {
    const SLICE: Duration = streams::SLICE;

    async fn open(route: &Route<'_>) -> Result<Self, Error> {
        match (route.carrier, route.proxy_command) {
            (carrier, Some(command)) => {
                carries(carrier, route.address)?;
                let proxy = Proxy::start(command, route.address, route.proxy_without)?;
                Ok(Self::Proxy(Bridge::new(proxy)))
            }
            (Carrier::Stream, None) => {
                let stream = dial::dial::<Streams>(route).await?;
                set_up(&SockRef::from(&stream));
                Ok(Self::Tcp(stream, HeldBack::default()))
            }
            (Carrier::Datagrams, None) => {
                let addresses = dial::addresses::<Streams>(route).await?;
                Named::open(route.address, addresses, datagrams).map(Self::Udp)
            }
        }
    }

    async fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        let until = later(Instant::now(), wait);
        loop {
            // A wake-up without a reason is no news.
            if let Some(read) = self.try_read(space) {
                if let TokioLink::Tcp(_, held_back) = self {
                    held_back.on_read(&read, space.len());
                }
                return read;
            }
            if let TokioLink::Tcp(stream, held_back) = self {
                held_back.before_a_wait(&SockRef::from(&*stream));
            }
            let left = until.saturating_duration_since(Instant::now());
            match timeout(left, self.readable()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Read::Broken(error),
                Err(_) => return Read::Nothing,
            }
        }
    }

    /// Asks the socket itself: the runtime knows only what it was told when it
    /// last looked.
    fn read_now(&mut self, space: &mut [u8]) -> Read {
        let read = match self {
            TokioLink::Tcp(stream, _) => (&*SockRef::from(&*stream)).read(space),
            TokioLink::Udp(named) => (&*SockRef::from(&named.socket)).read(space),
            TokioLink::Proxy(bridge) => return bridge.try_read(space).unwrap_or(Read::Nothing),
        };
        self.result(read)
    }

    async fn write(&mut self, bytes: &[u8], at_most: Duration) -> io::Result<usize> {
        let until = later(Instant::now(), at_most);
        loop {
            if let Some(count) = self.try_write(bytes)? {
                return Ok(count);
            }
            let left = until.saturating_duration_since(Instant::now());
            match timeout(left, self.writable()).await {
                Ok(ready) => ready?,
                Err(_) => return Err(io::ErrorKind::TimedOut.into()),
            }
        }
    }

    fn half_close(&mut self) -> io::Result<()> {
        match self {
            TokioLink::Tcp(stream, _) => SockRef::from(&*stream).shutdown(Shutdown::Write),
            TokioLink::Proxy(bridge) => {
                bridge.half_close();
                Ok(())
            }
            TokioLink::Udp(_) => Ok(()),
        }
    }

    /// A proxy command has its input closed when it is dropped, and is waited
    /// for there, on a thread.
    async fn leave(&mut self, at_most: Duration, _: &Cancel) {
        if !self.can_half_close() || self.half_close().is_err() {
            return;
        }
        let until = later(Instant::now(), at_most);
        // What still comes is of no interest any more.
        let mut space = [0; 4096];
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            if let Read::End | Read::Broken(_) = self.read(&mut space, left).await {
                return;
            }
        }
    }

    /// Relays close soon after one, and lose what is under way.
    fn can_half_close(&self) -> bool {
        matches!(self, TokioLink::Tcp(..))
    }

    fn was_refused(&self) -> bool {
        matches!(self, TokioLink::Udp(named) if named.was_refused())
    }

    async fn obituary(&mut self) -> Option<String> {
        match self {
            TokioLink::Proxy(bridge) => bridge.obituary().await,
            TokioLink::Tcp(..) | TokioLink::Udp(_) => None,
        }
    }
}

/// A socket of the runtime that sends to this address and hears nobody else.
fn datagrams(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = udp::connect(address)?;
    socket.set_nonblocking(true)?;
    UdpSocket::from_std(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_next_address_of_a_name_is_tried_where_nobody_listens() {
        let gone = udp::connect(([127, 0, 0, 1], 1).into()).expect("a socket");
        let dead = gone.local_addr().expect("bound");
        drop(gone);
        let server = UdpSocket::bind("127.0.0.1:0").await.expect("bind");
        let alive = server.local_addr().expect("bound");
        let named = Named::open(&dead.into(), [dead, alive].into(), datagrams);
        let mut link = TokioLink::Udp(named.expect("a socket"));
        let mut space = [0; 16];
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            assert!(Instant::now() < until, "it stays with the dead one");
            let sent = link.write(b"hello", Duration::from_secs(1)).await;
            assert_eq!(sent.ok(), Some(5));
            let heard = server.recv(&mut space);
            if timeout(Duration::from_millis(50), heard).await.is_ok() {
                break;
            }
        }
        assert!(!link.was_refused());
    }
}
