//! What is to be done to the stream, and how much of it was.

use std::collections::VecDeque;
use std::fmt;

use zeroize::Zeroizing;

use crate::packet::{SERVERDATA_RESPONSE_VALUE, encode_into};

/// What the driver has to do to the stream.
///
/// Not `#[non_exhaustive]`: a driver that leaves one of these undone does not
/// work, so the compiler is to say where a new one is missing.
///
/// ```
/// use rcon_proto::session::{Session, SessionConfig, Transmit};
/// use std::time::{Duration, Instant};
///
/// let mut session = Session::new(SessionConfig::default());
/// session.login(&"secret".into(), Duration::from_secs(10), Instant::now())?;
/// while let Some(transmit) = session.poll_transmit() {
///     match transmit {
///         // Here `stream.write(&bytes)`, in one call.
///         Transmit::Segment(bytes) => assert_eq!(bytes.len(), 14 + "secret".len()),
///         // Here `stream.shutdown(Shutdown::Write)`.
///         Transmit::HalfClose => {}
///     }
/// }
/// # Ok::<(), rcon_proto::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transmit {
    /// Write these bytes, in one call: Minecraft closes, and others lose
    /// data, where a packet comes in two segments or two packets in one. They
    /// may hold the password, so they are wiped when dropped, and their
    /// `Debug` does not show them.
    Segment(Zeroizing<Vec<u8>>),
    /// Shut the stream down for writing, when all segments before it have
    /// been written.
    HalfClose,
}

impl Transmit {
    /// What is to be written in one call.
    pub(crate) fn segment(write: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut segment = Zeroizing::new(Vec::new());
        write(&mut segment);
        Self::Segment(segment)
    }

    /// Asks Rust's older console for UTF-8. It is not answered.
    pub(crate) fn utf8(id: i32) -> Self {
        const UTF8: i32 = 5;
        Self::segment(|out| encode_into(out, id, UTF8, b""))
    }

    pub(crate) fn probe(id: i32) -> Self {
        Self::segment(|out| encode_into(out, id, SERVERDATA_RESPONSE_VALUE, b""))
    }
}

/// What the driver has to do next, of which it may do a part: see
/// [`Session::transmit`](super::Session::transmit).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ToSend<'a> {
    /// Write these bytes, never empty, in one call as far as the stream takes
    /// them: what is left of a segment, which is a [`Transmit::Segment`].
    Bytes(&'a [u8]),
    /// As [`Transmit::HalfClose`]; all before it has been written.
    HalfClose,
}

/// The bytes may hold the password.
impl fmt::Debug for ToSend<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ToSend::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            ToSend::HalfClose => f.write_str("HalfClose"),
        }
    }
}

/// In the order in which it is to be done.
#[derive(Default)]
pub(crate) struct Outbound {
    queue: VecDeque<Transmit>,
    /// Bytes of the first segment that were written.
    written: usize,
}

impl Outbound {
    pub(crate) fn push(&mut self, transmit: Transmit) {
        self.queue.push_back(transmit);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn first(&self) -> Option<ToSend<'_>> {
        self.queue.front().map(|transmit| match transmit {
            Transmit::Segment(segment) => ToSend::Bytes(&segment[self.written..]),
            Transmit::HalfClose => ToSend::HalfClose,
        })
    }

    /// So many bytes of the first were written, or it was half-closed.
    pub(crate) fn done(&mut self, bytes: usize) {
        if let Some(Transmit::Segment(segment)) = self.queue.front() {
            self.written = self.written.saturating_add(bytes);
            if self.written < segment.len() {
                return;
            }
        }
        // A segment is wiped with this.
        self.pop();
    }

    /// The first, as far as it was not done.
    pub(crate) fn pop(&mut self) -> Option<Transmit> {
        let written = std::mem::take(&mut self.written);
        let mut transmit = self.queue.pop_front()?;
        if let Transmit::Segment(segment) = &mut transmit
            && written > 0
        {
            let left = segment.get(written..).unwrap_or_default().to_vec();
            *segment = Zeroizing::new(left);
        }
        Some(transmit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue() -> Outbound {
        let mut outbound = Outbound::default();
        outbound.push(Transmit::segment(|out| out.extend_from_slice(b"one")));
        outbound.push(Transmit::segment(|out| out.extend_from_slice(b"two")));
        outbound.push(Transmit::HalfClose);
        outbound
    }

    #[test]
    fn no_two_segments_are_written_at_once_however_much_is_taken() {
        let mut outbound = queue();
        assert_eq!(outbound.first(), Some(ToSend::Bytes(b"one")));
        outbound.done(2);
        assert_eq!(outbound.first(), Some(ToSend::Bytes(b"e")));
        // More than there was: not the next one's.
        outbound.done(usize::MAX);
        assert_eq!(outbound.first(), Some(ToSend::Bytes(b"two")));
        outbound.done(0);
        assert_eq!(outbound.first(), Some(ToSend::Bytes(b"two")));
        outbound.done(3);
        assert_eq!(outbound.first(), Some(ToSend::HalfClose));
        outbound.done(0);
        assert_eq!(outbound.first(), None);
        outbound.done(1);
        assert_eq!(outbound.first(), None);
    }

    #[test]
    fn what_is_taken_out_is_what_was_not_written() {
        let mut outbound = queue();
        outbound.done(1);
        let rest = Transmit::segment(|out| out.extend_from_slice(b"ne"));
        assert_eq!(outbound.pop(), Some(rest));
        assert_eq!(outbound.first(), Some(ToSend::Bytes(b"two")));
    }

    #[test]
    fn what_is_to_be_sent_is_not_printed() {
        assert_eq!(format!("{:?}", ToSend::Bytes(b"pw")), "Bytes(2 bytes)");
    }
}
