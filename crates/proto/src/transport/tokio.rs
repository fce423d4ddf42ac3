//! TCP and UDP on the tokio runtime.

use std::io::{self, Read as _};
use std::net::{Shutdown, SocketAddr};
use std::time::{Duration, Instant};

use socket2::SockRef;
use tokio::net::{TcpStream, UdpSocket};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::dial::{self, Dialler, Found};
use super::link::{Link, Read, Route};
use super::tcp::{acknowledge_at_once, set_up};
use super::udp::Udp;
use crate::cancel::Cancel;
use crate::error::{ConnectError, Error};
use crate::pace::later;
use crate::scheme::Carrier;

/// A carrier whose waits leave the thread to others. Dropping what waits is how
/// one ends early, so nobody looks at a [`Cancel`] in the meantime.
#[derive(Debug)]
pub(crate) enum TokioLink {
    Stream(TcpStream),
    Datagrams(Datagrams),
}

/// The socket that the blocking connection has, waited for by the runtime.
#[derive(Debug)]
pub(crate) struct Datagrams {
    udp: Udp,
    /// The same socket, and which one of those that were tried.
    watched: UdpSocket,
    which: usize,
}

impl Datagrams {
    fn new(udp: Udp) -> io::Result<Self> {
        let (socket, which) = udp.duplicate()?;
        let watched = UdpSocket::from_std(socket)?;
        Ok(Self {
            udp,
            watched,
            which,
        })
    }

    /// Watches the socket of another address, where that is tried now.
    fn renew(&mut self) -> io::Result<()> {
        if self.udp.tried() != self.which {
            let (socket, which) = self.udp.duplicate()?;
            self.watched = UdpSocket::from_std(socket)?;
            self.which = which;
        }
        Ok(())
    }

    async fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        let until = later(Instant::now(), wait);
        loop {
            if let Err(error) = self.renew() {
                return Read::Broken(error);
            }
            match self.udp.result(self.watched.try_recv(space)) {
                Read::Nothing => {}
                read => return read,
            }
            let left = until.saturating_duration_since(Instant::now());
            if timeout(left, self.watched.readable()).await.is_err() {
                return Read::Nothing;
            }
        }
    }

    fn read_now(&mut self, space: &mut [u8]) -> Read {
        let read = (&*SockRef::from(&self.watched)).read(space);
        self.udp.result(read)
    }
}

async fn read_stream(stream: &TcpStream, space: &mut [u8], wait: Duration) -> Read {
    acknowledge_at_once(&SockRef::from(stream));
    let until = later(Instant::now(), wait);
    loop {
        // A wake-up without a reason is no news.
        match stream.try_read(space) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            result => return Read::from_result(result),
        }
        let left = until.saturating_duration_since(Instant::now());
        match timeout(left, stream.readable()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Read::Broken(error),
            Err(_) => return Read::Nothing,
        }
    }
}

async fn write_stream(stream: &TcpStream, bytes: &[u8], at_most: Duration) -> io::Result<usize> {
    let until = later(Instant::now(), at_most);
    loop {
        match stream.try_write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            result => return result,
        }
        let left = until.saturating_duration_since(Instant::now());
        match timeout(left, stream.writable()).await {
            Ok(ready) => ready?,
            Err(_) => return Err(io::ErrorKind::TimedOut.into()),
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
        match route.carrier {
            Carrier::Stream => {
                let stream = dial::dial::<Streams>(route).await?;
                set_up(&SockRef::from(&stream));
                Ok(Self::Stream(stream))
            }
            Carrier::Datagrams => {
                let udp = Udp::open::<Streams>(route).await?;
                let datagrams = Datagrams::new(udp);
                let datagrams = datagrams.map_err(|error| dial::io_error(route.address, error))?;
                Ok(Self::Datagrams(datagrams))
            }
        }
    }

    async fn read(&mut self, space: &mut [u8], wait: Duration) -> Read {
        match self {
            TokioLink::Stream(stream) => read_stream(stream, space, wait).await,
            TokioLink::Datagrams(datagrams) => datagrams.read(space, wait).await,
        }
    }

    /// Asks the socket itself: the runtime knows only what it was told when it
    /// last looked.
    fn read_now(&mut self, space: &mut [u8]) -> Read {
        match self {
            TokioLink::Stream(stream) => Read::from_result((&*SockRef::from(&*stream)).read(space)),
            TokioLink::Datagrams(datagrams) => datagrams.read_now(space),
        }
    }

    async fn write(&mut self, bytes: &[u8], at_most: Duration) -> io::Result<usize> {
        match self {
            TokioLink::Stream(stream) => write_stream(stream, bytes, at_most).await,
            TokioLink::Datagrams(datagrams) => {
                datagrams.udp.write(bytes)?;
                Ok(bytes.len())
            }
        }
    }

    fn half_close(&mut self) -> io::Result<()> {
        match self {
            TokioLink::Stream(stream) => SockRef::from(&*stream).shutdown(Shutdown::Write),
            TokioLink::Datagrams(_) => Ok(()),
        }
    }

    async fn leave(&mut self, at_most: Duration, _: &Cancel) {
        if matches!(self, TokioLink::Datagrams(_)) || self.half_close().is_err() {
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
        matches!(self, TokioLink::Stream(_))
    }

    fn was_refused(&self) -> bool {
        matches!(self, TokioLink::Datagrams(datagrams) if datagrams.udp.was_refused())
    }

    fn obituary(&mut self) -> Option<String> {
        None
    }
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
