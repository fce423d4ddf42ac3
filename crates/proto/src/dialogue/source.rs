//! Source RCON as a dialogue: the session itself, and the log of what went over
//! its wire.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

use super::Parting;
use super::wire::WireLog;
use crate::error::Error;
use crate::game::Shape;
use crate::password::Password;
use crate::session::{Session, SessionConfig, ToSend};

/// See the [module](self).
pub(super) struct Source {
    session: Session,
    wire: WireLog,
}

impl Source {
    pub(super) fn new(config: SessionConfig) -> Self {
        Self {
            session: Session::new(config),
            wire: WireLog::default(),
        }
    }

    pub(super) fn login(
        &mut self,
        password: &Password,
        timeout: Duration,
        now: Instant,
    ) -> Result<(), Error> {
        self.wire.know(password);
        self.session.login(password, timeout, now)
    }

    pub(super) fn transmitted(&mut self, bytes: usize) {
        if let Some(ToSend::Bytes(segment)) = self.session.transmit() {
            self.wire.sent(segment.get(..bytes).unwrap_or(segment));
        }
        self.session.transmitted(bytes);
    }

    pub(super) fn received(&mut self, count: usize, now: Instant) {
        self.wire.received(self.session.space(), count);
        self.session.received(count, now);
    }

    /// It has no word for it.
    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn part(&mut self) -> Parting {
        Parting::Nothing
    }

    /// A wrong password on some servers, a ban on most.
    #[allow(clippy::unused_self, reason = "the contract's")]
    pub(super) fn refuses_by_closing(&self) -> bool {
        true
    }

    /// Those of the other shape may lose what comes before they have answered.
    pub(super) fn takes_more_at_once(&self) -> bool {
        self.session.shape() == Some(Shape::Source)
    }
}

impl Deref for Source {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl DerefMut for Source {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.session
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.session.fmt(f)
    }
}
