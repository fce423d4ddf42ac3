//! The threads that ask the servers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Event;
use super::progress::Progress;
use super::work::Job;
use crate::error::{Context as _, Result};
use crate::system::channel::{self, Receiver, Sender};

/// The stack of a thread, in bytes. What runs there keeps its buffers on the
/// heap; a tenth of this is used.
const STACK: usize = 256 << 10;

/// Threads that take one server after the other. They are left behind where
/// Ctrl-C does not let them end.
pub(super) struct Crew {
    shared: Arc<Shared>,
}

struct Shared {
    job: Job,
    next: AtomicUsize,
    /// How many threads may go on working.
    most: AtomicUsize,
}

impl Crew {
    /// Sends out so many threads, or as many as there are to be had. When the
    /// last has ended, nothing more will come.
    ///
    /// # Errors
    ///
    /// There is not even one.
    pub(super) fn start(
        job: Job,
        parallel: usize,
        progress: &mut Progress,
    ) -> Result<(Self, Receiver<Event>)> {
        // No queue: what waits to be printed waits where it is accounted for.
        let (say, hear) = channel::sync_channel(0);
        let shared = Arc::new(Shared {
            job,
            next: AtomicUsize::new(0),
            most: AtomicUsize::new(parallel),
        });
        for started in 0..parallel {
            let (mine, say_mine) = (Arc::clone(&shared), say.clone());
            let thread = thread::Builder::new()
                .name("fleet".to_owned())
                .stack_size(STACK)
                .spawn(move || mine.work(started, &say_mine));
            match thread {
                Ok(_) => {}
                Err(error) if started == 0 => {
                    return Err(error).context("cannot start a thread");
                }
                Err(error) => {
                    // A connection takes a second one while it is made.
                    let most = (started / 2).max(1);
                    shared.most.store(most, Ordering::SeqCst);
                    progress.tell(&format!(
                        "no more threads are to be had: asking {most} servers at a time \
                         instead of {parallel} ({error})"
                    ));
                    break;
                }
            }
        }
        Ok((Self { shared }, hear))
    }

    /// How many servers were begun with, from the first.
    pub(super) fn reached(&self) -> usize {
        let next = self.shared.next.load(Ordering::SeqCst);
        next.min(self.shared.job.targets.len())
    }
}

impl Shared {
    fn work(&self, thread: usize, say: &Sender<Event>) {
        while !self.job.dialer.cancel.is_cancelled() {
            if thread >= self.most.load(Ordering::SeqCst) {
                return;
            }
            let server = self.next.fetch_add(1, Ordering::SeqCst);
            let Some(target) = self.job.targets.get(server) else {
                return;
            };
            let outcome = self.job.done_with(server, target, say);
            if say.send(Event::Ended(server, Box::new(outcome))).is_err() {
                return;
            }
        }
    }
}
