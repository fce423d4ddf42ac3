//! Servers that count commands and refuse who sends too many.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// How many commands are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// So many are handled
    pub(crate) commands: usize,
    /// within this time;
    pub(crate) per: Duration,
    /// past that, none for so long.
    pub(crate) block: Duration,
}

impl Rate {
    /// Conan Exiles. Users report 10 to 20 commands within half a minute, and
    /// three minutes of refusal (<https://github.com/gorcon/rcon-cli/issues/6>).
    pub(crate) const CONAN: Self = Self {
        commands: 15,
        per: Duration::from_secs(30),
        block: Duration::from_mins(3),
    };
}

/// What each address has sent lately.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    seen: HashMap<IpAddr, Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    commands: VecDeque<Instant>,
    blocked_until: Option<Instant>,
}

impl Throttle {
    /// Whether a command from there is handled now. One that is not begins the
    /// time of refusal, if it has not begun.
    pub(crate) fn admits(&mut self, from: IpAddr, rate: Rate, now: Instant) -> bool {
        let seen = self.seen.entry(from).or_default();
        if seen.blocked_until.is_some_and(|until| now < until) {
            return false;
        }
        if seen.blocked_until.take().is_some() {
            seen.commands.clear();
        }
        while seen
            .commands
            .front()
            .is_some_and(|at| now.duration_since(*at) >= rate.per)
        {
            seen.commands.pop_front();
        }
        if seen.commands.len() >= rate.commands {
            seen.blocked_until = Some(now + rate.block);
            return false;
        }
        seen.commands.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_in_too_short_a_time_are_refused_for_a_while() {
        let from = IpAddr::from([127, 0, 0, 1]);
        let (mut throttle, began) = (Throttle::default(), Instant::now());
        let mut at = |secs| {
            let now = began + Duration::from_secs(secs);
            throttle.admits(from, Rate::CONAN, now)
        };
        assert!((0..15).all(&mut at));
        assert!(!at(15));
        // The time is counted from the first refusal.
        assert!(!at(194));
        assert!((195..210).all(&mut at));
        assert!(!at(211));
    }

    #[test]
    fn who_takes_his_time_is_never_refused() {
        let from = IpAddr::from([127, 0, 0, 1]);
        let (mut throttle, began) = (Throttle::default(), Instant::now());
        let mut at = |n| throttle.admits(from, Rate::CONAN, began + Duration::from_secs(2 * n));
        assert!((0..100_u64).all(&mut at));
    }
}
