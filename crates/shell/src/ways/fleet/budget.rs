//! How much of all replies together is kept in memory.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rcon_proto::{Cancel, Error, ProtocolError};

use crate::system::patience::SLICE;

/// Bytes of replies that may wait to be printed, or to be whole: so many of the
/// longest, 256 MiB unless `--max-reply` says otherwise.
const LONGEST: usize = 4;

/// How much of the replies a run has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeps {
    /// All of them, to the end: what is past the limit cannot be kept.
    Everything,
    /// What waits for its turn.
    UntilPrinted,
}

/// Bytes that are kept for all servers together.
///
/// Past the limit a server's reply is not read on until others were printed;
/// the time of that does not count towards its deadline. The first server
/// that is not done with, the head, always goes on: what waits for it to be
/// printed is set free by its end, so that nothing waits for ever.
#[derive(Debug)]
pub(super) struct Budget {
    state: Mutex<State>,
    changed: Condvar,
    limit: usize,
    keeps: Keeps,
}

#[derive(Debug, Default)]
struct State {
    kept: usize,
    head: usize,
}

impl Budget {
    /// A budget for replies of at most so many bytes each.
    pub(super) fn new(keeps: Keeps, longest: usize) -> Self {
        Self {
            keeps,
            ..Self::with_limit(longest.saturating_mul(LONGEST))
        }
    }

    /// What becomes of a server for whose reply there is no room.
    pub(super) fn passed(&self) -> Error {
        ProtocolError::ReplyTooLarge { limit: self.limit }.into()
    }

    fn with_limit(limit: usize) -> Self {
        Self {
            keeps: Keeps::UntilPrinted,
            state: Mutex::default(),
            changed: Condvar::new(),
            limit,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Two numbers: a panic elsewhere leaves them as good as they were.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until so many bytes more may be kept for this server. A raised
    /// `cancel` ends the wait. Whether they may: where everything is kept to the
    /// end, there is nothing to wait for.
    #[must_use]
    pub(super) fn take(&self, server: usize, bytes: usize, cancel: &Cancel) -> bool {
        let mut state = self.lock();
        if self.keeps == Keeps::Everything && state.kept.saturating_add(bytes) > self.limit {
            return false;
        }
        while state.kept.saturating_add(bytes) > self.limit
            && server > state.head
            && !cancel.is_cancelled()
        {
            let waited = self.changed.wait_timeout(state, SLICE);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.kept = state.kept.saturating_add(bytes);
        true
    }

    /// So many bytes are not kept any more.
    pub(super) fn give(&self, bytes: usize) {
        if bytes > 0 {
            let mut state = self.lock();
            state.kept = state.kept.saturating_sub(bytes);
            self.changed.notify_all();
        }
    }

    /// All servers before this one are done with.
    pub(super) fn set_head(&self, head: usize) {
        let mut state = self.lock();
        if state.head != head {
            state.head = head;
            self.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn past_the_limit_only_the_head_goes_on() {
        let budget = Arc::new(Budget::with_limit(10));
        let cancel = Cancel::new();
        assert!(budget.take(3, 8, &cancel));
        // The head may pass the limit.
        assert!(budget.take(0, 8, &cancel));
        let (say, hear) = mpsc::channel();
        let waiting = thread::spawn({
            let (budget, cancel) = (Arc::clone(&budget), cancel.clone());
            move || {
                assert!(budget.take(1, 5, &cancel));
                say.send(()).unwrap();
            }
        });
        assert!(hear.recv_timeout(3 * SLICE).is_err(), "it did not wait");
        budget.set_head(1);
        hear.recv().unwrap();
        waiting.join().unwrap();
        assert_eq!(budget.lock().kept, 21);
    }

    #[test]
    fn what_is_given_back_lets_others_go_on() {
        let budget = Budget::with_limit(10);
        let cancel = Cancel::new();
        assert!(budget.take(5, 10, &cancel));
        thread::scope(|scope| {
            scope.spawn(|| assert!(budget.take(6, 10, &cancel)));
            budget.give(10);
        });
        assert_eq!(budget.lock().kept, 10);
        // A raised flag is as good.
        cancel.cancel();
        assert!(budget.take(7, 10, &cancel));
    }

    #[test]
    fn what_is_kept_to_the_end_has_a_limit() {
        let budget = Budget::new(Keeps::Everything, 10);
        let cancel = Cancel::new();
        assert!(budget.take(0, 40, &cancel));
        assert!(!budget.take(0, 1, &cancel));
        budget.give(1);
        assert!(budget.take(1, 1, &cancel));
    }
}
