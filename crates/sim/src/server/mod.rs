//! A running simulated server, as a test or a program holds it.

mod linked;
mod seen;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

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
    scheme: &'static str,
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
        scheme: &'static str,
        counters: Arc<Counters>,
        control: Sender<Control>,
        waker: Waker,
        thread: JoinHandle<()>,
    ) -> Self {
        Self {
            addrs,
            scheme,
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

    /// Where it listens as a client writes it: with the scheme in front where its
    /// console is not Source RCON.
    ///
    /// ```
    /// use rcon_sim::{Game, Server};
    ///
    /// let server = Server::builder().game(Game::RustWeb).start()?;
    /// assert_eq!(server.address(), format!("ws://{}", server.addr()));
    /// # Ok::<(), rcon_sim::Error>(())
    /// ```
    pub fn address(&self) -> String {
        match self.scheme {
            "rcon" => self.addr().to_string(),
            scheme => format!("{scheme}://{}", self.addr()),
        }
    }

    /// All its ports.
    pub fn addrs(&self) -> &[SocketAddr] {
        &self.addrs
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

    /// Waits until no connection is open and a client on this machine can see it;
    /// false when that takes longer than `most`. A close that was counted here may
    /// reach the client's end of a connection later: a program that this process is
    /// starting in another thread has all that is open here until it is started, and
    /// a command that is sent until then is lost. Only Linux can be asked about that
    /// end; elsewhere the count has to do.
    ///
    /// ```
    /// # use std::io::Read;
    /// # use std::time::Duration;
    /// let server = rcon_sim::Server::builder().start()?;
    /// let mut stream = std::net::TcpStream::connect(server.addr())?;
    /// assert!(server.wait_until(Duration::from_secs(9), |s| s.open_connections() == 1));
    /// server.close_links();
    /// assert!(server.wait_no_links(Duration::from_secs(9)));
    /// stream.set_nonblocking(true)?;
    /// assert_eq!(stream.read(&mut [0])?, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn wait_no_links(&self, most: Duration) -> bool {
        let until = Instant::now() + most;
        if !self.wait_until(most, |server| server.open_connections() == 0) {
            return false;
        }
        while self.addrs.iter().any(|addr| linked::to(addr.port())) {
            if Instant::now() >= until {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        true
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

    /// Has something happen that each server logs, for those who get its log: over
    /// UDP ([`Source`](crate::Game::Source)), over HTTP ([`Cs2`](crate::Game::Cs2)), or as what
    /// a player says, over every open connection ([`Squad`](crate::Game::Squad),
    /// [`Rust`](crate::Game::Rust), and the consoles with a protocol of their own). From the
    /// console, `sim_log`.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// let server = Server::builder().start()?;
    /// let log = std::net::UdpSocket::bind("127.0.0.1:0")?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
    /// bot.execute(&format!("logaddress_add {}", log.local_addr()?))?;
    /// server.log("World triggered \"Round_Start\"");
    /// let mut packet = [0; 200];
    /// let (count, from) = log.recv_from(&mut packet)?;
    /// assert!(packet.starts_with(b"\xff\xff\xff\xffRL ") && from.ip() == server.addr().ip());
    /// assert!(packet[..count].ends_with(b": World triggered \"Round_Start\"\n\0"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn log(&self, line: &str) {
        self.tell(Control::Log(line.to_owned()));
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
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().ban_after(1).start()?;
    /// let open = |pw: &str| Connection::open(server.addr(), &pw.into(), ConnectOptions::default());
    /// assert!(open("wrong").is_err() && open("secret").is_err());
    /// server.unban();
    /// while open("secret").is_err() {}
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// bot.execute("quit")?;
    /// server.wait();
    /// assert!(server.is_stopped());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
