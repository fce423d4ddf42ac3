//! The clock: deadlines, silences, and what to do when they are due.

use std::time::{Duration, Instant};

use super::awaiting::Awaiting;
use super::{Event, Session, State};
use crate::game::Shape;
use crate::pace::later;

/// Chat and keep-alives may fill the link, so they put the end of a silence
/// off, but not for ever: to at most so many times its length.
const CHATTER: u32 = 4;

impl Session {
    /// When [`handle_timeout`](Self::handle_timeout) is to be called if
    /// nothing comes before; `None` while nothing is waited for. Ask again
    /// after every other call: a silence begins anew with each byte.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// use rcon_proto::session::{Event, Session, SessionConfig};
    ///
    /// let start = Instant::now();
    /// let mut session = Session::new(SessionConfig::default());
    /// session.login(&"secret".into(), Duration::from_secs(3), start)?;
    /// let due = session.poll_timeout().expect("a login has a deadline");
    /// assert_eq!(due, start + Duration::from_secs(3));
    ///
    /// // Until then the stream was quiet.
    /// session.handle_timeout(due);
    /// assert!(matches!(session.poll_event(), Some(Event::LoginTimedOut { .. })));
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
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
    /// are taken for a silence. Too early it does nothing. An example is at
    /// [`poll_timeout`](Self::poll_timeout).
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
    /// the stream: it was held up by whoever takes the events, a blocked
    /// output say. The deadline of the reply is put off by that much; without
    /// one it does nothing.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// # use rcon_proto::session::{Execute, Session, SessionConfig};
    /// # use rcon_proto::Packet;
    /// # let now = Instant::now();
    /// # let mut session = Session::new(SessionConfig::default().first_id(7));
    /// # session.login(&"secret".into(), Duration::from_secs(10), now)?;
    /// # session.receive(&Packet::new(7, 2, "").encode(), now);
    /// # while session.poll_event().is_some() {}
    /// session.execute(b"status", Execute::new(Duration::from_secs(10)), now)?;
    /// session.excuse(Duration::from_secs(2));
    /// assert_eq!(session.poll_timeout(), Some(now + Duration::from_secs(12)));
    /// # Ok::<(), rcon_proto::Error>(())
    /// ```
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
