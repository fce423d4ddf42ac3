//! Server messages by their numbers: which were told, and which are held until one
//! that was lost has come.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::pace::later;
use crate::sums::crc32;

/// A message is repeated up to five times within ten seconds. One with the same number
/// and text after that is another.
const REPEATED: Duration = Duration::from_secs(12);

/// The most that are remembered.
const REMEMBERED: usize = 256;

/// The most messages that are held behind one that is missing.
const HELD: usize = 64;

/// How long one that is missing is waited for: it is sent again after two seconds or
/// so.
const MISSING: Duration = Duration::from_secs(5);

/// See the [module](self).
#[derive(Default)]
pub(super) struct Messages {
    /// Those that have come, by number and sum, the newest last.
    seen: VecDeque<(Instant, u8, u32)>,
    /// The number of the next one that is to be told; none before there was one.
    expected: Option<u8>,
    held: Vec<(u8, Vec<u8>)>,
    /// Until when the missing one is waited for.
    until: Option<Instant>,
}

impl Messages {
    /// Whether it has not come before.
    pub(super) fn is_new(&mut self, seq: u8, text: &[u8], now: Instant) -> bool {
        let sum = crc32(text);
        let is_old = |it: &(Instant, u8, u32)| later(it.0, REPEATED) <= now;
        while self.seen.front().is_some_and(is_old) || self.seen.len() >= REMEMBERED {
            self.seen.pop_front();
        }
        let mut seen = self.seen.iter();
        if seen.any(|it| (it.1, it.2) == (seq, sum)) {
            return false;
        }
        self.seen.push_back((now, seq, sum));
        true
    }

    /// It was told at once, where the order does not matter.
    pub(super) fn told(&mut self, seq: u8) {
        if !self.is_late(seq) {
            self.expected = Some(seq.wrapping_add(1));
        }
    }

    /// Whether its turn is over: it is of nothing that is under way.
    pub(super) fn is_late(&self, seq: u8) -> bool {
        self.expected
            .is_some_and(|expected| seq.wrapping_sub(expected) > 127)
    }

    /// It is told in its turn.
    pub(super) fn hold(&mut self, seq: u8, text: &[u8], now: Instant) {
        self.expected.get_or_insert(seq);
        self.held.push((seq, text.to_vec()));
        if self.until.is_none() {
            self.until = Some(later(now, MISSING));
        }
    }

    /// The next one whose turn it is, if any.
    pub(super) fn next(&mut self, now: Instant) -> Option<(u8, Vec<u8>)> {
        let expected = self.expected?;
        let ahead = |seq: u8| seq.wrapping_sub(expected);
        let nearest = (0..self.held.len()).min_by_key(|&at| ahead(self.held[at].0));
        let Some(at) = nearest else {
            self.until = None;
            return None;
        };
        let is_next = self.held[at].0 == expected;
        let given_up = self.held.len() > HELD || self.until.is_some_and(|until| until <= now);
        if !is_next && !given_up {
            return None;
        }
        let (seq, text) = self.held.swap_remove(at);
        self.expected = Some(seq.wrapping_add(1));
        self.until = (!self.held.is_empty()).then(|| later(now, MISSING));
        Some((seq, text))
    }

    /// Until when one that is missing is waited for, if one is.
    pub(super) fn missing_until(&self) -> Option<Instant> {
        self.until.filter(|_| !self.held.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(messages: &mut Messages, now: Instant) -> Vec<u8> {
        std::iter::from_fn(|| messages.next(now))
            .map(|it| it.0)
            .collect()
    }

    #[test]
    fn they_are_told_in_their_order_and_once() {
        let (mut messages, now) = (Messages::default(), Instant::now());
        for (seq, expected) in [
            (254, &[254][..]),
            (1, &[]),
            (0, &[]),
            (255, &[255, 0, 1]),
            (2, &[2]),
        ] {
            assert!(messages.is_new(seq, b"x", now));
            messages.hold(seq, b"x", now);
            assert_eq!(all(&mut messages, now), expected, "{seq}");
            assert!(!messages.is_new(seq, b"x", now));
            assert!(messages.is_new(seq, b"y", now), "the numbers go round");
        }
        assert_eq!(messages.missing_until(), None);
        assert!(messages.is_new(2, b"x", later(now, REPEATED)));
    }

    #[test]
    fn one_that_is_missing_is_not_waited_for_for_ever() {
        let (mut messages, now) = (Messages::default(), Instant::now());
        messages.told(6);
        messages.hold(9, b"x", now);
        messages.hold(8, b"x", now);
        assert_eq!(all(&mut messages, now), []);
        let until = messages.missing_until().expect("7 is missing");
        assert_eq!(all(&mut messages, until), [8, 9]);
        // It comes all the same.
        assert!(messages.is_late(7) && !messages.is_late(10));
        for seq in 20..=20 + HELD as u8 {
            messages.hold(seq, b"x", now);
        }
        assert_eq!(all(&mut messages, now).len(), HELD + 1);
    }
}
