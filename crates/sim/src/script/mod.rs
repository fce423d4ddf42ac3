//! A server that follows a script: what a client is expected to send, and
//! what it gets for it, byte by byte.

mod player;
mod scripted;
mod step;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use rcon_proto::Packet;

use crate::builder::Builder;
use crate::error::Error;
use crate::outbox::End;
use crate::server::Server;

use player::Player;
use scripted::Log;
pub use scripted::{Scripted, Unfulfilled};
use step::{Act, Expect, Step};

/// What is to happen on one or more connections, in order.
///
/// Requests are awaited by the `expect_…` steps; the other steps are done at
/// once, in turn. Replies get the id of the request that they answer, so a
/// script need not know which ids the client chooses.
///
/// ```
/// use std::io::{Read, Write};
/// use rcon_proto::Packet;
/// use rcon_sim::Script;
///
/// let scripted = Script::new()
///     .expect_auth("secret")
///     .accept()
///     .expect_command("status")
///     .reply("all is well\n")
///     .close()
///     .start()?;
///
/// // A client in three lines.
/// let mut stream = std::net::TcpStream::connect(scripted.addr()).unwrap();
/// stream.write_all(&Packet::new(1, 3, "secret").encode()).unwrap();
/// stream.write_all(&Packet::new(2, 2, "status").encode()).unwrap();
/// let mut reply = Vec::new();
/// stream.read_to_end(&mut reply).unwrap();
///
/// assert!(reply.ends_with(b"all is well\n\0\0"));
/// scripted.finish().unwrap();
/// # Ok::<(), rcon_sim::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Script {
    /// Never empty; the last one is being written.
    connections: Vec<Vec<Step>>,
}

impl Default for Script {
    fn default() -> Self {
        Self::new()
    }
}

/// How long pieces of [`Script::send_cut`] are apart: long enough for a
/// reader to see each.
const GAP: Duration = Duration::from_millis(5);

impl Script {
    /// A script of one connection on which nothing happens.
    pub fn new() -> Self {
        Self {
            connections: vec![Vec::new()],
        }
    }

    fn step(mut self, step: Step) -> Self {
        if let Some(last) = self.connections.last_mut() {
            last.push(step);
        }
        self
    }

    fn expect(self, expect: Expect) -> Self {
        self.step(Step::Expect(expect))
    }

    fn act(self, act: Act) -> Self {
        self.step(Step::Act(act))
    }

    /// What follows is for the next connection that the client opens.
    #[must_use]
    pub fn next_connection(mut self) -> Self {
        self.connections.push(Vec::new());
        self
    }

    /// Expects a login with this password.
    #[must_use]
    pub fn expect_auth(self, password: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Packet(3, password.into()))
    }

    /// Expects this command.
    #[must_use]
    pub fn expect_command(self, command: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Packet(2, command.into()))
    }

    /// Expects an empty packet of type 0.
    #[must_use]
    pub fn expect_probe(self) -> Self {
        self.expect(Expect::Packet(0, Vec::new()))
    }

    /// Expects a packet of this type and body.
    #[must_use]
    pub fn expect_packet(self, kind: i32, body: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Packet(kind, body.into()))
    }

    /// Expects any one packet.
    #[must_use]
    pub fn expect_any(self) -> Self {
        self.expect(Expect::Any)
    }

    /// Expects exactly these bytes.
    #[must_use]
    pub fn expect_bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.expect(Expect::Bytes(bytes.into()))
    }

    /// Expects that the client ends its direction, by a half-close or a close.
    #[must_use]
    pub fn expect_end(self) -> Self {
        self.expect(Expect::End)
    }

    /// Accepts the login with one packet.
    #[must_use]
    pub fn accept(self) -> Self {
        self.act(Act::Answer(2, Vec::new()))
    }

    /// Accepts the login with two packets, as Source does.
    #[must_use]
    pub fn accept_as_source(self) -> Self {
        self.act(Act::Answer(0, Vec::new())).accept()
    }

    /// Refuses the login with one packet of id -1.
    #[must_use]
    pub fn refuse(self) -> Self {
        self.send(&Packet::new(-1, 2, ""))
    }

    /// Sends a packet of type 0 with the id of the last login or command.
    #[must_use]
    pub fn reply(self, text: impl Into<Vec<u8>>) -> Self {
        self.act(Act::Answer(0, text.into()))
    }

    /// Sends a packet of any type with the id of the last login or command.
    #[must_use]
    pub fn reply_as(self, kind: i32, text: impl Into<Vec<u8>>) -> Self {
        self.act(Act::Answer(kind, text.into()))
    }

    /// Answers the last probe with two packets, as Source does.
    #[must_use]
    pub fn answer_probe(self) -> Self {
        self.act(Act::Mirror(Vec::new()))
            .act(Act::Mirror(vec![0, 1, 0, 0]))
    }

    /// Sends a packet of type 0 with the id of the last probe.
    #[must_use]
    pub fn answer_probe_with(self, text: impl Into<Vec<u8>>) -> Self {
        self.act(Act::Mirror(text.into()))
    }

    /// Sends a packet as it is.
    #[must_use]
    pub fn send(self, packet: &Packet) -> Self {
        self.act(Act::Bytes(packet.encode()))
    }

    /// Sends bytes as they are, in one segment.
    #[must_use]
    pub fn send_bytes(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.act(Act::Bytes(bytes.into()))
    }

    /// Sends bytes in segments: the first ends before byte `cuts[0]`, and so
    /// on. A cut at 0, beyond the end or before an earlier one is skipped.
    #[must_use]
    pub fn send_cut(mut self, bytes: &[u8], cuts: &[usize]) -> Self {
        let mut start = 0;
        for &cut in cuts.iter().chain([&bytes.len()]) {
            if let Some(piece) = bytes.get(start..cut).filter(|piece| !piece.is_empty()) {
                self = self.send_bytes(piece).pause(GAP);
                start = cut;
            }
        }
        self
    }

    /// Waits before what follows.
    #[must_use]
    pub fn pause(self, time: Duration) -> Self {
        self.act(Act::Pause(time))
    }

    /// Closes the connection.
    #[must_use]
    pub fn close(self) -> Self {
        self.act(Act::End(End::Close))
    }

    /// Resets (RST) the connection.
    #[must_use]
    pub fn reset(self) -> Self {
        self.act(Act::End(End::Reset))
    }

    /// Ends the server's direction; the client's stays open.
    #[must_use]
    pub fn half_close(self) -> Self {
        self.act(Act::End(End::HalfClose))
    }

    /// Begins to serve on a free port of the loopback.
    ///
    /// # Errors
    ///
    /// [`Error`] when there is no port to be had.
    pub fn start(self) -> Result<Scripted, Error> {
        self.start_with(Server::builder())
    }

    /// Begins to serve as `builder` says: with faults on the link, for
    /// example. Its game and password play no part.
    ///
    /// # Errors
    ///
    /// [`Error`] when the address is not to be had.
    pub fn start_with(self, builder: Builder) -> Result<Scripted, Error> {
        let log = Arc::new(Log::new(self.connections));
        let ours = Arc::clone(&log);
        let server = builder
            .peers(move |_| Box::new(Player::new(Arc::clone(&ours))))
            .start()?;
        Ok(Scripted::new(server, log))
    }
}
