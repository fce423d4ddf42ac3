//! A value that one thread fills while another waits for it to look right.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// A value, and a bell that rings whenever it changed.
#[derive(Default)]
pub(crate) struct Watched<T> {
    value: Mutex<T>,
    changed: Condvar,
}

impl<T> Watched<T> {
    /// Watches `value`.
    pub(crate) fn new(value: T) -> Self {
        Self {
            value: Mutex::new(value),
            changed: Condvar::new(),
        }
    }

    /// Changes the value and wakes who waits for it.
    pub(crate) fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.lock());
        self.changed.notify_all();
        result
    }

    /// Looks at the value as it is now.
    pub(crate) fn look<R>(&self, at: impl FnOnce(&T) -> R) -> R {
        at(&self.lock())
    }

    /// Waits until `found` sees what it looks for, for `patience` at most.
    pub(crate) fn wait<R>(
        &self,
        patience: Duration,
        mut found: impl FnMut(&mut T) -> Option<R>,
    ) -> Option<R> {
        let deadline = Instant::now() + patience;
        let mut value = self.lock();
        loop {
            if let Some(result) = found(&mut value) {
                return Some(result);
            }
            let left = deadline.checked_duration_since(Instant::now())?;
            value = self.changed.wait_timeout(value, left).unwrap().0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        self.value.lock().unwrap()
    }
}
