//! What a program says, kept until it is read.

use std::collections::VecDeque;
use std::io::{self, Read as _};
use std::process::ChildStdout;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes that may wait to be read before the program has to wait, too.
const QUEUE_LIMIT: usize = 1 << 20;

/// What the program has said and nobody has read yet.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    queue: Mutex<Queue>,
    pub(super) changed: Condvar,
    /// For whoever waits without a thread.
    #[cfg(feature = "tokio")]
    pub(super) news: tokio::sync::Notify,
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    pub(super) bytes: VecDeque<u8>,
    pub(super) ended: bool,
    /// Nobody will read any more.
    pub(super) abandoned: bool,
}

impl Inbox {
    pub(super) fn lock(&self) -> MutexGuard<'_, Queue> {
        // A panic elsewhere leaves the queue as good as it was.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to read or to say.
    pub(super) fn wait(&self, at_most: Duration) -> MutexGuard<'_, Queue> {
        let empty = |queue: &mut Queue| queue.bytes.is_empty() && !queue.ended;
        let waited = self.changed.wait_timeout_while(self.lock(), at_most, empty);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Reads until the program's output ends.
    pub(super) fn fill(&self, mut from: ChildStdout) {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = from.read(&mut buffer);
            let full = |queue: &mut Queue| queue.bytes.len() > QUEUE_LIMIT && !queue.abandoned;
            let waited = self.changed.wait_while(self.lock(), full);
            let mut queue = waited.unwrap_or_else(PoisonError::into_inner);
            match read {
                Ok(count) if count > 0 && !queue.abandoned => {
                    queue.bytes.extend(&buffer[..count]);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                _ => queue.ended = true,
            }
            self.changed.notify_all();
            #[cfg(feature = "tokio")]
            self.news.notify_one();
            if queue.ended {
                return;
            }
        }
    }
}
