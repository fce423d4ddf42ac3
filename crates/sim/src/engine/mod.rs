//! The one thread that serves every connection of every server in a process:
//! thousands of ports cost a descriptor each and no thread.

mod accept;
mod conn;
mod control;
mod datagrams;
mod life;
mod listen;
mod looks;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use mio::event::Event;
use mio::{Events, Interest, Poll, Token};

use crate::counters::Counters;
use crate::game::Game;
use crate::host::Host;
use crate::line::Faults;
use crate::peer::Peer;
use crate::post::Post;

use conn::{Conn, Turn};
pub(crate) use control::Control;
use datagrams::Datagrams;
use life::Life;
pub(crate) use listen::{Listener, is_file_limit, listen};
use mio::net::TcpListener;

/// Makes the peer of a new connection.
pub(crate) type Factory = dyn Fn(&Host) -> Box<dyn Peer> + Send + Sync;

/// Told what a user should know, such as that no more files can be opened.
pub(crate) type Notice = dyn Fn(&str) + Send + Sync;

/// The token of the waker; listeners follow, then connections.
pub(crate) const WAKER: Token = Token(0);
const FIRST_LISTENER: usize = 1;

struct Slot {
    host: Host,
    addr: SocketAddr,
    port: Port,
    life: Life,
}

/// Where the clients of a server come.
enum Port {
    Stream(TcpListener),
    Datagrams(Box<Datagrams>),
    Closed,
}

/// See the module's documentation.
pub(crate) struct Engine {
    poll: Poll,
    slots: Vec<Slot>,
    conns: Vec<Option<Conn>>,
    free: Vec<usize>,
    /// When to look at which token again. May hold moments that no longer
    /// matter; looking then does nothing.
    timers: BinaryHeap<Reverse<(Instant, Token)>>,
    /// Connections that have more to do than their share of one turn.
    again: VecDeque<usize>,
    control: Receiver<Control>,
    factory: Arc<Factory>,
    faults: Faults,
    counters: Arc<Counters>,
    notice: Arc<Notice>,
    noticed: bool,
    post: Post,
    quitting: bool,
}

impl Engine {
    pub(crate) fn new(
        poll: Poll,
        control: Receiver<Control>,
        faults: Faults,
        factory: Arc<Factory>,
        counters: Arc<Counters>,
        notice: Arc<Notice>,
    ) -> Self {
        Self {
            poll,
            slots: Vec::new(),
            conns: Vec::new(),
            free: Vec::new(),
            timers: BinaryHeap::new(),
            again: VecDeque::new(),
            control,
            factory,
            faults,
            counters,
            notice,
            noticed: false,
            quitting: false,
            post: Post::default(),
        }
    }

    /// Adds a server.
    pub(crate) fn add(
        &mut self,
        host: Host,
        addr: SocketAddr,
        listener: Listener,
    ) -> io::Result<()> {
        let port = self.port(self.slots.len(), listener)?;
        self.slots.push(Slot {
            host,
            addr,
            port,
            life: Life::Up,
        });
        Ok(())
    }

