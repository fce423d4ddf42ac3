//! A running simulated server, as a test or a program holds it.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::Duration;

use mio::Waker;
use rcon_proto::Packet;

use crate::builder::Builder;
use crate::counters::Counters;
use crate::engine::Control;
use crate::outbox::End;

/// One or more simulated servers on a thread of their own; dropping it stops
/// them.
///
/// The counts are over all its ports and its whole life. What a client has
/// sent is counted a moment later, so a test that looks for something which
/// the client did not wait for uses [`wait_until`](Self::wait_until).
///
/// ```
/// use rcon_sim::{Game, Server};
///
/// let server = Server::builder().game(Game::Minecraft).password("hunter2").start()?;
/// println!("connect to {}", server.addr());
/// assert_eq!(server.logins(), 0);
/// # Ok::<(), rcon_sim::Error>(())
/// ```
pub struct Server {
    addrs: Vec<SocketAddr>,
    counters: Arc<Counters>,
    control: Sender<Control>,
    waker: Waker,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A server to be set up; see [`Builder`] for what it is by default.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(
        addrs: Vec<SocketAddr>,
        counters: Arc<Counters>,
        control: Sender<Control>,
        waker: Waker,
        thread: JoinHandle<()>,
    ) -> Self {
        Self {
            addrs,
            counters,
            control,
            waker,
            thread: Some(thread),
        }
    }

    /// Where it listens; the first of its ports.
    pub fn addr(&self) -> SocketAddr {
        self.addrs[0]
    }

    /// All its ports.
    pub fn addrs(&self) -> &[SocketAddr] {
        &self.addrs
    }

    /// Connections accepted so far.
    pub fn connections(&self) -> u64 {
        self.counters.read().connections
    }

    /// Connections that are open now. [`wait_until`](Self::wait_until) has an
    /// example.
    pub fn open_connections(&self) -> u64 {
        self.counters.read().open
    }

    /// Login attempts, right or wrong.
    pub fn logins(&self) -> u64 {
        self.counters.read().logins
    }

    /// Login attempts with a wrong password.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// Connection::open(server.addr(), &"wrong".into(), options).unwrap_err();
    /// assert_eq!((server.logins(), server.refusals()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refusals(&self) -> u64 {
        self.counters.read().refusals
    }

    /// Probes seen: packets that are neither a login nor a command. A client
    /// sends them to find the end of a reply, and some servers die of one.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().game(Game::Cuberite).start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// bot.execute("list")?;
    /// assert_eq!(server.probes(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn probes(&self) -> u64 {
        self.counters.read().probes
    }

    /// Connections whose client ended its direction, by a half-close or a
    /// close.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// drop(Connection::connect(server.addr(), options)?);
    /// assert!(server.wait_until(Duration::from_secs(9), |s| s.client_ends() == 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn client_ends(&self) -> u64 {
        self.counters.read().ends
    }

    /// Addresses banned, for an oversized packet or too many wrong passwords.
    pub fn bans(&self) -> u64 {
        self.counters.read().bans
    }

    /// Commands received after a login, in order; of very many, the newest
    /// 65,536.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// bot.execute("sv_cheats 1")?;
    /// bot.execute("sv_gravity 200")?;
    /// assert_eq!(server.commands(), ["sv_cheats 1", "sv_gravity 200"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn commands(&self) -> Vec<String> {
        let counts = self.counters.read();
        counts.commands.iter().map(|(_, c)| c.clone()).collect()
    }

    /// Commands received by one of several servers, as
    /// [`commands`](Self::commands).
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let servers = Server::builder().count(2).start()?;
    /// let second = servers.addrs()[1];
    /// Connection::open(second, &"secret".into(), options)?.execute("status")?;
    /// assert_eq!(servers.commands_at(second), ["status"]);
    /// assert!(servers.commands_at(servers.addr()).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn commands_at(&self, addr: SocketAddr) -> Vec<String> {
        let index = self.addrs.iter().position(|a| *a == addr);
        let counts = self.counters.read();
        let here = counts.commands.iter().filter(|(at, _)| Some(*at) == index);
        here.map(|(_, command)| command.clone()).collect()
    }

    /// What was posted to the game's chat: by `say` and its like, and by
    /// anything that a Factorio server does not take for a command.
    pub fn chat(&self) -> Vec<String> {
        self.counters.read().chat.iter().cloned().collect()
    }

    /// Whether every port is closed: a command stopped the server, or it died.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// bot.execute("quit")?;
    /// assert!(server.wait_until(Duration::from_secs(9), Server::is_stopped));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_stopped(&self) -> bool {
        self.counters.read().stopped == self.addrs.len()
    }

    /// Waits until `done` holds; false when that takes longer than `most`. It
    /// is asked again after each change of a count, so nothing is polled.
    ///
    /// ```
    /// # use std::time::Duration;
    /// let server = rcon_sim::Server::builder().start()?;
    /// let stream = std::net::TcpStream::connect(server.addr())?;
    /// assert!(server.wait_until(Duration::from_secs(5), |s| s.open_connections() == 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn wait_until(&self, most: Duration, done: impl Fn(&Self) -> bool) -> bool {
        self.counters.wait(most, || done(self))
    }

    /// Sends a packet that nobody asked for to every open connection: chat, a
    /// keep-alive, a late reply.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// # use rcon_proto::Packet;
    /// let server = Server::builder().start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// server.inject(&Packet::new(0, 1, "[chat] hello"));
    /// // It is no part of the reply.
    /// assert_eq!(bot.execute("echo hi")?.bytes(), b"hi\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn inject(&self, packet: &Packet) {
        self.inject_bytes(packet.encode());
    }

    /// Sends any bytes to every open connection.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// server.inject_bytes(*b"\x01\0\0\0"); // a size that no packet has
    /// bot.watch()?.wait(Duration::from_secs(9));
    /// assert!(bot.execute("echo hi").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn inject_bytes(&self, bytes: impl Into<Vec<u8>>) {
        self.tell(Control::Inject(bytes.into()));
    }

    /// Closes every open connection, forgetting what was not sent yet. New
    /// ones are accepted.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// server.close_links();
    /// assert!(server.wait_until(Duration::from_secs(9), |s| s.open_connections() == 0));
    /// assert!(bot.execute("echo hi").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn close_links(&self) {
        self.tell(Control::Drop(End::Close));
    }

    /// Resets (RST) every open connection. New ones are accepted.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// server.reset_links();
    /// bot.watch()?.wait(Duration::from_secs(9));
    /// assert!(bot.execute("echo hi").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reset_links(&self) {
        self.tell(Control::Drop(End::Reset));
    }

    /// Lifts every ban. A moment passes until it has happened.
    pub fn unban(&self) {
        self.tell(Control::Unban);
    }

    /// Closes the ports and every connection, and waits until that is done.
    /// Dropping does the same.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let addr = server.addr();
    /// server.stop();
    /// assert!(Connection::connect(addr, options).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stop(mut self) {
        self.quit();
    }

    /// Waits until every port is closed by commands such as `quit`; for ever
    /// where none comes.
    pub fn wait(&self) {
        while !self.wait_until(Duration::from_hours(1), Self::is_stopped) {}
    }

    fn tell(&self, control: Control) {
        // The thread ends only after `Quit`, or where the system fails it;
        // then there is no link left to do anything to.
        if self.control.send(control).is_ok() {
            let _ = self.waker.wake();
        }
    }

    fn quit(&mut self) {
        self.tell(Control::Quit);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.quit();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("addrs", &self.addrs)
            .finish_non_exhaustive()
    }
}
