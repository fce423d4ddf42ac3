//! A server that follows a script: what a client is expected to send, and
//! what it gets for it, byte by byte.

mod expecting;
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
/// let mut stream = std::net::TcpStream::connect(scripted.addr())?;
/// stream.write_all(&Packet::new(1, 3, "secret").encode())?;
/// stream.write_all(&Packet::new(2, 2, "status").encode())?;
/// let mut reply = Vec::new();
/// stream.read_to_end(&mut reply)?;
///
/// assert!(reply.ends_with(b"all is well\n\0\0"));
/// scripted.finish()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
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
    ///
    /// ```
    /// # use rcon_proto::{Client, ConnectOptions};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// let login = |script: Script| script.expect_auth("secret").accept();
    /// let first = login(Script::new()).expect_command("save").reply("saved").close();
    /// let scripted = login(first.next_connection()).expect_command("stop").close().start()?;
    ///
    /// let mut bot = Client::open(scripted.addr(), &"secret".into(), options)?;
    /// assert_eq!(bot.execute("save")?.bytes(), b"saved");
    /// assert!(bot.execute("stop")?.bytes().is_empty());
    /// scripted.finish()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn next_connection(mut self) -> Self {
        self.connections.push(Vec::new());
        self
    }

    /// Accepts the login with one packet, as CS2, Minecraft and most others do.
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

    /// Sends a packet of type 0 with the id of the last login or command; a
    /// reply may be several of them.
    #[must_use]
    pub fn reply(self, text: impl Into<Vec<u8>>) -> Self {
        self.act(Act::Answer(0, text.into()))
    }

    /// Sends a packet of any type with the id of the last login or command.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// // Cuberite replies with type 2.
    /// let login = Script::new().expect_auth("secret").accept();
    /// let scripted = login.expect_command("list").reply_as(2, "nobody").close().start()?;
    /// let mut bot = Connection::open(scripted.addr(), &"secret".into(), options)?;
    /// assert_eq!(bot.execute("list")?.bytes(), b"nobody");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Sends a packet as it is, at once where nothing is expected before it: a
    /// greeting, say, that nobody asked for.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions, Packet};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// let welcome = Packet::new(0, 0, "Welcome to the panel!");
    /// let scripted = Script::new().send(&welcome).expect_auth("secret").accept().start()?;
    /// assert!(Connection::open(scripted.addr(), &"secret".into(), options).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// on. A cut at 0, beyond the end or before an earlier one is skipped. The
    /// segments are 5 ms apart, for a reader to see each.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions, Packet};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// let accept = Packet::new(10_000, 2, "").encode();
    /// let scripted = Script::new().expect_auth("secret").send_cut(&accept, &[1, 4, 13]).start()?;
    /// assert!(Connection::open(scripted.addr(), &"secret".into(), options).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use rcon_proto::{Connection, ConnectOptions, Error};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// let slow = Duration::from_secs(60);
    /// let scripted = Script::new().expect_auth("secret").pause(slow).accept().start()?;
    /// let hurry = options.timeout(Duration::from_millis(50));
    /// let login = Connection::open(scripted.addr(), &"secret".into(), hurry);
    /// assert!(matches!(login, Err(Error::LoginTimeout { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions, Error, Lost};
    /// # use rcon_sim::Script;
    /// # let options = ConnectOptions::default();
    /// let login = Script::new().expect_auth("secret").accept();
    /// let scripted = login.expect_command("save").reset().start()?;
    /// let mut bot = Connection::open(scripted.addr(), &"secret".into(), options)?;
    /// assert!(matches!(bot.execute("save"), Err(Error::Lost(Lost::AfterSend))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// use rcon_sim::{Fault, Script, Server};
    ///
    /// let slow = Server::builder().fault(Fault::Slice(1));
    /// let scripted = Script::new().expect_auth("secret").accept().start_with(slow)?;
    /// println!("{}", scripted.addr());
    /// # Ok::<(), rcon_sim::Error>(())
    /// ```
    pub fn start_with(self, builder: Builder) -> Result<Scripted, Error> {
        let log = Arc::new(Log::new(self.connections));
        let ours = Arc::clone(&log);
        let server = builder
            .taken_by(move |_| Box::new(Player::new(Arc::clone(&ours))))
            .start()?;
        Ok(Scripted::new(server, log))
    }
}
