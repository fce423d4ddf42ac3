//! What a server has seen, for tests to assert on.

use std::net::SocketAddr;

use super::Server;

impl Server {
    /// Connections accepted so far.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().start()?;
    /// let once = Connection::connect(server.addr(), options.clone())?;
    /// drop(once);
    /// Connection::open(server.addr(), &"secret".into(), options)?;
    /// assert_eq!(server.connections(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Probes seen: packets of type 0. A client sends them to find the end of a
    /// reply, and some servers die of one.
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

    /// Whole packets that came, those too of which a server with that habit took
    /// no notice: logins, commands, probes and any others.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().game(Game::Minecraft).start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// bot.execute("list")?;
    /// assert_eq!((server.packets(), server.lost()), (2, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn packets(&self) -> u64 {
        self.counters.read().packets
    }

    /// Packets that came and were lost: the server took one read for one packet,
    /// and these came behind it.
    pub fn lost(&self) -> u64 {
        self.counters.read().lost
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

    /// How often a manager has started a server again:
    /// [`Builder::returns_after`](crate::Builder::returns_after) has an example.
    pub fn returns(&self) -> u64 {
        self.counters.read().returns
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
}
