//! What stands at the server's end of one connection: a dialect, a script or
//! a hostile peer. None of them knows a socket or a thread.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::host::Host;
use crate::outbox::Outbox;

/// The other end of one client's connection.
pub(crate) trait Peer: Send {
    /// Most bytes that one `read` takes. What one read returns is given to
    /// [`on_bytes`](Self::on_bytes) as it is, because some servers take a read
    /// for a packet.
    fn read_len(&mut self) -> usize {
        16 * 1024
    }

    /// Whether anything is read at all.
    fn reads(&self) -> bool {
        true
    }

    /// How often it looks at its socket, and then reads once; `None` where a
    /// read follows what came at once.
    fn polls(&mut self) -> Option<Duration> {
        None
    }

    /// Whether its system holds small writes back until earlier ones were
    /// acknowledged (Nagle's algorithm), as it does where nobody asked it not
    /// to.
    fn nagles(&mut self) -> bool {
        false
    }

    /// The connection was accepted.
    fn on_connect(&mut self, _cx: &mut Cx<'_>) {}

    /// When [`on_time`](Self::on_time) is to be called, where datagrams are what
    /// carries it.
    fn due(&self) -> Option<Instant> {
        None
    }

    /// That time has come.
    fn on_time(&mut self, _now: Instant, _cx: &mut Cx<'_>) {}

    /// One read returned these bytes.
    fn on_bytes(&mut self, bytes: &[u8], cx: &mut Cx<'_>);

    /// The client has ended its direction.
    fn on_eof(&mut self, cx: &mut Cx<'_>);

    /// Ada says this in the game, so many times. Of the consoles that push it.
    fn on_said(&mut self, _text: &str, _times: u64, _cx: &mut Cx<'_>) {}

    /// Another connection of the same server was closed.
    fn on_sibling_closed(&mut self) {}

    /// This connection is gone.
    fn on_close(&mut self, _host: &mut Host) {}
}

/// What a [`Peer`] may use while it is called.
pub(crate) struct Cx<'a> {
    /// What it sends.
    pub(crate) out: &'a mut Outbox,
    /// The server that it belongs to.
    pub(crate) host: &'a mut Host,
    /// The client's address.
    pub(crate) from: SocketAddr,
}
