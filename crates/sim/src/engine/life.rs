//! A server's end by a command, and its return where a manager starts it again.

use std::cmp::Reverse;
use std::net::Shutdown;
use std::time::{Duration, Instant};

use mio::Token;
use mio::net::TcpListener;
use socket2::{SockRef, Socket};

use super::listen::{hold, listen, listen_again};
use super::{Engine, FIRST_LISTENER, Listener, Port};
use crate::game::Carrier;
use crate::outbox::End;

/// Between two attempts to listen where the first one failed.
const AGAIN: Duration = Duration::from_millis(50);

/// Where a server stands.
pub(super) enum Life {
    Up,
    /// It was told to stop, and does so then.
    Stopping(Instant, End),
    /// It is down, and a manager starts it then. The port is held, so that
    /// nobody else is given it, and not listened on.
    Down(Instant, Held),
    /// For good.
    Over,
}

/// The port of a server that is down.
pub(super) enum Held {
    /// Held, as far as it could be.
    Stream(Option<Socket>),
    /// To be taken anew: nothing holds one of these without hearing.
    Datagrams,
}

/// Whoever knocks from now on is refused. Where this process is starting another
/// program, in another thread, that has the socket for a moment, too, and the system
/// would go on accepting there.
fn refuse(listener: &TcpListener) {
    // Elsewhere than on Linux a listener cannot be shut down; nothing is lost then.
    let _ = SockRef::from(listener).shutdown(Shutdown::Both);
}

impl Drop for Engine {
    fn drop(&mut self) {
        for slot in &self.slots {
            if let Port::Stream(listener) = &slot.port {
                refuse(listener);
            }
        }
    }
}

impl Engine {
    /// A command stops a server: at once, or after the time that it takes.
    pub(super) fn stop(&mut self, host: usize, end: End) {
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        if matches!(slot.life, Life::Up) {
            let at = Instant::now() + slot.host.options.stops_after;
            slot.life = Life::Stopping(at, end);
            if slot.host.options.stops_after.is_zero() {
                self.live(host);
            } else {
                self.wake_at(host, at);
            }
        }
    }

    /// Does what is due in a server's life.
    pub(super) fn live(&mut self, host: usize) {
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        let now = Instant::now();
        match &slot.life {
            Life::Stopping(at, end) if *at <= now => {
                let end = *end;
                self.die(host);
                self.each(Some(host), |conn| conn.end(end));
            }
            Life::Down(at, _) if *at <= now => self.start_again(host),
            _ => {}
        }
    }

    fn wake_at(&mut self, host: usize, at: Instant) {
        let token = Token(FIRST_LISTENER + host);
        self.timers.push(Reverse((at, token)));
    }

    /// Nobody is accepted any more.
    fn die(&mut self, host: usize) {
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        slot.life = Life::Over;
        let registry = self.poll.registry();
        let returns_after = slot.host.options.returns_after;
        let held = match std::mem::replace(&mut slot.port, Port::Closed) {
            Port::Stream(mut listener) => {
                // Dropping it deregisters it too; an error here changes nothing.
                let _ = registry.deregister(&mut listener);
                refuse(&listener);
                drop(listener);
                let hold = returns_after.and_then(|_| hold(slot.addr).ok());
                Held::Stream(hold)
            }
            Port::Datagrams(mut datagrams) => {
                datagrams.close(registry, &mut slot.host);
                Held::Datagrams
            }
            Port::Closed => return,
        };
        if let Some(time) = returns_after {
            let at = Instant::now() + time;
            slot.life = Life::Down(at, held);
            self.wake_at(host, at);
        }
        self.counters.update(|c| c.stopped += 1);
    }

    /// A manager starts it: the same server, which remembers nothing.
    fn start_again(&mut self, host: usize) {
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        let Life::Down(at, held) = &mut slot.life else {
            return;
        };
        let addr = slot.addr;
        let listener = match held {
            Held::Stream(held) => listen_again(held.take(), addr).map(Listener::Stream),
            Held::Datagrams => listen(addr, Carrier::Datagrams).map(|(_, listener)| listener),
        };
        *at = Instant::now() + AGAIN;
        let again = *at;
        let port = listener.and_then(|listener| self.port(host, listener));
        let Ok(port) = port else {
            // Somebody else has the port.
            self.wake_at(host, again);
            return;
        };
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        slot.host = slot.host.again();
        slot.port = port;
        slot.life = Life::Up;
        self.counters.update(|c| {
            c.stopped -= 1;
            c.returns += 1;
        });
    }
}
