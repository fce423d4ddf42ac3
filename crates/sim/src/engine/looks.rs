//! When a server that is not woken by bytes looks for them.

use std::time::{Duration, Instant};

/// The looks of one connection: at even distances from its beginning.
pub(super) struct Looks {
    began: Instant,
    /// Since when something may wait to be looked at.
    since: Instant,
}

impl Looks {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            began: now,
            since: now,
        }
    }

    /// From now on something may wait; or it was looked at, and something more
    /// may.
    pub(super) fn wait(&mut self, now: Instant) {
        self.since = now;
    }

    /// The first look after that.
    pub(super) fn next(&self, every: Duration) -> Instant {
        let since = self.since.duration_since(self.began).as_nanos();
        let looks = since / every.as_nanos().max(1) + 1;
        let looks = u32::try_from(looks).unwrap_or(u32::MAX);
        self.began + every.saturating_mul(looks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_at_even_distances_and_never_two_at_once() {
        let ms = Duration::from_millis;
        let began = Instant::now();
        let mut looks = Looks::new(began);
        for (since, next) in [(0, 20), (1, 20), (19, 20), (20, 40), (41, 60)] {
            looks.wait(began + ms(since));
            assert_eq!(looks.next(ms(20)), began + ms(next), "{since}");
        }
    }
}
