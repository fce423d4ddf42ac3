//! Bytes to the stream and from it, and its end.

use std::time::Instant;

use super::incoming::Ended;
use super::outbound::{ToSend, Transmit};
use super::{Session, State};

impl Session {
    /// The next thing to do to the stream. Do it, as far as the stream takes
    /// it, tell [`transmitted`](Self::transmitted), and ask until there is
    /// none; order counts.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// use rcon_proto::session::{Session, SessionConfig, ToSend};
    ///
    /// let mut session = Session::new(SessionConfig::default());
    /// session.login(&"secret".into(), Duration::from_secs(10), Instant::now())?;
    /// let Some(ToSend::Bytes(login)) = session.transmit() else {
    ///     panic!("the login is to be sent");
    /// };
    /// assert_eq!(login.len(), 20);
    /// // Here `stream.write(login)`, and it takes 15.
    /// session.transmitted(15);
    /// assert_eq!(session.transmit(), Some(ToSend::Bytes(b"ret\0\0")));
    /// session.transmitted(5);
    /// assert_eq!(session.transmit(), None);
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
    pub fn transmit(&self) -> Option<ToSend<'_>> {
        self.outbound.first()
    }

    /// So many bytes of what [`transmit`](Self::transmit) gives were written,
    /// or, whatever the number, the stream was half-closed. A segment of which
    /// all was written is wiped: it may have held the password.
    pub fn transmitted(&mut self, bytes: usize) {
        self.outbound.done(bytes);
    }

    /// The next thing to do to the stream, for whoever writes each segment
    /// whole, or keeps the rest: the session forgets it. See [`Transmit`] for
    /// an example; [`transmit`](Self::transmit) keeps count.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.outbound.pop()
    }

    /// Room to read into, never empty. Then tell [`received`](Self::received).
    ///
    /// ```
    /// # use std::io::Read;
    /// # use std::time::Instant;
    /// # use rcon_proto::session::{Ended, Session, SessionConfig};
    /// # fn main() -> std::io::Result<()> {
    /// # let mut stream: &[u8] = b"\x0a\0\0\0";
    /// # let mut session = Session::new(SessionConfig::default());
    /// match stream.read(session.space())? {
    ///     0 => session.closed(Ended::Cleanly),
    ///     count => session.received(count, Instant::now()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn space(&mut self) -> &mut [u8] {
        self.incoming.space()
    }

    /// So many bytes were read into [`space`](Self::space), and this is when.
    /// Ask for events until there is none before reading more.
    pub fn received(&mut self, count: usize, now: Instant) {
        self.incoming.received(count, now);
        if let State::Open(open) = &mut self.state {
            open.on_bytes(&self.incoming, now);
        }
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
            let space = self.incoming.space();
            let count = space.len().min(bytes.len());
            let (head, rest) = bytes.split_at(count);
            space[..count].copy_from_slice(head);
            self.received(count, now);
            bytes = rest;
        }
    }

    /// The stream has ended, and this is how. What that means is told by the
    /// next events, when everything before it has been read.
    ///
    /// ```
    /// use rcon_proto::session::{Ended, Event, LoginFailure, Session, SessionConfig};
    ///
    /// let mut session = Session::new(SessionConfig::default());
    /// session.closed(Ended::Cleanly);
    /// // Before a login was answered: a ban, perhaps.
    /// let failure = session.poll_event();
    /// assert!(matches!(failure, Some(Event::LoginFailed(LoginFailure::Closed { .. }))));
    /// assert!(session.is_closed());
    /// ```
    pub fn closed(&mut self, how: Ended) {
        self.incoming.end(how);
    }
}
