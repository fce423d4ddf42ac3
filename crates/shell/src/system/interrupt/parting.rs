//! What is done before a signal or a panic ends the program: others are told
//! that it is gone.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::system::channel;

/// The longest that the end is put off for all of them.
const AT_MOST: Duration = Duration::from_secs(4);

type Act = Arc<dyn Fn() + Send + Sync>;

static ACTS: Mutex<Vec<(u64, Act)>> = Mutex::new(Vec::new());

fn acts() -> MutexGuard<'static, Vec<(u64, Act)>> {
    ACTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something that is done before a signal or a panic ends the program, as long
/// as this is there. An ordinary end is its holder's own affair.
#[must_use = "what is not held is not done"]
pub(crate) struct Parting(u64);

impl fmt::Debug for Parting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parting").field(&self.0).finish()
    }
}

impl Parting {
    /// Has this done then, on a thread of its own that is not waited for without end.
    pub(crate) fn before_end(act: impl Fn() + Send + Sync + 'static) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        // A signal that ends the program at once leaves no time.
        super::hold_terminal();
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        acts().push((id, Arc::new(act)));
        Self(id)
    }
}

impl Drop for Parting {
    fn drop(&mut self) {
        acts().retain(|(id, _)| *id != self.0);
    }
}

/// Does them all, side by side.
pub(super) fn part() {
    let all = std::mem::take(&mut *acts());
    let (done, ended) = channel::channel::<()>();
    for (_, act) in all {
        let done = done.clone();
        let named = thread::Builder::new().name("parting".to_owned());
        drop(named.spawn(move || {
            act();
            drop(done);
        }));
    }
    drop(done);
    // Ends when the last of them has.
    let until = Instant::now() + AT_MOST;
    let _ = ended.recv_timeout(until.saturating_duration_since(Instant::now()));
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn what_is_still_held_is_done_once() {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = || {
            let count = Arc::clone(&count);
            Parting::before_end(move || {
                count.fetch_add(1, Ordering::SeqCst);
            })
        };
        let (_kept, dropped) = (counted(), counted());
        drop(dropped);
        part();
        part();
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}
