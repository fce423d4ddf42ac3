//! Waits that Ctrl-C ends. A blocking call, which it cannot end, gets a thread
//! of its own, which a deadline or Ctrl-C leaves behind.

use std::thread;
use std::time::{Duration, Instant};

use rcon_proto::Cancel;

use crate::system::channel::{self, RecvTimeoutError};

/// How often a wait looks whether it was cancelled.
pub(crate) const SLICE: Duration = Duration::from_millis(20);

/// Why a wait ended without what was waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GivenUp {
    /// The deadline passed.
    TimedOut,
    /// Cancelled, by Ctrl-C as a rule.
    Cancelled,
}

/// Runs `work` on a thread and waits for its result until the deadline has
/// passed or `cancel` is raised; the thread is then left to itself.
pub(crate) fn wait_for<T: Send + 'static>(
    deadline: Duration,
    cancel: &Cancel,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, GivenUp> {
    let (sender, receiver) = channel::sync_channel(1);
    thread::spawn(move || {
        // An error means that nobody waits any more.
        let _ = sender.send(work());
    });
    let end = Instant::now() + deadline;
    loop {
        if cancel.is_cancelled() {
            return Err(GivenUp::Cancelled);
        }
        let left = end.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left.min(SLICE)) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Timeout) if !left.is_zero() => {}
            // A thread that ended without a result panicked, and the panic
            // hook ends the program.
            Err(_) => return Err(GivenUp::TimedOut),
        }
    }
}

/// Waits for so long, unless `cancel` is raised first.
///
/// # Errors
///
/// It was.
pub(crate) fn pause(time: Duration, cancel: &Cancel) -> Result<(), rcon_proto::Error> {
    let start = Instant::now();
    loop {
        if cancel.is_cancelled() {
            return Err(rcon_proto::Error::Interrupted);
        }
        let left = time.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Ok(());
        }
        thread::sleep(left.min(SLICE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_with_its_result_its_deadline_or_the_flag() {
        let cancel = Cancel::new();
        let long = Duration::from_secs(30);
        assert_eq!(wait_for(long, &cancel, || 7), Ok(7));

        let (_keep, never) = channel::channel::<u8>();
        let short = Duration::from_millis(1);
        let result = wait_for(short, &cancel, move || never.recv().is_ok());
        assert_eq!(result, Err(GivenUp::TimedOut));

        let (_keep, never) = channel::channel::<u8>();
        cancel.cancel();
        let result = wait_for(long, &cancel, move || never.recv().is_ok());
        assert_eq!(result, Err(GivenUp::Cancelled));
    }
}
