//! The clock: deadlines, silences, and what to do when they are due.

use std::time::{Duration, Instant};

use super::awaiting::Awaiting;
use super::{Event, Session, State};
use crate::dialect::Shape;
use crate::pace::later;

/// Chat and keep-alives may fill the link, so they put the end of a silence
/// off, but not for ever: to at most so many times its length.
const CHATTER: u32 = 4;

impl Session {
    /// When [`handle_timeout`](Self::handle_timeout) is to be called if
    /// nothing comes before; ask again after every other call.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::LoggingIn { sent, timeout, .. } => Some(later(*sent, *timeout)),
            State::Awaiting(awaiting) => {
                let silence = self.silence_ends(awaiting);
                Some(silence.map_or(awaiting.deadline, |at| at.min(awaiting.deadline)))
            }
            _ => None,
        }
    }

    /// When the silence since the last byte means something.
    pub(super) fn silence_ends(&self, awaiting: &Awaiting) -> Option<Instant> {
        if awaiting.nudge.is_some() {
            return awaiting.nudge;
        }
        let since = self.heard?.max(awaiting.sent);
        if self.is_short_packet(awaiting) {
            return Some(since + self.pace.short_packet());
        }
        if !self.inbound.at_border() {
            return None;
        }
        let wait = awaiting.silence(&self.learned, self.pace)?;
        let silent = since + wait;
        Some(match awaiting.last_part {
            Some(last) => silent.min(last + wait * CHATTER),
            None => silent,
        })
    }

    pub(super) fn is_short_packet(&self, awaiting: &Awaiting) -> bool {
        self.shape == Some(Shape::OnePacket)
            && self.inbound.rests_in_short_packet()
            && self
                .inbound
                .unfinished()
                .is_some_and(|header| awaiting.may_be_reply(&header, &self.learned))
    }

    /// Time has passed, and the stream was looked at since: nothing is there.
    /// Call it only then, or bytes that have arrived and were not read yet
    /// are taken for a silence.
    pub fn handle_timeout(&mut self, now: Instant) {
        match &mut self.state {
            State::LoggingIn { sent, timeout, .. } if now >= later(*sent, *timeout) => {
                let (after, said) = (*timeout, self.said.text());
                self.end_with(Event::LoginTimedOut { after, said });
            }
            State::Awaiting(_) => self.handle_reply_timeout(now),
            _ => {}
        }
    }

    /// How long a server that is told that no more will come may be silent
    /// before the last reply is taken as whole.
    pub(crate) fn concluding_silence(&self) -> Duration {
        match self.shape {
            Some(Shape::Source) => self.pace.probe_unanswered(),
            _ => self.pace.half_close_unanswered(),
        }
    }

    /// The time until now did not count, because the driver did not look at
    /// the stream: it was held up by whoever takes the events.
    pub fn excuse(&mut self, lost: Duration) {
        if let State::Awaiting(awaiting) = &mut self.state {
            awaiting.deadline = later(awaiting.deadline, lost);
        }
    }

    /// Whether the deadline had passed when the newest bytes came. A server
    /// that never stops sending, but makes no progress, leaves no pause in
    /// which [`handle_timeout`](Self::handle_timeout) would be called.
    pub(super) fn is_overdue(&mut self) -> bool {
        let Some(heard) = self.heard else {
            return false;
        };
        match &self.state {
            State::LoggingIn { sent, timeout, .. } if heard >= later(*sent, *timeout) => {
                let (after, said) = (*timeout, self.said.text());
                self.end_with(Event::LoginTimedOut { after, said });
                true
            }
            State::Awaiting(awaiting) if heard >= awaiting.deadline => {
                self.on_deadline();
                true
            }
            _ => false,
        }
    }
}
