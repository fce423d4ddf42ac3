//! Servers of the Source shape that handle one packet for each read: the
//! probe stays in their buffer until the next command comes, and that command
//! then stays there in its turn, until another probe moves them on.

use std::time::Instant;

/// Whether one is to be sent for the command under way.
#[derive(Debug, Default)]
pub(super) enum Nudge {
    #[default]
    NotNeeded,
    Planned {
        at: Instant,
        why: Why,
    },
    /// More probes would only put it further behind.
    Sent {
        at: Instant,
        why: Why,
    },
}

/// What makes one worth sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// An earlier probe was answered the moment that this command was sent.
    Behind,
    /// Nothing came of a command without a probe, and the probe before was
    /// never answered: either its reply takes its time, or the server has
    /// only handled that probe.
    Silent,
}

impl Nudge {
    pub(super) fn plan(&mut self, at: Instant, why: Why) {
        if !self.was_sent() {
            *self = Nudge::Planned { at, why };
        }
    }

    /// It is sent. Why it was planned.
    pub(super) fn send(&mut self, now: Instant) -> Option<Why> {
        let Nudge::Planned { why, .. } = *self else {
            return None;
        };
        *self = Nudge::Sent { at: now, why };
        Some(why)
    }

    /// The reply comes without.
    pub(super) fn cancel(&mut self) {
        if !self.was_sent() {
            *self = Nudge::NotNeeded;
        }
    }

    pub(super) fn due(&self) -> Option<Instant> {
        match self {
            Nudge::Planned { at, .. } => Some(*at),
            Nudge::NotNeeded | Nudge::Sent { .. } => None,
        }
    }

    pub(super) fn was_sent(&self) -> bool {
        matches!(self, Nudge::Sent { .. })
    }

    /// When one was sent that shows something if a reply follows at once.
    pub(super) fn sent_in_hope(&self) -> Option<Instant> {
        match self {
            Nudge::Sent {
                at,
                why: Why::Silent,
            } => Some(*at),
            _ => None,
        }
    }
}
