//! Until when a reply has to come.

use std::time::{Duration, Instant};

use crate::pace::later;

/// Text after which a deadline begins again, in bytes.
const PROGRESS: usize = 1024;

/// Put off by progress, and by nothing else.
#[derive(Debug)]
pub(crate) struct Deadline {
    at: Instant,
    timeout: Duration,
    /// Text since it last began, in bytes.
    text: usize,
    /// Text of an unfinished packet that is counted already, in bytes.
    unfinished: usize,
}

impl Deadline {
    pub(crate) fn new(timeout: Duration, now: Instant) -> Self {
        Self {
            at: later(now, timeout),
            timeout,
            text: 0,
            unfinished: 0,
        }
    }

    pub(crate) fn at(&self) -> Instant {
        self.at
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Time that does not count.
    pub(crate) fn excuse(&mut self, lost: Duration) {
        self.at = later(self.at, lost);
    }

    /// So much text has come.
    pub(crate) fn count(&mut self, bytes: usize, now: Instant) {
        self.text += bytes;
        if self.text >= PROGRESS {
            self.text %= PROGRESS;
            self.at = later(now, self.timeout);
        }
    }

    /// So much text of a packet has come that is held until it is whole.
    pub(crate) fn count_unfinished(&mut self, bytes: usize, now: Instant) {
        let more = bytes.saturating_sub(self.unfinished);
        self.unfinished += more;
        self.count(more, now);
    }

    /// It is whole, and has so much text.
    pub(crate) fn count_finished(&mut self, bytes: usize, now: Instant) {
        self.count_unfinished(bytes, now);
        self.unfinished = 0;
    }
}
