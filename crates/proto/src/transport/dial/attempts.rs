//! Connections that are being made at the same time, on one thread.

use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use super::super::{SLICE, receive};
use super::{Dialler, Found};
use crate::cancel::Cancel;
use crate::error::Error;

/// How many of them are told of at once; more are told of the next time.
const AT_ONCE: usize = 32;

/// Connections of which it is not known yet whether they will be made.
#[derive(Debug, Default)]
pub(in crate::transport) struct Attempts {
    /// By their tokens.
    pending: Vec<(Token, mio::net::TcpStream)>,
    /// Made for the first one that has to be waited for: a server on this
    /// machine has answered by the time it is asked for.
    poll: Option<Poll>,
    next: usize,
}

impl Dialler for Attempts {
    type Stream = TcpStream;

    const SLICE: Duration = SLICE;

    /// `getaddrinfo` knows no deadline: it runs on a thread that is left behind
    /// with it.
    async fn look_up(
        &self,
        name: &str,
        port: u16,
        until: Instant,
        cancel: &Cancel,
    ) -> Result<Found, Error> {
        let (say, hear) = mpsc::channel();
        let name = name.to_owned();
        let resolver = thread::Builder::new().name("rcon-resolve".into());
        let started = resolver.spawn(move || {
            let found = (name.as_str(), port).to_socket_addrs();
            // Nobody listens any more: the deadline has passed.
            let _ = say.send(found.map(Vec::from_iter));
        });
        if let Err(error) = started {
            return Ok(Some(Err(error)));
        }
        receive(&hear, until, cancel)
    }

    fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    fn begin(&mut self, address: SocketAddr) -> io::Result<Option<TcpStream>> {
        let mut stream = mio::net::TcpStream::connect(address)?;
        if is_connected(&stream)? {
            return blocking(stream).map(Some);
        }
        let poll = match self.poll.take() {
            Some(poll) => poll,
            None => Poll::new()?,
        };
        let token = Token(self.next);
        self.next += 1;
        let interest = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut stream, token, interest)?;
        self.poll = Some(poll);
        self.pending.push((token, stream));
        Ok(None)
    }

    async fn wait(
        &mut self,
        at_most: Duration,
        failures: &mut Vec<io::Error>,
    ) -> io::Result<Option<TcpStream>> {
        let Some(poll) = &mut self.poll else {
            return Ok(None);
        };
        let mut events = Events::with_capacity(AT_ONCE);
        match poll.poll(&mut events, Some(at_most)) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        for event in &events {
            let place = self.pending.iter().position(|(t, _)| *t == event.token());
            let Some(place) = place else {
                continue;
            };
            match is_connected(&self.pending[place].1) {
                Ok(true) => {
                    let (_, mut stream) = self.pending.swap_remove(place);
                    poll.registry().deregister(&mut stream)?;
                    return blocking(stream).map(Some);
                }
                Ok(false) => {}
                Err(error) => {
                    self.pending.swap_remove(place);
                    failures.push(error);
                }
            }
        }
        Ok(None)
    }
}

/// Whether the connection is there.
///
/// # Errors
///
/// Why it never will be.
fn is_connected(stream: &mio::net::TcpStream) -> io::Result<bool> {
    match stream.peer_addr() {
        Ok(_) => Ok(true),
        // Still under way, or failed: the socket knows which.
        Err(_) => match stream.take_error()? {
            Some(error) => Err(error),
            None => Ok(false),
        },
    }
}

/// The stream as the rest of this crate reads it.
fn blocking(stream: mio::net::TcpStream) -> io::Result<TcpStream> {
    let stream = TcpStream::from(stream);
    stream.set_nonblocking(false)?;
    Ok(stream)
}
