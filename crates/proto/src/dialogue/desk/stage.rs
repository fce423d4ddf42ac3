//! Where a dialogue stands.

use std::time::{Duration, Instant};

use crate::pace::later;

/// Text that came in the place of a login's answer and is kept for the error,
/// in bytes.
const SAID_LIMIT: usize = 512;

/// See the [module](self).
pub(super) enum Stage {
    /// Nothing was sent yet.
    Connected,
    LoggingIn(Login),
    Open,
    Closed,
}

/// A login under way.
pub(super) struct Login {
    pub(super) begun: Instant,
    pub(super) timeout: Duration,
    said: String,
}

impl Login {
    pub(super) fn new(timeout: Duration, now: Instant) -> Self {
        Self {
            begun: now,
            timeout,
            said: String::new(),
        }
    }

    pub(super) fn deadline(&self) -> Instant {
        later(self.begun, self.timeout)
    }

    /// Text that is no answer.
    pub(super) fn say(&mut self, text: &str) {
        let room = SAID_LIMIT.saturating_sub(self.said.len());
        self.said.extend(text.chars().take(room));
    }

    /// All of it, once.
    pub(super) fn take_said(&mut self) -> String {
        std::mem::take(&mut self.said)
    }
}