    /// Serves until told to quit.
    pub(crate) fn run(mut self) {
        let mut events = Events::with_capacity(1024);
        loop {
            let timeout = self.timeout();
            match self.poll.poll(&mut events, timeout) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => {
                    (self.notice)(&format!("cannot wait for connections: {e}"));
                    return;
                }
            }
            // First, wherever it stands among them: a connection that was made
            // after `unban` finds itself unbanned.
            if events.iter().any(|event| event.token() == WAKER) {
                self.obey();
            }
            for event in events.iter().filter(|event| event.token() != WAKER) {
                self.handle(event);
            }
            self.wake_due();
            if self.quitting {
                return;
            }
            for _ in 0..self.again.len() {
                if let Some(index) = self.again.pop_front() {
                    if let Some(Some(conn)) = self.conns.get_mut(index) {
                        conn.queued = false;
                    }
                    self.drive(index);
                }
            }
        }
    }

    fn timeout(&self) -> Option<Duration> {
        if !self.again.is_empty() {
            return Some(Duration::ZERO);
        }
        let Reverse((at, _)) = self.timers.peek()?;
        Some(at.saturating_duration_since(Instant::now()))
    }

    /// Takes what has come to a port: new connections, or datagrams.
    fn serve(&mut self, index: usize) {
        let Some(Slot {
            host,
            port: Port::Datagrams(datagrams),
            ..
        }) = self.slots.get_mut(index)
        else {
            self.accept(index);
            return;
        };
        if let Some(at) = datagrams.turn(host, &*self.factory) {
            let token = Token(FIRST_LISTENER + index);
            self.timers.push(Reverse((at, token)));
        }
        self.apply_effects(index);
    }

    fn handle(&mut self, event: &Event) {
        match self.token(event.token()) {
            Place::Listener(index) => self.serve(index),
            Place::Conn(index) => {
                if let Some(Some(conn)) = self.conns.get_mut(index) {
                    conn.ready(event);
                    self.drive(index);
                }
            }
        }
    }

    fn token(&self, Token(token): Token) -> Place {
        match token.checked_sub(self.first_conn()) {
            Some(index) => Place::Conn(index),
            None => Place::Listener(token - FIRST_LISTENER),
        }
    }

    fn wake_due(&mut self) {
        let now = Instant::now();
        while let Some(Reverse((at, token))) = self.timers.peek().copied() {
            if at > now {
                return;
            }
            self.timers.pop();
            match self.token(token) {
                Place::Listener(index) => {
                    self.live(index);
                    self.serve(index);
                }
                Place::Conn(index) => self.drive(index),
            }
        }
    }

    fn first_conn(&self) -> usize {
        FIRST_LISTENER + self.slots.len()
    }

    /// Lets a connection do what it can, then sees to the consequences.
    fn drive(&mut self, index: usize) {
        let Some(Some(conn)) = self.conns.get_mut(index) else {
            return;
        };
        let host = conn.host;
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        match conn.turn(&mut slot.host) {
            Turn::Done => self.forget(index, host),
            Turn::Again if conn.queued => {}
            Turn::Again => {
                conn.queued = true;
                self.again.push_back(index);
            }
            Turn::Wait => {}
            Turn::Sleep(at) => {
                let token = Token(self.first_conn() + index);
                self.timers.push(Reverse((at, token)));
            }
        }
        self.apply_effects(host);
    }

    fn forget(&mut self, index: usize, host: usize) {
        let gone = self.conns[index].take();
        self.free.push(index);
        let slot = self.slots.get_mut(host);
        if let (Some(mut conn), Some(slot)) = (gone, slot) {
            conn.closed(&mut slot.host);
        }
        self.counters.update(|c| c.open -= 1);
        let game = self.slots.get(host).map(|slot| slot.host.options.game);
        if game == Some(Game::L4d1) {
            let siblings = self.conns.iter_mut().flatten();
            siblings
                .filter(|conn| conn.host == host)
                .for_each(Conn::sibling_closed);
        }
    }

    /// Has a server's port watched.
    fn port(&self, host: usize, listener: Listener) -> io::Result<Port> {
        let token = Token(FIRST_LISTENER + host);
        let registry = self.poll.registry();
        Ok(match listener {
            Listener::Stream(mut listener) => {
                registry.register(&mut listener, token, Interest::READABLE)?;
                Port::Stream(listener)
            }
            Listener::Datagrams(mut socket) => {
                registry.register(&mut socket, token, Interest::READABLE)?;
                let faults = self.faults.datagrams;
                Port::Datagrams(Box::new(Datagrams::new(socket, faults, host)))
            }
        })
    }
}

/// What a token stands for.
enum Place {
    Listener(usize),
    Conn(usize),
}
