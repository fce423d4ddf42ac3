//! Setting a simulated server up.

use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use mio::{Poll, Waker};

use crate::counters::Counters;
use crate::dialect;
use crate::engine::{self, Engine, Factory, Notice};
use crate::error::Error;
use crate::fault::Fault;
use crate::game::Game;
use crate::host::Host;
use crate::hostile::Hostile;
use crate::line::Faults;
use crate::options::{Ban, HalfClose, MapChange, Options};
use crate::peer::Peer;
use crate::ports::{self, Port};
use crate::server::Server;

/// How a server is to be; made by [`Server::builder`](crate::Server::builder).
pub struct Builder {
    options: Options,
    faults: Faults,
    listen: String,
    count: usize,
    factory: Arc<Factory>,
    notice: Arc<Notice>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            options: Options::default(),
            faults: Faults::default(),
            listen: "127.0.0.1:0".to_owned(),
            count: 1,
            factory: Arc::new(|host| dialect::peer(&host.options)),
            notice: Arc::new(|_| {}),
        }
    }
}

impl Builder {
    /// The kind of server; [`Game::Source`] by default.
    #[must_use]
    pub fn game(mut self, game: Game) -> Self {
        self.options.game = game;
        self
    }

    /// The password that is accepted; `secret` by default. As on a real
    /// Source server, an empty one means that nobody is let in.
    #[must_use]
    pub fn password(mut self, password: impl Into<Vec<u8>>) -> Self {
        self.options.password = password.into();
        self
    }

    /// The server's name, shown by `status` and its like; `rcon-shell demo` by
    /// default.
    #[must_use]
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.options.hostname = hostname.into();
        self
    }

    /// Something that is wrong with every link; may be repeated.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.add(fault);
        self
    }

    /// Where to listen, as `host:port`; `127.0.0.1:0`, a free port, by
    /// default.
    #[must_use]
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen = address.into();
        self
    }

    /// How many servers to run, on as many ports in a row. With port 0 each
    /// takes a free one. Each has its own world, bans and links.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = count.max(1);
        self
    }

    /// What happens when a client half-closes.
    #[must_use]
    pub fn half_close(mut self, how: HalfClose) -> Self {
        self.options.half_close = how;
        self
    }

    /// What `changelevel` does to the links of a Source server.
    #[must_use]
    pub fn map_change(mut self, how: MapChange) -> Self {
        self.options.map_change = how;
        self
    }

    /// Sends the second of Source's two login packets this much later, in a
    /// segment of its own. By default both are in one.
    #[must_use]
    pub fn auth_gap(mut self, gap: Duration) -> Self {
        self.options.auth_gap = gap;
        self
    }

    /// How many refused passwords within 30 seconds ban their address, on
    /// servers that ban; 5 by default.
    #[must_use]
    pub fn ban_after(mut self, failures: usize) -> Self {
        self.options.ban_after = failures.max(1);
        self
    }

    /// How a banned address is kept out.
    #[must_use]
    pub fn ban(mut self, how: Ban) -> Self {
        self.options.ban = how;
        self
    }

    /// Most bytes of text in one packet of a Source server's reply; 4096 by
    /// default, at least 1.
    #[must_use]
    pub fn part(mut self, bytes: usize) -> Self {
        self.options.part = bytes.max(1);
        self
    }

    /// Is told what a person should know while the server runs, such as that
    /// the open-file limit keeps clients waiting. Called on the server's
    /// thread.
    #[must_use]
    pub fn on_notice(mut self, notice: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.notice = Arc::new(notice);
        self
    }

    /// Serves a hostile server in place of a game.
    #[must_use]
    pub fn hostile(self, hostile: Hostile) -> Self {
        self.peers(move |_| hostile.peer())
    }

    /// Takes connections away from the dialect.
    pub(crate) fn peers(
        mut self,
        peer: impl Fn(&Host) -> Box<dyn Peer> + Send + Sync + 'static,
    ) -> Self {
        self.factory = Arc::new(peer);
        self
    }

    /// Takes the ports. Clients may connect from here on; they are served
    /// after [`Bound::serve`].
    ///
    /// # Errors
    ///
    /// [`Error`] when the address is not to be had.
    pub fn bind(self) -> Result<Bound, Error> {
        let listeners = ports::take(&self.listen, self.count)?;
        Ok(Bound {
            builder: self,
            listeners,
        })
    }

    /// Takes the ports and serves.
    ///
    /// # Errors
    ///
    /// [`Error`] when the address is not to be had.
    ///
    /// ```
    /// let server = rcon_sim::Server::builder().password("secret").start()?;
    /// assert_ne!(server.addr().port(), 0);
    /// # Ok::<(), rcon_sim::Error>(())
    /// ```
    pub fn start(self) -> Result<Server, Error> {
        self.bind()?.serve()
    }
}

/// Ports that are taken and not served yet.
pub struct Bound {
    builder: Builder,
    listeners: Vec<Port>,
}

impl Bound {
    /// The addresses, in order.
    pub fn addrs(&self) -> impl Iterator<Item = SocketAddr> {
        self.listeners.iter().map(|(addr, _)| *addr)
    }

    /// Serves.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`] when the system gives no event queue or thread.
    pub fn serve(self) -> Result<Server, Error> {
        let addrs: Vec<_> = self.addrs().collect();
        let counters = Arc::new(Counters::default());
        let options = Arc::new(self.builder.options);
        let poll = Poll::new().map_err(Error::Engine)?;
        let waker = Waker::new(poll.registry(), engine::WAKER).map_err(Error::Engine)?;
        let (sender, control) = mpsc::channel();
        let mut engine = Engine::new(
            poll,
            control,
            self.builder.faults,
            self.builder.factory,
            Arc::clone(&counters),
            self.builder.notice,
        );
        for (index, (addr, listener)) in self.listeners.into_iter().enumerate() {
            let host = Host::new(index, addr, Arc::clone(&options), Arc::clone(&counters));
            engine.add(host, listener).map_err(Error::Engine)?;
        }
        let thread = thread::Builder::new()
            .name("rcon-sim".to_owned())
            .spawn(move || engine.run())
            .map_err(Error::Engine)?;
        Ok(Server::new(addrs, counters, sender, waker, thread))
    }
}
