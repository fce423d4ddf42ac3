//! Servers of the Source shape that handle one packet for each read: the
//! probe stays in their buffer until the next command comes, and that command
//! then stays there in its turn, until another probe moves them on.

use std::time::Instant;

/// Whether one is to be sent for the command under way.
#[derive(Debug, Default)]
pub(super) enum Nudge {
    #[default]
    NotNeeded,
    Planned(Instant),
    /// More probes would only put it further behind.
    Sent,
}

impl Nudge {
    pub(super) fn plan(&mut self, at: Instant) {
        if !self.was_sent() {
            *self = Nudge::Planned(at);
        }
    }

    /// The reply comes without.
    pub(super) fn cancel(&mut self) {
        if !self.was_sent() {
            *self = Nudge::NotNeeded;
        }
    }

    pub(super) fn due(&self) -> Option<Instant> {
        match self {
            Nudge::Planned(at) => Some(*at),
            Nudge::NotNeeded | Nudge::Sent => None,
        }
    }

    pub(super) fn was_sent(&self) -> bool {
        matches!(self, Nudge::Sent)
    }
}
