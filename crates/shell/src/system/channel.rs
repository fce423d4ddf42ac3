//! Messages from thread to thread, as `std::sync::mpsc` has them, in a tenth of
//! its code: that makes all of its three kinds of channel for each type that is
//! sent, and here a type has but its queue. What waits and wakes is there once.
//! Nothing here is sent often enough for a lock to be felt.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A channel that takes whatever is sent.
pub(crate) fn channel<T>() -> (Sender<T>, Receiver<T>) {
    sync_channel(usize::MAX)
}

/// A channel in which so many wait to be received; with 0, a sender waits until
/// its own was.
pub(crate) fn sync_channel<T>(bound: usize) -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared {
        gate: Gate::new(bound),
        queue: Mutex::new(VecDeque::new()),
    });
    (Sender(Arc::clone(&shared)), Receiver(shared))
}

/// Nobody is at the other end any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone;

/// Why nothing was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecvTimeoutError {
    /// Nothing was sent in time.
    Timeout,
    /// Nothing is left, and nobody who could send.
    Disconnected,
}

/// Sends. The receiver is told when the last of its clones is dropped.
pub(crate) struct Sender<T>(Arc<Shared<T>>);

impl<T> Sender<T> {
    /// Sends, waiting for room where there is a bound.
    ///
    /// # Errors
    ///
    /// Nobody receives any more.
    pub(crate) fn send(&self, message: T) -> Result<(), Gone> {
        self.0.gate.enter()?;
        lock(&self.0.queue).push_back(message);
        self.0.gate.sent()
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        lock(&self.0.gate.counts).senders += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.0.gate.sender_left();
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender")
    }
}

/// Receives, in the order of sending.
pub(crate) struct Receiver<T>(Arc<Shared<T>>);

impl<T> Receiver<T> {
    /// Waits for the next message.
    ///
    /// # Errors
    ///
    /// There is none, and nobody who could send one.
    pub(crate) fn recv(&self) -> Result<T, Gone> {
        self.next(None).map_err(|_| Gone)
    }

    /// Waits so long for the next message.
    ///
    /// # Errors
    ///
    /// None came.
    pub(crate) fn recv_timeout(&self, time: Duration) -> Result<T, RecvTimeoutError> {
        // One past the end of time is as good as none.
        self.next(Instant::now().checked_add(time))
    }

    fn next(&self, until: Option<Instant>) -> Result<T, RecvTimeoutError> {
        self.0.gate.wait(until)?;
        let message = lock(&self.0.queue).pop_front();
        // It was pushed before it was counted.
        message.ok_or(RecvTimeoutError::Disconnected)
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.0.gate.receiver_left();
        // Out of the lock: to drop a message may take its time.
        let unread = std::mem::take(&mut *lock(&self.0.queue));
        drop(unread);
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receiver")
    }
}

struct Shared<T> {
    gate: Gate,
    queue: Mutex<VecDeque<T>>,
}

/// What of a channel knows no type.
struct Gate {
    counts: Mutex<Counts>,
    bound: usize,
    /// There is something to be received, or will never be.
    came: Condvar,
    /// There is room, or something was received, or nothing will ever be.
    went: Condvar,
}

struct Counts {
    /// Places taken in the queue, by what is there or about to be.
    taken: usize,
    sent: u64,
    received: u64,
    senders: usize,
    is_heard: bool,
}

impl Gate {
    fn new(bound: usize) -> Self {
        Self {
            counts: Mutex::new(Counts {
                taken: 0,
                sent: 0,
                received: 0,
                senders: 1,
                is_heard: true,
            }),
            bound,
            came: Condvar::new(),
            went: Condvar::new(),
        }
    }

    /// Takes a place in the queue, once there is one.
    fn enter(&self) -> Result<(), Gone> {
        let places = self.bound.max(1);
        let mut counts = lock(&self.counts);
        while counts.is_heard && counts.taken >= places {
            counts = waited(self.went.wait(counts));
        }
        if !counts.is_heard {
            return Err(Gone);
        }
        counts.taken += 1;
        Ok(())
    }

    /// What took its place is in the queue.
    fn sent(&self) -> Result<(), Gone> {
        let mut counts = lock(&self.counts);
        counts.sent += 1;
        let this_one = counts.sent;
        self.came.notify_one();
        if self.bound > 0 {
            return Ok(());
        }
        while counts.is_heard && counts.received < this_one {
            counts = waited(self.went.wait(counts));
        }
        if counts.received < this_one {
            return Err(Gone);
        }
        Ok(())
    }

