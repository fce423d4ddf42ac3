//! How a server takes what its clients do: half-closes, changes of the map, and
//! more than it puts up with.

use std::time::Duration;

use crate::options::{Ban, HalfClose, MapChange};
use crate::throttle::Rate;

use super::Builder;

impl Builder {
    /// What happens when a client half-closes; by default what the game's
    /// servers do, for most of them [`HalfClose::Finish`].
    #[must_use]
    pub fn half_close(mut self, how: HalfClose) -> Self {
        self.options.half_close = Some(how);
        self
    }

    /// What `changelevel` does to the links of a Source server;
    /// [`MapChange::Keep`] by default.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().map_change(MapChange::DropLinks).start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// let _ = bot.execute("changelevel cp_dustbowl");
    /// assert!(server.wait_until(Duration::from_secs(9), |s| s.open_connections() == 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn map_change(mut self, how: MapChange) -> Self {
        self.options.map_change = how;
        self
    }

    /// How many refused passwords within 30 seconds ban their address, on
    /// servers that ban; 5 by default (`sv_rcon_minfailures`), and at least 1.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().ban_after(1).ban(Ban::Text).start()?;
    /// Connection::open(server.addr(), &"wrong".into(), options).unwrap_err();
    /// assert_eq!(server.bans(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ban_after(mut self, failures: usize) -> Self {
        self.options.ban_after = failures.max(1);
        self
    }

    /// How long a ban lasts; by default as long as the game's bans do: for the
    /// life of a Source server, 60 s on Rust, five minutes on the Velocity
    /// module, a quarter of an hour on V Rising. Short ones spare a test the
    /// wait.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let time = Duration::from_millis(100);
    /// let server = Server::builder().ban_after(1).ban_time(time).start()?;
    /// let open = |pw: &str| Connection::open(server.addr(), &pw.into(), ConnectOptions::default());
    /// assert!(open("wrong").is_err() && open("secret").is_err());
    /// std::thread::sleep(time);
    /// assert!(open("secret").is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ban_time(mut self, time: Duration) -> Self {
        self.options.ban_time = Some(time);
        self
    }

    /// So many convars more than a Source or CS2 server has by itself, 10,000 at
    /// the most: `many_0000` and so on, two numbers and a text in turn.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// let server = Server::builder().convars(3000).start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), ConnectOptions::default())?;
    /// assert!(bot.execute("many_2999")?.text_lossy().starts_with("\"many_2999\" = "));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn convars(mut self, count: usize) -> Self {
        self.options.convars = count;
        self
    }

    /// How many commands an address may send within how long, on servers that
    /// count them, and for how long it is refused past that; 15 in 30 s by
    /// default, and 180 s (Conan Exiles).
    ///
    /// ```
    /// # use rcon_proto::{Client, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let (per, block) = (Duration::from_secs(30), Duration::from_secs(180));
    /// let server = Server::builder().game(Game::Conan).rate(1, per, block).start()?;
    /// let mut bot = Client::open(server.addr(), &"secret".into(), options)?;
    /// bot.execute("help")?;
    /// assert!(bot.execute("help")?.text_lossy().starts_with("Too many commands"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rate(mut self, commands: usize, per: Duration, block: Duration) -> Self {
        self.options.rate = Rate {
            commands,
            per,
            block,
        };
        self
    }

    /// How many connections a server that never gives their threads back has
    /// threads for; 64 by default. Those that come after are accepted, and
    /// nothing on them is answered (Insurgency: Sandstorm).
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// let server = Server::builder().game(Game::Sandstorm).threads(1).start()?;
    /// let options = ConnectOptions::default().timeout(Duration::from_millis(300));
    /// let open = || Connection::open(server.addr(), &"secret".into(), options.clone());
    /// drop(open()?);
    /// assert!(open().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.options.threads = threads;
        self
    }

    /// How long a server takes to stop: its links stay open and are answered
    /// meanwhile, as while a world is saved. Not at all by default.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let time = Duration::from_mins(1);
    /// let server = Server::builder().game(Game::Minecraft).stops_after(time).start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// bot.execute("stop")?;
    /// assert!(bot.execute("seed").is_ok() && !server.is_stopped());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stops_after(mut self, time: Duration) -> Self {
        self.options.stops_after = time;
        self
    }

    /// A manager, as systemd, Docker or a panel is one: it starts a server
    /// again that a command has stopped, this long after its end, on the same
    /// port and with nothing kept. Without one, which is the default, a server
    /// that was stopped stays down.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().returns_after(Duration::from_millis(50)).start()?;
    /// let open = || Connection::open(server.addr(), &"secret".into(), options.clone());
    /// open()?.execute("sv_gravity 100; quit")?;
    /// assert!(server.wait_until(Duration::from_secs(9), |s| s.returns() == 1));
    /// assert!(open()?.execute("sv_gravity")?.text_lossy().contains("\"800\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn returns_after(mut self, time: Duration) -> Self {
        self.options.returns_after = Some(time);
        self
    }

    /// How a banned address is kept out; [`Ban::Close`] by default.
    #[must_use]
    pub fn ban(mut self, how: Ban) -> Self {
        self.options.ban = how;
        self
    }

    /// A Palworld server with `PalDefender`, whose commands and replies are base64;
    /// its login is not.
    ///
    /// ```
    /// # use rcon_proto::{ConnectOptions, Connection, ServerOptions, TransferEncoding};
    /// use rcon_sim::{Game, Server};
    ///
    /// let server = Server::builder().game(Game::Palworld).base64().start()?;
    /// let wrapped = ServerOptions::default().transfer(TransferEncoding::Base64);
    /// let options = ConnectOptions::default().server(wrapped);
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// assert_eq!(bot.execute("sim_echo Zürich")?.bytes(), "Zürich\n".as_bytes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn base64(mut self) -> Self {
        self.options.base64 = true;
        self
    }
}
