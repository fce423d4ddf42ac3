//! The clock: deadlines, silences, and what to do when they are due.

use std::time::{Duration, Instant};

use super::{Session, State};
use crate::game::Shape;
use crate::pace::Pace;
use crate::shown::HalfCloses;

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
            State::LoggingIn(login) => Some(login.deadline()),
            State::Open(open) => open.due(&self.incoming),
            State::Connected(_) | State::Closed(_) => None,
        }
    }

    /// Time has passed, and the stream was looked at since: nothing is there.
    /// Call it only then, or bytes that have arrived and were not read yet
    /// are taken for a silence. Too early it does nothing. An example is at
    /// [`poll_timeout`](Self::poll_timeout).
    pub fn handle_timeout(&mut self, now: Instant) {
        let effects = match &mut self.state {
            State::LoggingIn(login) if now >= login.deadline() => Ok(login.on_deadline(now)),
            State::Open(open) => open.on_time(&mut self.incoming, now),
            State::Connected(_) | State::LoggingIn(_) | State::Closed(_) => return,
        };
        match effects {
            Ok(effects) => self.follow(effects),
            Err(error) => self.fail(error),
        }
    }

    /// When bytes last came.
    pub(crate) fn heard(&self) -> Option<Instant> {
        self.incoming.heard()
    }

    /// Whether the end of the last reply was provisional, and more of it would
    /// be put in its place.
    pub(crate) fn more_may_come(&self) -> bool {
        matches!(&self.state, State::Open(open) if open.more_may_come())
    }

    /// How long a server that is told that no more will come may be silent
    /// before the last reply is taken as whole.
    pub(crate) fn concluding_silence(&self) -> Duration {
        match self.state.known() {
            Some(known) if known.shape == Shape::Source => known.pace.probe_unanswered(),
            Some(known) if known.half_closes() == Some(HalfCloses::Ignores) => {
                known.pace.half_close_ignored()
            }
            Some(known) => known.pace.half_close_unanswered(),
            None => Pace::default().half_close_unanswered(),
        }
    }

    /// Whether a server is told at the end that no more will come.
    pub(crate) fn may_half_close(&self) -> bool {
        self.shown().half_closes != Some(HalfCloses::Resets)
    }

    /// A server that was told so has been silent for that long.
    pub(crate) fn half_close_was_ignored(&mut self) {
        if let State::Open(open) = &mut self.state {
            open.on_half_close(HalfCloses::Ignores);
        }
    }

    /// A server that was told so ends the stream: call it before
    /// [`closed`](Self::closed).
    pub(crate) fn half_close_was_answered(&mut self) {
        if let State::Open(open) = &mut self.state {
            open.on_half_close(HalfCloses::Closes);
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
        if let State::Open(open) = &mut self.state {
            open.excuse(lost);
        }
    }
}
