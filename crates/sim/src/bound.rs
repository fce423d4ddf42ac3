//! Ports on their way to a server.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread;

use mio::{Poll, Waker};

use crate::builder::Builder;
use crate::counters::Counters;
use crate::engine::{self, Engine};
use crate::error::Error;
use crate::host::Host;
use crate::ports::{self, Port};
use crate::server::Server;

impl Builder {
    /// Takes the ports. Clients may connect from here on; they are served
    /// after [`Bound::serve`].
    ///
    /// # Errors
    ///
    /// [`Error`] when the address is not to be had, or not so many ports.
    ///
    /// ```
    /// let bound = rcon_sim::Server::builder().bind()?;
    /// let addr = bound.addrs().next();
    /// let server = bound.serve()?;
    /// assert_eq!(addr, Some(server.addr()));
    /// # Ok::<(), rcon_sim::Error>(())
    /// ```
    pub fn bind(self) -> Result<Bound, Error> {
        let carrier = self.options.game.carrier();
        let listeners = ports::take(&self.listen, self.count, carrier)?;
        Ok(Bound {
            builder: self,
            listeners,
        })
    }

    /// Takes the ports and serves, on a thread of its own.
    ///
    /// # Errors
    ///
    /// [`Error`] when the address is not to be had, or not so many ports.
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

/// Ports that are taken and not served yet; made by [`Builder::bind`].
pub struct Bound {
    builder: Builder,
    listeners: Vec<Port>,
}

impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let addrs: Vec<_> = self.addrs().collect();
        f.debug_struct("Bound")
            .field("addrs", &addrs)
            .field("builder", &self.builder)
            .finish_non_exhaustive()
    }
}

impl Bound {
    /// The addresses, in order.
    pub fn addrs(&self) -> impl Iterator<Item = SocketAddr> {
        self.listeners.iter().map(|(addr, _)| *addr)
    }

    /// Serves, on a thread of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`] when the system gives no event queue or thread.
    pub fn serve(self) -> Result<Server, Error> {
        let addrs: Vec<_> = self.addrs().collect();
        let counters = Arc::new(Counters::default());
        let scheme = self.builder.options.game.scheme();
        let options = Arc::new(self.builder.options);
        let (peers, consoles) = (self.builder.peers, self.builder.consoles);
        let factory =
            (self.builder.factory).unwrap_or_else(|| Arc::new(move |host| peers(&host.options)));
        let poll = Poll::new().map_err(Error::Engine)?;
        let waker = Waker::new(poll.registry(), engine::WAKER).map_err(Error::Engine)?;
        let (sender, control) = mpsc::channel();
        let mut engine = Engine::new(
            poll,
            control,
            self.builder.faults,
            factory,
            Arc::clone(&counters),
            self.builder.notice,
        );
        for (index, (addr, listener)) in self.listeners.into_iter().enumerate() {
            let (options, counters) = (Arc::clone(&options), Arc::clone(&counters));
            let host = Host::new(index, addr, options, counters, consoles);
            engine.add(host, addr, listener).map_err(Error::Engine)?;
        }
        let thread = thread::Builder::new()
            .name("rcon-sim".to_owned())
            .spawn(move || engine.run())
            .map_err(Error::Engine)?;
        Ok(Server::new(addrs, scheme, counters, sender, waker, thread))
    }
}
