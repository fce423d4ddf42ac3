//! TCP and UDP on the tokio runtime.

use std::io::{self, Read as _};
use std::net::{Shutdown, SocketAddr};
use std::time::{Duration, Instant};

use socket2::SockRef;
use tokio::net::{TcpStream, UdpSocket};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::dial::{self, Dialler, Found, io_error};
use super::link::{Link, Read, Route};
use super::tcp::{acknowledge_at_once, set_up};
use super::udp::{connect, is_refusal};
use crate::cancel::Cancel;
use crate::error::{ConnectError, Error};
use crate::pace::later;
use crate::scheme::Carrier;

/// What carries it, its waits leaving the thread to others. Dropping what waits is
/// how one ends early, so nobody looks at a [`Cancel`] in the meantime.
#[derive(Debug)]
pub(crate) struct TokioLink {
    carrier: Carried,
    /// Anything has come.
    heard: bool,
    /// The host has said that nobody listens there.
    refused: bool,
}

#[derive(Debug)]
enum Carried {
    Tcp(TcpStream),
    Udp(UdpSocket),
}

impl Carried {
    fn try_read(&self, space: &mut [u8]) -> io::Result<usize> {
        match self {
            Carried::Tcp(stream) => stream.try_read(space),
            Carried::Udp(socket) => socket.try_recv(space),
        }
    }

    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Carried::Tcp(stream) => stream.try_write(bytes),
            Carried::Udp(socket) => socket.try_send(bytes),
        }
    }

    async fn readable(&self) -> io::Result<()> {
        match self {
            Carried::Tcp(stream) => stream.readable().await,
            Carried::Udp(socket) => socket.readable().await,
        }
    }

    async fn writable(&self) -> io::Result<()> {
        match self {
            Carried::Tcp(stream) => stream.writable().await,
            Carried::Udp(socket) => socket.writable().await,
        }
    }

    fn socket(&self) -> SockRef<'_> {
        match self {
            Carried::Tcp(stream) => SockRef::from(stream),
            Carried::Udp(socket) => SockRef::from(socket),
        }
    }

    fn is_stream(&self) -> bool {
        matches!(self, Carried::Tcp(_))
    }
}

impl TokioLink {
    fn result(&mut self, read: io::Result<usize>) -> Read {
        match read {
            // A datagram of nothing is not the end of anything.
            Ok(0) if !self.carrier.is_stream() => Read::Nothing,
            Err(error) if !self.carrier.is_stream() && is_refusal(&error) => {
                self.refused = !self.heard;
                Read::Broken(error)
            }
            read => {
                self.heard |= read.is_ok();
                Read::from_result(read)
            }
        }
    }
}

impl Link for TokioLink {
    /// Long enough to be no load with a thousand of them.
    const SLICE: Duration = Duration::from_secs(60);

    async fn open(route: &Route<'_>) -> Result<Self, Error> {
        if route.proxy_command.is_some() {
            return Err(Error::Connect(ConnectError::Proxy {
                address: route.address.clone(),
                detail: "no proxy command can be used on tokio".to_owned(),
            }));
        }
        let carrier = match route.carrier {
            Carrier::Stream => {
                let stream = dial::dial::<Streams>(route).await?;
                set_up(&SockRef::from(&stream));
                Carried::Tcp(stream)
            }
            Carrier::Datagrams => Carried::Udp(datagrams(route).await?),
        };
        Ok(Self {
            carrier,
            heard: false,
            refused: false,
        })
    }

    async fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        if self.carrier.is_stream() {
            acknowledge_at_once(&self.carrier.socket());
        }
        let until = later(Instant::now(), wait);
        loop {
            // A wake-up without a reason is no news.
            match self.carrier.try_read(space) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return self.result(result),
            }
            let left = until.saturating_duration_since(Instant::now());
            match timeout(left, self.carrier.readable()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Read::Broken(error),
                Err(_) => return Read::Nothing,
            }
        }
    }

    /// Asks the socket itself: the runtime knows only what it was told when it
    /// last looked.
    fn read_now(&mut self, space: &mut [u8]) -> Read {
        let read = (&*self.carrier.socket()).read(space);
        self.result(read)
    }

    async fn write(&mut self, bytes: &[u8], at_most: Duration) -> io::Result<usize> {
        let until = later(Instant::now(), at_most);
        loop {
            match self.carrier.try_write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if !self.carrier.is_stream() && is_refusal(&error) => {
                    self.refused = !self.heard;
                    return Err(error);
                }
                result => return result,
            }
            let left = until.saturating_duration_since(Instant::now());
            match timeout(left, self.carrier.writable()).await {
                Ok(ready) => ready?,
                Err(_) => return Err(io::ErrorKind::TimedOut.into()),
            }
        }
    }

    fn half_close(&mut self) -> io::Result<()> {
        match &self.carrier {
            Carried::Tcp(stream) => SockRef::from(stream).shutdown(Shutdown::Write),
            Carried::Udp(_) => Ok(()),
        }
    }

    async fn leave(&mut self, at_most: Duration, _: &Cancel) {
        if !self.carrier.is_stream() || self.half_close().is_err() {
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

    fn can_half_close(&self) -> bool {
        self.carrier.is_stream()
    }

    fn was_refused(&self) -> bool {
        self.refused
    }

    fn obituary(&mut self) -> Option<String> {
        None
    }
}

/// A socket of the first address of where the route goes that takes one.
async fn datagrams(route: &Route<'_>) -> Result<UdpSocket, Error> {
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in dial::addresses::<Streams>(route).await? {
        let socket = connect(address).and_then(|socket| {
            socket.set_nonblocking(true)?;
            UdpSocket::from_std(socket)
        });
        match socket {
            Ok(socket) => return Ok(socket),
            Err(error) => failed = error,
        }
    }
    Err(io_error(route.address, failed))
}

/// Connections that are being made. Those that are not needed end with it.
#[derive(Debug, Default)]
struct Streams(JoinSet<io::Result<TcpStream>>);

impl Dialler for Streams {
    type Stream = TcpStream;

    const SLICE: Duration = TokioLink::SLICE;

    async fn look_up(
        &self,
        name: &str,
        port: u16,
        until: Instant,
        _: &Cancel,
    ) -> Result<Found, Error> {
        let left = until.saturating_duration_since(Instant::now());
        let found = timeout(left, tokio::net::lookup_host((name, port))).await;
        Ok(found.ok().map(|found| found.map(Vec::from_iter)))
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn begin(&mut self, address: SocketAddr) -> io::Result<Option<TcpStream>> {
        self.0.spawn(TcpStream::connect(address));
        Ok(None)
    }

    async fn wait(
        &mut self,
        at_most: Duration,
        failures: &mut Vec<io::Error>,
    ) -> io::Result<Option<TcpStream>> {
        match timeout(at_most, self.0.join_next()).await {
            Ok(Some(Ok(Ok(stream)))) => Ok(Some(stream)),
            Ok(Some(Ok(Err(error)))) => {
                failures.push(error);
                Ok(None)
            }
            Ok(Some(Err(error))) => Err(error.into()),
            Ok(None) | Err(_) => Ok(None),
        }
    }
}
