//! How long a silence has to be before it means something, on this link.

use std::time::{Duration, Instant};

/// A packet of this many bytes or more is probably one of several: Source
/// and Minecraft split near 4096.
pub(crate) const LARGE_PACKET: usize = 4000;

/// As good as never: what a deadline becomes that no clock can show.
const NEVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// `wait` after `from`, also for whoever means "for ever" by
/// [`Duration::MAX`].
pub(crate) fn later(from: Instant, wait: Duration) -> Instant {
    from.checked_add(wait).unwrap_or_else(|| from + NEVER)
}

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Measures round trips and derives silences from them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pace {
    best: Option<Duration>,
}

impl Pace {
    /// A request was answered after so long. The shortest one counts: what a
    /// server takes to think is in the others.
    pub(crate) fn observe(&mut self, round_trip: Duration) {
        self.best = Some(self.best.map_or(round_trip, |best| best.min(round_trip)));
    }

    fn round_trips(self, count: u32) -> Duration {
        self.best.unwrap_or_default().saturating_mul(count)
    }

    /// After this, a reply that nothing marks the end of is taken as ended.
    pub(crate) fn end_of_reply(self, last_packet: usize) -> Duration {
        if last_packet >= LARGE_PACKET {
            self.round_trips(4).clamp(ms(200), ms(2000))
        } else {
            self.round_trips(2).clamp(ms(50), ms(1000))
        }
    }

    /// After this, a probe that was never answered here is taken for one that
    /// never will be.
    pub(crate) fn probe_unanswered(self) -> Duration {
        self.round_trips(4).max(ms(1000))
    }

    /// After this, a server that was told that no more will come, and neither
    /// sends nor closes, is taken for one that does not close. Also the end of
    /// a reply where nothing else marks it, and a short silence is too little.
    pub(crate) fn half_close_unanswered(self) -> Duration {
        self.round_trips(8).max(ms(1000))
    }

    /// The same of a server that was seen never to close.
    pub(crate) fn half_close_ignored(self) -> Duration {
        self.round_trips(4).max(ms(250))
    }

    /// After this, a packet that stopped short of its size is taken for whole.
    pub(crate) fn short_packet(self) -> Duration {
        self.round_trips(4).max(ms(400))
    }

    /// Within this after a send, an answer is an answer to it.
    pub(crate) fn prompt_answer(self) -> Duration {
        self.round_trips(2) + ms(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silences_grow_with_the_shortest_round_trip() {
        let mut pace = Pace::default();
        assert_eq!(pace.end_of_reply(10), ms(50));
        pace.observe(ms(900));
        pace.observe(ms(300));
        pace.observe(ms(700));
        assert_eq!(pace.end_of_reply(10), ms(600));
        assert_eq!(pace.end_of_reply(LARGE_PACKET), ms(1200));
        assert_eq!(pace.probe_unanswered(), ms(1200));
        assert_eq!(pace.half_close_unanswered(), ms(2400));
        assert_eq!(pace.half_close_ignored(), ms(1200));
    }

    #[test]
    fn for_ever_is_a_time_too() {
        let now = Instant::now();
        assert_eq!(later(now, ms(7)), now + ms(7));
        assert!(later(now, Duration::MAX) >= now + NEVER);
    }

    #[test]
    fn a_very_slow_link_does_not_make_the_prompt_wait_for_ever() {
        let mut pace = Pace::default();
        pace.observe(ms(30_000));
        assert_eq!(pace.end_of_reply(10), ms(1000));
        assert_eq!(pace.end_of_reply(LARGE_PACKET), ms(2000));
    }
}
