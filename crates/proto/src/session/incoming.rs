//! The stream from the server: its bytes, when they came, and its end.

use std::time::Instant;

use crate::beginning::beginning;
use crate::decode::Header;
use crate::error::ProtocolError;
use crate::inbound::{Bad, Handling, Inbound, Part};
use crate::marks::{self, Mark};

/// The largest packet that is believed before a login is answered, in bytes.
/// Real ones have 14; a banned address may be told so in a sentence. The first
/// four bytes of SSH, HTTP, SMTP or TLS read as a size are beyond it.
const LOGIN_PACKET_LIMIT: usize = 0xffff;

/// How the stream ended; told to [`Session::closed`](super::Session::closed).
///
/// ```
/// use rcon_proto::session::{Closed, Ended, Event, Session, SessionConfig};
///
/// let mut session = Session::new(SessionConfig::default());
/// session.closed(Ended::WithError);
/// assert!(matches!(session.poll_event(), Some(Event::LoginFailed(_))));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ended {
    /// The peer closed it: a read gave no bytes.
    Cleanly,
    /// With an error, a reset for one, which may have swallowed what came
    /// before it.
    WithError,
}

pub(super) struct Incoming {
    inbound: Inbound,
    /// When bytes last came.
    heard: Option<Instant>,
    /// Set when told, dealt with when all before it has been read.
    ended: Option<Ended>,
}

impl Incoming {
    pub(super) fn new() -> Self {
        let mut inbound = Inbound::new();
        inbound.limit_size(LOGIN_PACKET_LIMIT);
        Self {
            inbound,
            heard: None,
            ended: None,
        }
    }

    /// The login was accepted: this is RCON.
    pub(super) fn believe(&mut self) {
        self.inbound.limit_size(usize::MAX);
    }

    pub(super) fn space(&mut self) -> &mut [u8] {
        self.inbound.space()
    }

    pub(super) fn received(&mut self, count: usize, now: Instant) {
        self.inbound.received(count);
        self.heard = Some(now);
    }

    pub(super) fn end(&mut self, ended: Ended) {
        self.ended.get_or_insert(ended);
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    pub(super) fn take_end(&mut self) -> Option<Ended> {
        self.ended.take()
    }

    pub(super) fn heard(&self) -> Option<Instant> {
        self.heard
    }

    /// Since when nothing came, for whoever began to listen then.
    pub(super) fn quiet_since(&self, listening: Instant) -> Instant {
        self.heard.map_or(listening, |heard| heard.max(listening))
    }

    /// The next part that can be handed on, and when the newest bytes came.
    pub(super) fn next(
        &mut self,
        handling: impl FnMut(&Header) -> Handling,
    ) -> Result<Option<(Part, Instant)>, Bad> {
        let Some(heard) = self.heard else {
            // Nothing has come yet.
            return Ok(None);
        };
        let part = self.inbound.next(handling)?;
        Ok(part.map(|part| (self.without_third_nul(part), heard)))
    }

    /// Some servers end a packet in three NULs. The codec takes two, as the
    /// protocol has it; text does not end in one.
    fn without_third_nul(&self, mut part: Part) -> Part {
        if part.last && self.bytes(&part).ends_with(&[0]) {
            marks::hit(Mark::ThirdNul);
            part.range.end -= 1;
        }
        part
    }

    pub(super) fn bytes(&self, part: &Part) -> &[u8] {
        self.inbound.bytes(part.range.clone())
    }

    /// Bytes that have come and were not handed on.
    pub(super) fn unread(&self) -> usize {
        self.inbound.unread().len()
    }

    /// The packet that has begun and is not whole.
    pub(super) fn unfinished(&self) -> Option<Header> {
        self.inbound.unfinished()
    }

    pub(super) fn at_border(&self) -> bool {
        self.inbound.at_border()
    }

    /// From here on the stray bytes of Squad may stand at the next border.
    pub(super) fn expect_stray(&mut self) {
        self.inbound.expect_stray();
    }

    /// The packet in which the stream rests, where that may be one which
    /// announced more than was sent.
    pub(super) fn short_packet(&self) -> Option<Header> {
        let rests = self.inbound.rests_in_short_packet();
        rests.then(|| self.inbound.unfinished()).flatten()
    }

    /// Takes that packet for whole.
    pub(super) fn take_short(&mut self) -> Option<(Part, Instant)> {
        let part = self.inbound.take_short()?;
        Some((self.without_third_nul(part), self.heard?))
    }

    /// What is wrong with a stream that was no RCON from its beginning.
    pub(super) fn not_rcon(&self) -> ProtocolError {
        ProtocolError::NotRcon {
            began: beginning(self.inbound.unread()),
        }
    }

    /// What is wrong with a stream that was RCON before.
    pub(super) fn fault(&self, bad: Bad) -> ProtocolError {
        match bad {
            // A larger limit would not help.
            Bad::TooLarge { size, .. } if is_text(size) => {
                marks::hit(Mark::RelaysText);
                let began = beginning(self.inbound.unread());
                ProtocolError::Text { began }
            }
            Bad::Frame(error) => ProtocolError::Frame(error),
            Bad::TooLarge { size, limit } => ProtocolError::PacketTooLarge { size, limit },
        }
    }
}

/// Whether a size is four characters of text.
fn is_text(size: usize) -> bool {
    let bytes = size.to_le_bytes();
    let (size, rest) = bytes.split_at(4);
    size.iter().all(u8::is_ascii_graphic) && rest.iter().all(|&b| b == 0)
}
