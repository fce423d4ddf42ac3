//! A reply that is kept, up to a limit.

use crate::error::ProtocolError;
use crate::observer::Observer;
use crate::session::Quirk;

/// What becomes of a reply's bytes past the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Past {
    /// None of the reply is wanted then.
    Fails,
    /// They are read and dropped.
    IsCut,
}

/// Keeps the parts of one reply, up to a limit. As an [`Observer`] it ends the
/// wait where the reply is too long to be kept; what else arrives goes to the
/// log.
///
/// ```
/// use rcon_proto::Collector;
/// # let server = rcon_sim::Server::builder().start()?;
/// # let mut client = rcon_proto::Client::open(server.addr(), &"secret".into(), Default::default())?;
///
/// let mut reply = Collector::new(1000);
/// client.execute_with(b"echo Hello", &Default::default(), &mut reply)?;
/// assert_eq!(reply.take()?, b"Hello\n");
///
/// let mut reply = Collector::new(1000);
/// // An error, unless the end was at hand with the rest of it.
/// let _ = client.execute_with(b"sim_bytes 1001", &Default::default(), &mut reply);
/// assert!(reply.is_over() && reply.take().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Collector {
    bytes: Vec<u8>,
    limit: usize,
    past: Past,
    over: bool,
    breaks_lines: bool,
}

impl Collector {
    /// Keeps a reply of at most so many bytes. Of a longer one nothing is kept.
    pub fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            past: Past::Fails,
            over: false,
            breaks_lines: false,
        }
    }

    /// The same, for text that is read line by line: a newline is kept, too, where a
    /// server that sends none begins another line ([`Observer::line_break`]).
    ///
    /// ```
    /// use rcon_proto::{Collector, Observer as _};
    ///
    /// let mut reply = Collector::new(1000).breaking_lines();
    /// reply.reply(b"hostname: a");
    /// reply.line_break();
    /// reply.reply(b"players : 0");
    /// assert_eq!(reply.bytes(), b"hostname: a\nplayers : 0");
    /// ```
    #[must_use]
    pub fn breaking_lines(self) -> Self {
        Self {
            breaks_lines: true,
            ..self
        }
    }

    /// Keeps so many bytes of a reply's beginning. The rest is read and
    /// dropped, so that the connection stays usable.
    ///
    /// ```
    /// let mut head = rcon_proto::Collector::cutting(4);
    /// head.push(b"hostname");
    /// assert_eq!(head.bytes(), b"host");
    /// assert!(head.is_over());
    /// ```
    pub fn cutting(limit: usize) -> Self {
        Self {
            past: Past::IsCut,
            ..Self::new(limit)
        }
    }

    /// Keeps a part, as far as the limit lets it.
    pub fn push(&mut self, bytes: &[u8]) {
        let room = self.limit - self.bytes.len();
        if self.over {
            return;
        }
        self.over = bytes.len() > room;
        match self.past {
            Past::Fails if self.over => self.bytes = Vec::new(),
            _ => self
                .bytes
                .extend_from_slice(&bytes[..bytes.len().min(room)]),
        }
    }

    /// Whether the reply was longer than the limit.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// What is kept so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The reply, or the beginning of it that was asked for. The next one can
    /// come.
    ///
    /// # Errors
    ///
    /// [`ProtocolError::ReplyTooLarge`] where it had to be whole, and was longer
    /// than the limit.
    pub fn take(&mut self) -> Result<Vec<u8>, ProtocolError> {
        let over = std::mem::take(&mut self.over);
        let bytes = std::mem::take(&mut self.bytes);
        if over && self.past == Past::Fails {
            return Err(ProtocolError::ReplyTooLarge { limit: self.limit });
        }
        Ok(bytes)
    }
}

impl Observer for Collector {
    fn reply(&mut self, bytes: &[u8]) {
        self.push(bytes);
    }

    fn line_break(&mut self) {
        if self.breaks_lines {
            self.push(b"\n");
        }
    }

    fn stop(&self) -> bool {
        self.over && self.past == Past::Fails
    }

    fn more(&mut self, command: &str, bytes: &[u8]) {
        ().more(command, bytes);
    }

    fn late(&mut self, command: &str, bytes: &[u8]) {
        ().late(command, bytes);
    }

    fn unsolicited(&mut self, bytes: &[u8]) {
        ().unsolicited(bytes);
    }

    fn quirk(&mut self, quirk: Quirk) {
        ().quirk(quirk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_up_to_the_limit_is_whole() {
        let mut reply = Collector::new(4);
        reply.push(b"ab");
        reply.push(b"cd");
        assert!(!reply.is_over() && !reply.stop());
        assert_eq!(reply.take(), Ok(b"abcd".to_vec()));
    }

    #[test]
    fn past_the_limit_nothing_is_kept_and_the_next_reply_can_come() {
        let mut reply = Collector::new(4);
        for part in [&b"abcd"[..], b"e", b"f"] {
            reply.push(part);
        }
        assert!(reply.bytes().is_empty() && reply.stop());
        assert_eq!(reply.take(), Err(ProtocolError::ReplyTooLarge { limit: 4 }));
        reply.push(b"next");
        assert_eq!(reply.take(), Ok(b"next".to_vec()));
    }

    #[test]
    fn a_beginning_is_cut_at_the_limit_and_stops_nothing() {
        let mut head = Collector::cutting(3);
        for part in [&b"ab"[..], b"cd", b"ef"] {
            head.push(part);
        }
        assert!(head.is_over() && !head.stop());
        assert_eq!(head.take(), Ok(b"abc".to_vec()));
    }
}
