//! New connections, and what to do when there can be no more.

use std::cmp::Reverse;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::Token;
use mio::net::TcpStream;

use super::conn::Conn;
use super::listen::is_file_limit;
use super::{Engine, FIRST_LISTENER, Port};

/// How long a listener rests after the open-file limit was hit.
const REST: Duration = Duration::from_millis(50);

impl Engine {
    /// Accepts whoever waits at a server's port.
    pub(super) fn accept(&mut self, host: usize) {
        loop {
            let Some(slot) = self.slots.get(host) else {
                return;
            };
            let Port::Stream(listener) = &slot.port else {
                return;
            };
            match listener.accept() {
                Ok((stream, from)) => {
                    // What was said before it was made holds for it, though it came
                    // while others were accepted.
                    self.obey();
                    self.greet(host, stream, from);
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return,
                Err(e) if is_file_limit(&e) => {
                    self.file_limit(host);
                    return;
                }
                // The client gave up before it was accepted.
                Err(_) => {}
            }
        }
    }

    /// No event tells when a descriptor is free again, so the listener is
    /// looked at after a while.
    fn file_limit(&mut self, host: usize) {
        if !self.noticed {
            self.noticed = true;
            (self.notice)(
                "the open-file limit is reached: new connections wait until others close; \
                 raise it with 'ulimit -n'",
            );
        }
        let at = Instant::now() + REST;
        self.timers
            .push(Reverse((at, Token(FIRST_LISTENER + host))));
    }

    fn greet(&mut self, host: usize, stream: TcpStream, from: SocketAddr) {
        let first = self.first_conn();
        let Some(slot) = self.slots.get_mut(host) else {
            return;
        };
        let index = self.free.pop().unwrap_or_else(|| {
            self.conns.push(None);
            self.conns.len() - 1
        });
        let peer = (self.factory)(&slot.host);
        let mut conn = Conn::new(stream, from, host, peer, self.faults.clone());
        let token = Token(first + index);
        if conn.register(self.poll.registry(), token).is_err() {
            self.free.push(index);
            return;
        }
        self.counters.update(|c| {
            c.connections += 1;
            c.open += 1;
        });
        conn.greet(&mut slot.host);
        self.conns[index] = Some(conn);
        self.drive(index);
    }
}
