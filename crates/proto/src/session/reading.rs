//! What a packet means while no reply is waited for, and the way of every
//! packet to whoever it concerns.

use std::borrow::Cow;

use super::ids::IdOf;
use super::{
    Closed, Ended, Event, LoginFailure, Previous, ProtocolError, RequestId, Session, State,
};
use crate::auth::Verdict;
use crate::decode::Header;
use crate::inbound::{Bad, Handling, Part};
use crate::reply::ProbeTrust;
use crate::unsolicited::BODY_LIMIT;

/// How much may come between two replies that nobody asked for, in bytes.
const UNSOLICITED_LIMIT: usize = 4 << 20;

/// Ids of unsolicited packets that are remembered.
const FOREIGN_IDS_KEPT: usize = 32;

/// NULs behind a body: the protocol's two, and the third of some servers.
pub(super) const MOST_TERMINATORS: usize = 3;

impl Session {
    pub(super) fn next_part(&mut self) -> Result<Option<Part>, Bad> {
        let whole = Handling::Whole {
            limit: self.config.max_packet,
        };
        let (ids, state, learned) = (&self.ids, &self.state, &self.learned);
        let part = self.inbound.next(|header| match state {
            State::Awaiting(awaiting) if awaiting.owns(header.id, learned) => {
                // Under an id that is not the command's own, a short packet may
                // be one that nobody asked for, which only its body tells.
                if may_be_unsolicited_body(header) && awaiting.id != header.id {
                    whole
                } else {
                    Handling::Stream
                }
            }
            State::Awaiting(_) | State::Ready if ids.what_is(header.id) == IdOf::Command => {
                Handling::Stream
            }
            _ => whole,
        })?;
        Ok(part.map(|part| self.without_third_nul(part)))
    }

    /// Some servers end a packet in three NULs. The codec takes two, as the
    /// protocol has it; text does not end in one.
    pub(super) fn without_third_nul(&self, mut part: Part) -> Part {
        if part.last && self.inbound.bytes(part.range.clone()).ends_with(&[0]) {
            part.range.end -= 1;
        }
        part
    }

    /// Deals with a part of a packet; the answer says what its bytes are, if
    /// anybody is to be told of them.
    pub(super) fn on_part(&mut self, part: &Part) -> Option<Told> {
        match &mut self.state {
            State::LoggingIn { .. } => self.on_login_part(part),
            State::Awaiting(_) => self.on_awaiting_part(part),
            State::Connected | State::Ready | State::Closed => self.on_idle_part(part),
        }
    }

    fn on_login_part(&mut self, part: &Part) -> Option<Told> {
        let State::LoggingIn { rule, sent, .. } = &mut self.state else {
            return None;
        };
        let body = self.inbound.bytes(part.range.clone());
        match rule.on_packet(part.header.id, part.header.kind, body) {
            Verdict::Pending => None,
            Verdict::Unsolicited => {
                self.said.note(part.header.kind, body);
                self.unsolicited(part)
            }
            Verdict::Refused => {
                self.end_with(Event::LoginFailed(LoginFailure::Refused));
                None
            }
            Verdict::Accepted(seen) => {
                let shape = self.config.game.shape().unwrap_or(seen);
                let round_trip = self.heard.unwrap_or(*sent).duration_since(*sent);
                self.pace.observe(round_trip);
                self.shape = Some(shape);
                self.state = State::Ready;
                self.inbound.limit_size(usize::MAX);
                self.events.push_back(Event::LoggedIn { shape, round_trip });
                None
            }
        }
    }

    /// A packet while nothing is under way.
    fn on_idle_part(&mut self, part: &Part) -> Option<Told> {
        let id = part.header.id;
        if matches!(self.state, State::Connected) {
            let body = self.inbound.bytes(part.range.clone());
            self.said.note(part.header.kind, body);
        }
        match self.ids.what_is(id) {
            IdOf::Login => self.unsolicited(part),
            IdOf::Probe => {
                self.late_probe();
                None
            }
            IdOf::Command => self.earlier_output(part),
            IdOf::Foreign if self.learned.foreign_id == Some(id) => match self.previous {
                Some(Previous { id, open: true }) if !self.is_known_unsolicited(part) => {
                    shown(part).then_some(Told::Reply(RequestId(id)))
                }
                _ => self.unsolicited(part),
            },
            IdOf::Foreign => {
                if !self.given_up_silent && !self.idle_ids.contains(&id) {
                    self.idle_ids.push_back(id);
                    if self.idle_ids.len() > FOREIGN_IDS_KEPT {
                        self.idle_ids.pop_front();
                    }
                }
                self.unsolicited(part)
            }
        }
    }

    /// Output of a command before the present one.
    pub(super) fn earlier_output(&mut self, part: &Part) -> Option<Told> {
        if !shown(part) {
            return None;
        }
        let request = RequestId(part.header.id);
        self.learned.own_ids = true;
        match self.previous {
            Some(Previous { id, open: true }) if id == request.0 => Some(Told::Reply(request)),
            _ => {
                self.count_unsolicited(part.range.len())?;
                Some(Told::Late(request))
            }
        }
    }

