//! Names looked up and connections made by the runtime.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::cancel::Cancel;
use crate::error::Error;
use crate::transport::dial::{Dialler, Found};

/// Long enough to be no load with a thousand of them.
pub(super) const SLICE: Duration = Duration::from_secs(60);

/// Connections that are being made. Those that are not needed end with it.
#[derive(Debug, Default)]
pub(super) struct Streams(JoinSet<io::Result<TcpStream>>);

impl Dialler for Streams {
    type Stream = TcpStream;

    const SLICE: Duration = SLICE;

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
