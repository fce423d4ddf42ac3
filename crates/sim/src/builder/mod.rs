//! Setting a simulated server up.

mod habits;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::dialect;
use crate::engine::{Factory, Notice};
use crate::fault::Fault;
use crate::game::Game;
use crate::host::Host;
use crate::hostile::Hostile;
use crate::line::Faults;
use crate::options::Options;
use crate::peer::Peer;
use crate::world::{self, Consoles};

/// How a server is to be; made by [`Server::builder`](crate::Server::builder).
///
/// ```
/// use rcon_sim::{Fault, Game, Server};
/// use std::time::Duration;
///
/// let server = Server::builder()
///     .game(Game::Factorio)
///     .password("hunter2")
///     .fault(Fault::Latency(Duration::from_millis(20)))
///     .start()?;
/// println!("{}", server.addr());
/// # Ok::<(), rcon_sim::Error>(())
/// ```
pub struct Builder {
    pub(crate) options: Options,
    pub(crate) faults: Faults,
    pub(crate) listen: String,
    pub(crate) count: usize,
    /// What its kind of server speaks, and which console it has.
    pub(crate) peers: fn(&Options) -> Box<dyn Peer>,
    pub(crate) consoles: Consoles,
    /// Instead of that.
    pub(crate) factory: Option<Arc<Factory>>,
    pub(crate) notice: Arc<Notice>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            options: Options::default(),
            faults: Faults::default(),
            listen: "127.0.0.1:0".to_owned(),
            count: 1,
            peers: dialect::source,
            consoles: world::sources,
            factory: None,
            notice: Arc::new(|_| {}),
        }
    }
}

impl Builder {
    /// The kind of server; [`Game::Source`] by default.
    #[must_use]
    pub fn game(mut self, game: Game) -> Self {
        self.options.game = game;
        // Whoever names no game has no other linked in.
        self.peers = dialect::every;
        self.consoles = world::every;
        self
    }

    /// The password that is accepted; `secret` by default. As on a real
    /// Source server, an empty one means that nobody is let in.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().password("hunter2").start()?;
    /// assert!(Connection::open(server.addr(), &"hunter2".into(), options).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn password(mut self, password: impl Into<Vec<u8>>) -> Self {
        self.options.password = password.into();
        self
    }

    /// The server's name, shown by `status` and its like; `rcon-shell demo` by
    /// default.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::Duration;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().hostname("Ours").start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// assert!(bot.execute("status")?.text_lossy().contains("Ours"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.options.hostname = hostname.into();
        self
    }

    /// Somebody who is in the game besides the few that every simulated game
    /// has, by any name; may be repeated.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().guest("x\"; quit").start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// assert!(bot.execute("status")?.text_lossy().contains("#     20 \"x\"; quit\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn guest(mut self, name: impl Into<String>) -> Self {
        self.options.guests.push(name.into());
        self
    }

    /// Something that is wrong with every link; may be repeated. Of two of a
    /// kind the later one holds.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().fault(Fault::Slice(1)).fault("latency=5ms".parse()?).start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// assert_eq!(bot.execute("echo hi")?.bytes(), b"hi\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.add(fault);
        self
    }

    /// Where to listen, as `host:port`; `127.0.0.1:0`, a free port, by
    /// default. [`bind`](Self::bind) and [`start`](Self::start) say when that is
    /// not to be had.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// assert!(Server::builder().listen("nowhere").start().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen = address.into();
        self
    }

    /// How many servers to run, on as many ports in a row. With port 0 each
    /// takes a free one. Each has its own world, bans and links. One by
    /// default, and at the least.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let servers = Server::builder().count(3).start()?;
    /// assert_eq!(servers.addrs().len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = count.max(1);
        self
    }

    /// Sends the second of Source's two login packets this much later, in a
    /// segment of its own. By default both are in one.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let gap = Duration::from_millis(50);
    /// let server = Server::builder().auth_gap(gap).start()?;
    /// let began = Instant::now();
    /// Connection::open(server.addr(), &"secret".into(), options)?;
    /// assert!(began.elapsed() >= gap);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn auth_gap(mut self, gap: Duration) -> Self {
        self.options.auth_gap = gap;
        self
    }

    /// Most bytes of text in one packet of a Source server's reply; 4096 by
    /// default, at least 1.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().part(1).start()?;
    /// let mut bot = Connection::open(server.addr(), &"secret".into(), options)?;
    /// assert_eq!(bot.execute("echo one packet a byte")?.bytes(), b"one packet a byte\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn part(mut self, bytes: usize) -> Self {
        self.options.part = bytes.max(1);
        self
    }

    /// Is told what a person should know while the server runs, such as that
    /// the open-file limit keeps clients waiting. Called on the server's
    /// thread, which serves nobody meanwhile.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().on_notice(|text| eprintln!("{text}")).start()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn on_notice(mut self, notice: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.notice = Arc::new(notice);
        self
    }

    /// Serves a hostile server in place of a game.
    ///
    /// ```
    /// # use rcon_proto::{Connection, ConnectOptions};
    /// # use rcon_sim::*;
    /// # use std::time::{Duration, Instant};
    /// # let options = ConnectOptions::default();
    /// let server = Server::builder().hostile(Hostile::Ssh).start()?;
    /// let error = Connection::open(server.addr(), &"secret".into(), options).unwrap_err();
    /// assert!(error.to_string().starts_with("not an RCON server"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn hostile(mut self, hostile: Hostile) -> Self {
        if let Some(game) = hostile.game() {
            self = self.game(game);
        }
        self.taken_by(move |_| hostile.peer())
    }

    /// Takes connections away from the dialect.
    pub(crate) fn taken_by(
        mut self,
        peer: impl Fn(&Host) -> Box<dyn Peer> + Send + Sync + 'static,
    ) -> Self {
        self.factory = Some(Arc::new(peer));
        self
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("game", &self.options.game)
            .field("hostname", &self.options.hostname)
            .field("faults", &self.faults)
            .field("listen", &self.listen)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