    pub(super) fn unsolicited(&mut self, part: &Part) -> Option<Told> {
        self.count_unsolicited(part.range.len())?;
        shown(part).then_some(Told::Unsolicited(part.header.id))
    }

    /// `None` when it was too much, and the session is over.
    fn count_unsolicited(&mut self, bytes: usize) -> Option<()> {
        // While nobody waits for anything, nobody is held up either.
        if matches!(self.state, State::Ready) {
            return Some(());
        }
        self.unsolicited_bytes += bytes;
        if self.unsolicited_bytes > UNSOLICITED_LIMIT {
            let limit = UNSOLICITED_LIMIT;
            self.fail(ProtocolError::TooMuchUnsolicited { limit });
            return None;
        }
        Some(())
    }

    /// A probe of an earlier command was answered after all. Either the
    /// server is slow, or it is one that reads the second packet of a segment
    /// only when more bytes come: then probes would cost a wait each time.
    pub(super) fn late_probe(&mut self) {
        self.inbound.expect_stray();
        if self.learned.probes == ProbeTrust::Unanswered {
            let answer_to_a_send = match (self.heard, self.spoke) {
                (Some(heard), Some(spoke)) => {
                    self.is_awaiting() && heard.duration_since(spoke) <= self.pace.prompt_answer()
                }
                _ => false,
            };
            if answer_to_a_send || self.learned.one_behind {
                self.plan_nudge();
            } else {
                self.learned.probes = ProbeTrust::Unknown;
            }
        }
    }

    pub(super) fn on_end(&mut self, ended: Ended) {
        match &self.state {
            State::Connected | State::LoggingIn { .. } => {
                let said = self.said.text();
                self.end_with(Event::LoginFailed(LoginFailure::Closed { said }));
            }
            State::Awaiting(_) => self.on_end_of_awaiting(ended),
            State::Ready => self.end_with(Event::Closed(Closed::Idle)),
            State::Closed => {}
        }
    }

    pub(super) fn on_bad(&mut self, bad: Bad) {
        let login = matches!(self.state, State::Connected | State::LoggingIn { .. });
        self.fail(match bad {
            _ if login => ProtocolError::NotRcon {
                began: beginning(self.inbound.unread()),
            },
            // A larger limit would not help.
            Bad::TooLarge { size, .. } if is_text(size) => ProtocolError::Text {
                began: beginning(self.inbound.unread()),
            },
            Bad::Frame(error) => ProtocolError::Frame(error),
            Bad::TooLarge { size, limit } => ProtocolError::PacketTooLarge { size, limit },
        });
    }
}

/// What the bytes of a part are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Reply(RequestId),
    Late(RequestId),
    Unsolicited(i32),
}

impl Told {
    pub(super) fn with(self, bytes: Cow<'_, [u8]>) -> Event<'_> {
        match self {
            Told::Reply(request) => Event::Reply { request, bytes },
            Told::Late(request) => Event::Late { request, bytes },
            Told::Unsolicited(id) => Event::Unsolicited { id, bytes },
        }
    }
}

/// Whether a packet is short enough for a body of which it is known that
/// nobody asked for it.
pub(super) fn may_be_unsolicited_body(header: &Header) -> bool {
    header.tail_len() <= BODY_LIMIT + MOST_TERMINATORS
}

/// Whether a part holds anything to show.
fn shown(part: &Part) -> bool {
    !part.range.is_empty()
}

/// Whether a size is four characters of text.
fn is_text(size: usize) -> bool {
    let bytes = size.to_le_bytes();
    let (size, rest) = bytes.split_at(4);
    size.iter().all(u8::is_ascii_graphic) && rest.iter().all(|&b| b == 0)
}

/// The beginning of what came, for a message: as far as it is text, the first
/// line, else a few bytes in hexadecimal.
fn beginning(bytes: &[u8]) -> String {
    const SHOWN: usize = 48;
    let line = bytes
        .split(|&b| b == b'\r' || b == b'\n')
        .next()
        .unwrap_or_default();
    let line = &line[..line.len().min(SHOWN)];
    let printable = |b: &u8| b.is_ascii_graphic() || *b == b' ';
    if line.len() >= 4 && line.iter().all(printable) {
        return String::from_utf8_lossy(line).into_owned();
    }
    match bytes {
        [0x15, 3, ..] => "with a TLS alert".to_owned(),
        [0x16, 3, ..] => "with a TLS handshake".to_owned(),
        _ => bytes
            .iter()
            .take(8)
            .fold("with bytes".to_owned(), |mut text, byte| {
                use std::fmt::Write as _;
                // Writing to a `String` does not fail.
                let _ = write!(text, " {byte:02x}");
                text
            }),
    }
}