    /// Waits until something can be taken out of the queue, and counts it as
    /// received.
    fn wait(&self, until: Option<Instant>) -> Result<(), RecvTimeoutError> {
        let mut counts = lock(&self.counts);
        while counts.sent == counts.received {
            if counts.senders == 0 {
                return Err(RecvTimeoutError::Disconnected);
            }
            counts = match until {
                None => waited(self.came.wait(counts)),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return Err(RecvTimeoutError::Timeout);
                    }
                    waited(self.came.wait_timeout(counts, left)).0
                }
            };
        }
        counts.received += 1;
        counts.taken -= 1;
        // All: with no bound but 0, one waits for room and another for this.
        self.went.notify_all();
        Ok(())
    }

    fn sender_left(&self) {
        lock(&self.counts).senders -= 1;
        self.came.notify_one();
    }

    fn receiver_left(&self) {
        lock(&self.counts).is_heard = false;
        self.went.notify_all();
    }
}

/// Nothing that can panic is done under these locks.
fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

fn waited<T>(woken: Result<T, PoisonError<T>>) -> T {
    woken.unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// As long as nothing here takes unless it hangs.
    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn what_is_sent_comes_in_order_and_then_nobody_is_there() {
        let (say, hear) = channel();
        let other = say.clone();
        say.send(1).unwrap();
        other.send(2).unwrap();
        drop(say);
        assert_eq!(hear.recv(), Ok(1));
        assert_eq!(hear.recv_timeout(Duration::ZERO), Ok(2));
        assert_eq!(
            hear.recv_timeout(Duration::ZERO),
            Err(RecvTimeoutError::Timeout)
        );
        other.send(3).unwrap();
        drop(other);
        assert_eq!(hear.recv_timeout(LONG), Ok(3));
        assert_eq!(hear.recv(), Err(Gone));
        assert_eq!(
            hear.recv_timeout(Duration::MAX),
            Err(RecvTimeoutError::Disconnected)
        );
    }

    #[test]
    fn who_waits_hears_what_comes_and_that_nobody_is_left() {
        let (say, hear) = channel();
        let hearing = thread::spawn(move || (hear.recv(), hear.recv_timeout(LONG)));
        say.send("come").unwrap();
        thread::sleep(Duration::from_millis(5));
        drop(say);
        let heard = hearing.join().unwrap();
        assert_eq!(heard, (Ok("come"), Err(RecvTimeoutError::Disconnected)));
    }

    #[test]
    fn nobody_can_be_sent_to_who_is_gone() {
        for bound in [0, 1, usize::MAX] {
            let (say, hear) = sync_channel(bound);
            drop(hear);
            assert_eq!(say.send(()), Err(Gone));
        }
    }

    #[test]
    fn what_is_left_unread_is_dropped_with_the_receiver() {
        let kept = Arc::new(());
        let (say, hear) = channel();
        say.send(Arc::clone(&kept)).unwrap();
        drop(hear);
        assert_eq!(Arc::strong_count(&kept), 1);
        drop(say);
    }

    #[test]
    fn with_a_bound_a_sender_waits_for_room() {
        let (say, hear) = sync_channel(1);
        say.send(1).unwrap();
        let sending = thread::spawn(move || {
            say.send(2).unwrap();
            say.send(3)
        });
        assert_eq!((hear.recv(), hear.recv()), (Ok(1), Ok(2)));
        assert_eq!(hear.recv(), Ok(3));
        assert_eq!(sending.join().unwrap(), Ok(()));
    }

    #[test]
    fn without_a_queue_each_sender_waits_for_its_own() {
        let (say, hear) = sync_channel(0);
        let senders: Vec<_> = (0..4)
            .map(|n| {
                let say = say.clone();
                thread::spawn(move || say.send(n))
            })
            .collect();
        drop(say);
        let mut heard: Vec<_> = (0..3).map(|_| hear.recv().unwrap()).collect();
        // The fourth waits in vain.
        drop(hear);
        let sent: Vec<_> = senders.into_iter().map(|s| s.join().unwrap()).collect();
        assert_eq!(sent.iter().filter(|sent| sent.is_ok()).count(), 3);
        heard.sort_unstable();
        let said = (0..4).filter(|n| sent[*n] == Ok(()));
        assert_eq!(heard, said.collect::<Vec<_>>());
    }
}
