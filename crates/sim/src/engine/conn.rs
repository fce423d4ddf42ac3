//! One connection: a socket, the link in front of it, and the peer behind.

use std::io::{self, Read};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::event::Event;
use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use socket2::SockRef;

use crate::host::Host;
use crate::line::{Faults, Flushed, Line};
use crate::outbox::{End, Next, Outbox};
use crate::peer::{Cx, Peer};

use super::looks::Looks;

/// What is to be done after a [`Conn::turn`].
pub(super) enum Turn {
    /// The connection is gone.
    Done,
    /// There is more to do at once, after the others had their turn.
    Again,
    /// Nothing before this moment or the next event.
    Sleep(Instant),
    /// Nothing before the next event.
    Wait,
}

/// See the module's documentation.
pub(super) struct Conn {
    stream: TcpStream,
    from: SocketAddr,
    pub(super) host: usize,
    peer: Box<dyn Peer>,
    out: Outbox,
    line: Line,
    /// The socket may have bytes to read; cleared when a read would block.
    readable: bool,
    /// When a peer that polls looks at its socket.
    looks: Looks,
    /// The client's direction has ended.
    eof: bool,
    /// How many bytes had left when that was last looked at, and when.
    progress: (u64, Instant),
    /// Ours has.
    shut: bool,
    /// To be reset without regard to anything that is queued.
    reset: bool,
    /// For which moments a wake-up has been asked already.
    alarm: Option<Instant>,
    /// Whether this connection waits for its next turn already; the engine's.
    pub(super) queued: bool,
}

/// Reads of one turn, so that a client which never pauses cannot keep others
/// waiting.
const READS: usize = 64;

/// How long a connection is kept on which nothing moves, once the client's
/// direction has ended.
const LINGER: Duration = Duration::from_mins(1);

/// Most bytes of one read.
const READ: usize = 16 * 1024;

impl Conn {
    pub(super) fn new(
        stream: TcpStream,
        from: SocketAddr,
        host: usize,
        mut peer: Box<dyn Peer>,
        faults: Faults,
    ) -> Self {
        // Without it a second packet would wait for the first one's receipt.
        let _ = stream.set_nodelay(!peer.nagles());
        let now = Instant::now();
        Self {
            stream,
            from,
            host,
            peer,
            out: Outbox::default(),
            line: Line::new(faults, now),
            readable: true,
            looks: Looks::new(now),
            eof: false,
            progress: (0, now),
            shut: false,
            reset: false,
            alarm: None,
            queued: false,
        }
    }

