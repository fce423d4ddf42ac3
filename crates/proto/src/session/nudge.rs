//! Servers of the Source shape that handle one packet for each read: the
//! probe stays in their buffer until the next command comes, and that command
//! then stays there in its turn, until another probe moves them on.

use std::time::Instant;

/// More pushes for one command are not worth it: a server that is so far
/// behind does not catch up.
const MOST: u8 = 6;

/// Whether one is to be sent for the command under way.
#[derive(Debug, Default)]
pub(super) struct Nudge {
    planned: Option<(Instant, Why)>,
    /// The newest that was sent.
    sent: Option<(Instant, Why)>,
    count: u8,
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
    /// A packet was as large as one of several is, and the command had no probe.
    More,
}

impl Nudge {
    /// The first one. More would put the server further behind.
    pub(super) fn plan(&mut self, at: Instant, why: Why) {
        if !self.was_sent() {
            self.planned = Some((at, why));
        }
    }

    /// Another one, where the one before has brought out something else that
    /// waited, or the reply and not yet its end: the server is as far behind
    /// after it as before.
    pub(super) fn plan_again(&mut self, at: Instant, why: Why) {
        if self.count < MOST {
            self.planned = Some((at, why));
        }
    }

    /// It is sent. Why it was planned.
    pub(super) fn send(&mut self, now: Instant) -> Option<Why> {
        let (_, why) = self.planned.take()?;
        self.sent = Some((now, why));
        self.count += 1;
        Some(why)
    }

    /// Something comes without.
    pub(super) fn cancel(&mut self) {
        self.planned = None;
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.planned.map(|(at, _)| at)
    }

    /// How many were sent.
    pub(super) fn count(&self) -> u8 {
        self.count
    }

    pub(super) fn was_sent(&self) -> bool {
        self.sent.is_some()
    }

    /// When the newest was sent.
    pub(super) fn sent_at(&self) -> Option<Instant> {
        self.sent.map(|(at, _)| at)
    }

    /// When one was sent that shows something if a reply follows at once.
    pub(super) fn sent_in_hope(&self) -> Option<Instant> {
        match self.sent {
            Some((at, Why::Silent)) => Some(at),
            _ => None,
        }
    }
}
