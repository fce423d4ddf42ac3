//! What a server has seen, for tests to assert on.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Most commands and chat lines that are kept; the oldest go first.
const KEPT: usize = 65_536;

/// Everything that is counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    /// Grows with every change, so that those who wait miss none.
    changes: u64,
    pub(crate) connections: u64,
    pub(crate) open: u64,
    pub(crate) logins: u64,
    pub(crate) refusals: u64,
    pub(crate) probes: u64,
    pub(crate) packets: u64,
    pub(crate) lost: u64,
    pub(crate) ends: u64,
    pub(crate) bans: u64,
    pub(crate) stopped: usize,
    pub(crate) returns: u64,
    pub(crate) commands: VecDeque<(usize, String)>,
    pub(crate) chat: VecDeque<String>,
}

impl Counts {
    pub(crate) fn command(&mut self, host: usize, command: String) {
        self.commands.truncate_front_to(KEPT - 1);
        self.commands.push_back((host, command));
    }

    pub(crate) fn say(&mut self, line: String) {
        self.chat.truncate_front_to(KEPT - 1);
        self.chat.push_back(line);
    }
}

trait TruncateFront {
    fn truncate_front_to(&mut self, most: usize);
}

impl<T> TruncateFront for VecDeque<T> {
    fn truncate_front_to(&mut self, most: usize) {
        while self.len() > most {
            self.pop_front();
        }
    }
}

/// Counts that one thread writes and others read and wait for.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    counts: Mutex<Counts>,
    changed: Condvar,
}

impl Counters {
    /// Reads. A thread that panicked while counting has spoiled nothing.
    pub(crate) fn read(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes, and wakes those who wait.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut Counts) -> T) -> T {
        let mut counts = self.read();
        counts.changes += 1;
        let result = change(&mut counts);
        drop(counts);
        self.changed.notify_all();
        result
    }

    /// Waits until `done`, which may read, holds; false when that takes longer
    /// than `most`.
    pub(crate) fn wait(&self, most: Duration, done: impl Fn() -> bool) -> bool {
        let end = Instant::now() + most;
        loop {
            let seen = self.read().changes;
            if done() {
                return true;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let counts = self.read();
            if counts.changes == seen {
                // Whether this timed out is seen in the next round.
                drop(self.changed.wait_timeout(counts, left));
            }
        }
    }
}
