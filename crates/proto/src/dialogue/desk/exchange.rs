//! One command whose reply is waited for.

use std::time::{Duration, Instant};

use crate::request::RequestId;
use crate::session::{Deadline, Execute, HalfClosing};

/// See the [module](self).
pub(in crate::dialogue) struct Exchange {
    pub(in crate::dialogue) request: RequestId,
    /// No other command follows: the end of its reply is not provisional.
    pub(in crate::dialogue) last: bool,
    pub(in crate::dialogue) sent: Instant,
    /// Whether anything of its reply has come.
    pub(in crate::dialogue) begun: bool,
    /// When the newest bytes came that may be of it.
    pub(in crate::dialogue) newest: Option<Instant>,
    /// The length of the newest part, in bytes.
    pub(in crate::dialogue) newest_len: usize,
    /// The link may end with it, by what the command is.
    pub(in crate::dialogue) ends_link: bool,
    deadline: Deadline,
}

impl Exchange {
    pub(super) fn new(request: RequestId, how: Execute, ends_link: bool, now: Instant) -> Self {
        Self {
            request,
            last: how.half_closing == HalfClosing::NothingFollows,
            sent: now,
            begun: false,
            newest: None,
            newest_len: 0,
            ends_link,
            deadline: Deadline::new(how.timeout, now),
        }
    }

    /// A part has come, of so many bytes.
    pub(super) fn part(&mut self, len: usize, now: Instant) {
        self.begin(now);
        self.newest_len = len;
        self.deadline.count_finished(len, now);
    }

    /// A sign of it has come.
    pub(super) fn begin(&mut self, now: Instant) {
        self.begun = true;
        self.newest = Some(now);
    }

    /// So much has come of a part that is not whole yet.
    pub(super) fn progress(&mut self, unfinished: usize, now: Instant) {
        self.newest = self.newest.map(|_| now);
        self.deadline.count_unfinished(unfinished, now);
    }

    pub(super) fn deadline(&self) -> Instant {
        self.deadline.at()
    }

    pub(super) fn timeout(&self) -> Duration {
        self.deadline.timeout()
    }

    /// Time that does not count.
    pub(super) fn excuse(&mut self, lost: Duration) {
        self.deadline.excuse(lost);
    }
}
