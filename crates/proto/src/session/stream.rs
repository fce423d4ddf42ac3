//! Bytes to the stream and from it, and its end.

use std::time::Instant;

use super::{Ended, Session, Transmit};

impl Session {
    /// The next thing to do to the stream. Do it, and ask until there is none;
    /// order counts. See [`Transmit`] for an example.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.outbound.pop_front()
    }

    /// Room to read into, never empty. Then tell [`received`](Self::received).
    ///
    /// ```
    /// # use std::io::Read;
    /// # use std::time::Instant;
    /// # use rcon_proto::session::{Session, SessionConfig};
    /// # fn main() -> std::io::Result<()> {
    /// # let mut stream: &[u8] = b"\x0a\0\0\0";
    /// # let mut session = Session::new(SessionConfig::default());
    /// match stream.read(session.space())? {
    ///     0 => session.closed(false),
    ///     count => session.received(count, Instant::now()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn space(&mut self) -> &mut [u8] {
        self.inbound.space()
    }

    /// So many bytes were read into [`space`](Self::space), and this is when.
    /// Ask for events until there is none before reading more.
    pub fn received(&mut self, count: usize, now: Instant) {
        self.inbound.received(count);
        self.heard = Some(now);
        self.count_unfinished(now);
    }

    /// As [`space`](Self::space) and [`received`](Self::received), for bytes
    /// that are elsewhere already; they are copied, all of them, and the buffer
    /// grows to hold them.
    ///
    /// ```
    /// # use std::time::Instant;
    /// use rcon_proto::session::{Closed, Event, Session, SessionConfig};
    ///
    /// let mut session = Session::new(SessionConfig::default());
    /// session.receive(b"SSH-2.0-OpenSSH_9.6\r\n", Instant::now());
    /// let Some(Event::Closed(Closed::Protocol(error))) = session.poll_event() else {
    ///     panic!("that is no RCON");
    /// };
    /// assert_eq!(error.to_string(), "not an RCON server: it answered SSH-2.0-OpenSSH_9.6");
    /// ```
    pub fn receive(&mut self, mut bytes: &[u8], now: Instant) {
        while !bytes.is_empty() {
            let space = self.inbound.space();
            let count = space.len().min(bytes.len());
            let (head, rest) = bytes.split_at(count);
            space[..count].copy_from_slice(head);
            self.received(count, now);
            bytes = rest;
        }
    }

    /// The stream has ended: cleanly, or (`reset`) with an error, which may
    /// have swallowed what came before it. What that means is told by the next
    /// events, when everything before it has been read.
    ///
    /// ```
    /// use rcon_proto::session::{Event, LoginFailure, Session, SessionConfig};
    ///
    /// let mut session = Session::new(SessionConfig::default());
    /// session.closed(false);
    /// // Before a login was answered: a ban, perhaps.
    /// let failure = session.poll_event();
    /// assert!(matches!(failure, Some(Event::LoginFailed(LoginFailure::Closed { .. }))));
    /// assert!(session.is_closed());
    /// ```
    pub fn closed(&mut self, reset: bool) {
        if self.ended.is_none() {
            self.ended = Some(Ended { reset });
        }
    }
}
