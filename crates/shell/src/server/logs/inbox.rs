//! Lines on their way from whoever receives them to whoever shows them: so many
//! wait and no more, whatever comes.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The most bytes that wait for each line that may: most lines are of half as many.
const BYTES_EACH: usize = 256;

/// The longest line, in bytes; the rest of a longer one is cut off. Source's are of
/// at most 1,100.
pub(crate) const LONGEST: usize = 8 * 1024;

/// A line, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    pub(crate) came: SystemTime,
    pub(crate) line: Vec<u8>,
}

/// What there is to show.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// So many lines were dropped before these.
    pub(crate) dropped: u64,
    /// In order.
    pub(crate) lines: Vec<Logged>,
}

/// See the module's documentation.
#[derive(Debug)]
pub(crate) struct Inbox {
    /// The most lines that wait.
    room: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Logged>,
    bytes: usize,
    dropped: u64,
    closed: bool,
}

impl Inbox {
    /// An inbox in which so many lines may wait.
    pub(crate) fn with_room(room: usize) -> Self {
        Self {
            room,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a line. Where too many wait the oldest goes; whether one did.
    pub(crate) fn push(&self, line: &[u8]) -> bool {
        let line = &line[..line.len().min(LONGEST)];
        let mut state = self.lock();
        let mut spare = None;
        let bytes = (self.room * BYTES_EACH).max(LONGEST);
        while state.waiting.len() >= self.room || state.bytes + line.len() > bytes {
            let Some(oldest) = state.waiting.pop_front() else {
                break;
            };
            state.bytes -= oldest.line.len();
            state.dropped += 1;
            spare = Some(oldest.line);
        }
        let full = spare.is_some();
        let mut kept = spare.unwrap_or_default();
        kept.clear();
        kept.extend_from_slice(line);
        state.bytes += line.len();
        state.waiting.push_back(Logged {
            came: SystemTime::now(),
            line: kept,
        });
        // Whoever waits is woken by the first of them.
        let wake = state.waiting.len() == 1;
        drop(state);
        if wake {
            self.changed.notify_all();
        }
        full
    }

    /// Lines were lost before they got here.
    pub(crate) fn lost(&self, count: u64) {
        self.lock().dropped += count;
    }

    /// At most so many lines, once there are any; after this time what there
    /// is.
    pub(crate) fn take(&self, most: usize, wait: Duration) -> Batch {
        let state = self.lock();
        let empty = |state: &mut State| state.waiting.is_empty() && !state.closed;
        let waited = self.changed.wait_timeout_while(state, wait, empty);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner).0;
        let count = state.waiting.len().min(most);
        let lines: Vec<Logged> = state.waiting.drain(..count).collect();
        state.bytes -= lines.iter().map(|logged| logged.line.len()).sum::<usize>();
        Batch {
            dropped: std::mem::take(&mut state.dropped),
            lines,
        }
    }

    /// Nobody waits any more.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: usize = 2048;

    #[test]
    fn what_comes_faster_than_it_is_shown_is_dropped_and_counted() {
        let inbox = Inbox::with_room(ROOM);
        for n in 0..ROOM + 3 {
            inbox.push(n.to_string().as_bytes());
        }
        inbox.lost(7);
        let batch = inbox.take(2, Duration::ZERO);
        assert_eq!(batch.dropped, 10);
        let lines: Vec<_> = batch.lines.iter().map(|l| l.line.clone()).collect();
        assert_eq!(lines, [b"3".to_vec(), b"4".to_vec()]);
        assert_eq!(inbox.take(usize::MAX, Duration::ZERO).lines.len(), ROOM - 2);
        assert_eq!(inbox.take(1, Duration::ZERO).dropped, 0);
    }

    #[test]
    fn no_more_waits_than_so_many_bytes() {
        let inbox = Inbox::with_room(ROOM);
        let long = vec![b'x'; 2 * LONGEST];
        for _ in 0..1000 {
            inbox.push(&long);
        }
        let batch = inbox.take(usize::MAX, Duration::ZERO);
        let bytes: usize = batch.lines.iter().map(|l| l.line.len()).sum();
        assert!(
            bytes <= ROOM * BYTES_EACH && bytes > ROOM * BYTES_EACH - 2 * LONGEST,
            "{bytes}"
        );
        assert_eq!(batch.dropped as usize + batch.lines.len(), 1000);
    }
}