    pub(super) fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        let interest = Interest::READABLE | Interest::WRITABLE;
        registry.register(&mut self.stream, token, interest)
    }

    pub(super) fn ready(&mut self, event: &Event) {
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            if !self.readable {
                self.looks.wait(Instant::now());
            }
            self.readable = true;
        }
        // A peer that does not read would never see it.
        self.eof |= event.is_read_closed() && !self.peer.reads();
    }

    pub(super) fn inject(&mut self, bytes: Vec<u8>) {
        self.out.bytes(bytes);
    }

    /// Somebody says this in the game, so many times.
    pub(super) fn tell(&mut self, text: &str, times: u64, host: &mut Host) {
        let (out, from) = (&mut self.out, self.from);
        self.peer.on_said(text, times, &mut Cx { out, host, from });
    }

    /// Ends the connection from outside: what the peer had not begun to send
    /// is forgotten.
    pub(super) fn end(&mut self, end: End) {
        self.out.clear();
        match end {
            End::Reset => self.reset = true,
            End::Close | End::HalfClose => self.line.end(end, Instant::now()),
        }
    }

    pub(super) fn sibling_closed(&mut self) {
        self.peer.on_sibling_closed();
    }

    /// The connection is gone.
    pub(super) fn closed(&mut self, host: &mut Host) {
        self.peer.on_close(host);
    }

    /// When a peer that polls, or a link that takes its time, looks at its socket
    /// next, where there may be something.
    fn next_look(&mut self) -> Option<Instant> {
        if !self.readable || self.eof {
            return None;
        }
        let polled = self.peer.polls().map(|every| self.looks.next(every));
        polled.into_iter().chain(self.line.reads_at()).max()
    }

    pub(super) fn greet(&mut self, host: &mut Host) {
        self.with_peer(host, |peer, cx| peer.on_connect(cx));
    }

    fn with_peer(&mut self, host: &mut Host, call: impl FnOnce(&mut dyn Peer, &mut Cx<'_>)) {
        let mut cx = Cx {
            out: &mut self.out,
            host,
            from: self.from,
        };
        call(self.peer.as_mut(), &mut cx);
    }

    /// Sends and reads what can be sent and read now.
    pub(super) fn turn(&mut self, host: &mut Host) -> Turn {
        let turn = self.exchange(host).unwrap_or(Turn::Done);
        // A look that is overdue waits for something else than the clock.
        let look = self.next_look().filter(|look| *look > Instant::now());
        let turn = match (turn, look) {
            (Turn::Wait, Some(look)) => Turn::Sleep(look),
            (Turn::Sleep(at), Some(look)) => Turn::Sleep(at.min(look)),
            (turn, _) => turn,
        };
        match self.linger(turn) {
            Turn::Sleep(at) if self.alarm.is_some_and(|a| a <= at && a > Instant::now()) => {
                Turn::Wait
            }
            Turn::Sleep(at) => {
                self.alarm = Some(at);
                Turn::Sleep(at)
            }
            other => other,
        }
    }

    /// Nothing tells a client that has half-closed from one that has gone, so
    /// a connection on which nothing moves does not outlive its client's end
    /// for ever.
    fn linger(&mut self, turn: Turn) -> Turn {
        let now = Instant::now();
        if self.progress.0 != self.line.sent() || !self.eof {
            self.progress = (self.line.sent(), now);
        }
        let limit = self.progress.1 + LINGER;
        match turn {
            Turn::Wait | Turn::Sleep(_) if self.eof && now >= limit => Turn::Done,
            Turn::Wait if self.eof => Turn::Sleep(limit),
            Turn::Sleep(at) if self.eof => Turn::Sleep(at.min(limit)),
            other => other,
        }
    }

    fn exchange(&mut self, host: &mut Host) -> io::Result<Turn> {
        for _ in 0..READS {
            if self.reset {
                return Ok(self.finish(End::Reset));
            }
            let turn = self.send()?;
            if matches!(turn, Turn::Done | Turn::Again) {
                return Ok(turn);
            }
            if !self.receive(host)? {
                return self.send();
            }
        }
        Ok(Turn::Again)
    }

    /// Moves bytes from the peer's queue into the link and from the link into
    /// the socket.
    fn send(&mut self) -> io::Result<Turn> {
        let now = Instant::now();
        let wait = self.fill(now);
        match self.line.flush(now, &mut &self.stream) {
            Ok(Flushed::End(End::HalfClose)) if self.shut => Ok(Turn::Wait),
            Ok(Flushed::End(end)) => Ok(self.finish(end)),
            Ok(Flushed::Share) => Ok(Turn::Again),
            Ok(Flushed::Idle) if wait.is_none() && self.fills() => Ok(Turn::Again),
            Ok(Flushed::Idle) => Ok(wait.map_or(Turn::Wait, Turn::Sleep)),
            Ok(Flushed::Until(at)) => Ok(Turn::Sleep(wait.map_or(at, |w| w.min(at)))),
            Ok(Flushed::Blocked) => Ok(Turn::Wait),
            Err(e) => Err(e),
        }
    }

    /// Whether the peer has more that the link would take now.
    fn fills(&self) -> bool {
        self.line.has_room() && !self.out.is_empty()
    }

    /// Fills the link; returns when to come again, if the peer waits.
    fn fill(&mut self, now: Instant) -> Option<Instant> {
        while self.line.has_room() {
            match self.out.next(now) {
                Next::Bytes(bytes) => self.line.push(bytes, now),
                Next::End(end) => self.line.end(end, now),
                Next::At(at) => return Some(at),
                Next::Idle => return None,
            }
        }
        None
    }

    /// Reads once; false when there is nothing to read now.
    fn receive(&mut self, host: &mut Host) -> io::Result<bool> {
        let busy = self.out.is_full() || self.line.is_ending() && !self.shut;
        if !self.readable || self.eof || busy || !self.peer.reads() {
            return Ok(false);
        }
        if self.next_look().is_some_and(|look| look > Instant::now()) {
            return Ok(false);
        }
        self.looks.wait(Instant::now());
        let mut buffer = [0; READ];
        let most = self.line.read_limit(self.peer.read_len().min(buffer.len()));
        match (&self.stream).read(&mut buffer[..most]) {
            Ok(0) => {
                self.eof = true;
                host.counters.update(|c| c.ends += 1);
                self.with_peer(host, |peer, cx| peer.on_eof(cx));
            }
            Ok(n) => match self.line.received(n, Instant::now()) {
                Some(End::Reset) => self.reset = true,
                Some(end) => self.end(end),
                None => self.with_peer(host, |peer, cx| peer.on_bytes(&buffer[..n], cx)),
            },
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                self.readable = false;
                return Ok(false);
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
        Ok(true)
    }

    fn finish(&mut self, end: End) -> Turn {
        // An error here means that the client was faster.
        match end {
            End::HalfClose => {
                self.shut = true;
                let _ = self.stream.shutdown(std::net::Shutdown::Write);
                return Turn::Again;
            }
            End::Reset => {
                let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
            }
            // Closing with unread bytes would be a reset.
            End::Close => self.discard(),
        }
        Turn::Done
    }

    fn discard(&mut self) {
        let mut buffer = [0; READ];
        while matches!((&self.stream).read(&mut buffer), Ok(n) if n > 0) {}
    }
}
