//! The server's close, asked for with a half-close, tells the end.

use std::time::Duration;

use super::Ruling;
use crate::pace::Pace;

/// After the first packet of the reply the server is told that no more will
/// come, and answers by closing. Only for the last command of a run.
#[derive(Debug)]
pub(crate) struct HalfCloseRule {
    backstop: Backstop,
    half_closed: bool,
}

/// What ends a reply behind a half-close where the server does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backstop {
    /// The server's own end of a reply went unseen before: it may have been
    /// slow, so a silence is no end here, but the deadline is.
    Deadline,
    LongSilence,
    /// It was seen never to close.
    ShortSilence,
}

impl HalfCloseRule {
    pub(crate) fn new(backstop: Backstop) -> Self {
        Self {
            backstop,
            half_closed: false,
        }
    }

    pub(super) fn on_packet(&mut self) -> Ruling {
        if self.half_closed {
            Ruling::Continue
        } else {
            self.half_closed = true;
            Ruling::HalfClose
        }
    }
    /// How long a silence has to last; `None` while only the deadline ends the
    /// wait.
    pub(super) fn silence(&self, pace: Pace) -> Option<Duration> {
        match self.backstop {
            Backstop::Deadline => None,
            Backstop::LongSilence => Some(pace.half_close_unanswered()),
            Backstop::ShortSilence => Some(pace.half_close_ignored()),
        }
    }

    /// Whether the deadline is an end rather than a failure.
    pub(super) fn ends_at_deadline(&self) -> bool {
        self.backstop == Backstop::Deadline && self.half_closed
    }

    pub(super) fn half_closed(&self) -> bool {
        self.half_closed
    }
}
