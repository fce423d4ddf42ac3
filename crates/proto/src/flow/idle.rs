//! What happens between two commands.

use std::time::{Duration, Instant};

use super::Flow;
use super::drive::nothing;
#[cfg(feature = "tokio")]
use crate::error::Error;
use crate::observer::Observer;
use crate::pace::later;
use crate::transport::Link;

impl<L: Link> Flow<L> {
    /// Reads what has arrived while nothing was under way, and tells it; sends
    /// what a console wants from time to time, a sign of life say. `false` when
    /// the connection is over. Does not wait.
    pub(crate) async fn poll_idle<O: Observer + ?Sized>(&mut self, observer: &mut O) -> bool {
        // An end is told by being closed.
        let _ = self.look(observer);
        self.keep_time(observer).await;
        observer.pause();
        !self.is_closed()
    }

    /// Waits for the server's close, which should be on its way, at most this
    /// long. Whether it has come.
    pub(super) async fn await_close<O: Observer + ?Sized>(
        &mut self,
        at_most: Duration,
        observer: &mut O,
    ) -> bool {
        let until = later(Instant::now(), at_most);
        while !self.is_closed() && !self.options.cancel.is_cancelled() && !observer.stop() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            self.receive(left.min(L::SLICE), observer).await;
            self.take_events(nothing, observer);
        }
        self.is_closed()
    }

    /// Tells what comes unasked until the connection has ended.
    ///
    /// # Errors
    ///
    /// How it ended; never `Ok`.
    #[cfg(feature = "tokio")]
    pub(crate) async fn listen<O: Observer + ?Sized>(
        &mut self,
        observer: &mut O,
    ) -> Result<(), Error> {
        self.abandon(observer);
        let cancel = self.options.cancel.clone();
        loop {
            let ended = self.take_events(nothing, observer);
            if let Some(Err(error)) = ended {
                self.close();
                return Err(error);
            }
            if self.is_closed() {
                return Err(self.over());
            }
            self.turn(&cancel, observer).await?;
        }
    }

    /// Closes the connection, after what may still come of the last reply, where
    /// the next command goes over another one. A person who has read the reply
    /// waits for nothing: the silence has lasted already.
    pub(crate) async fn finish_reply<O: Observer + ?Sized>(&mut self, observer: &mut O) {
        if !self.poll_idle(observer).await {
            return;
        }
        let silence = self.dialogue.concluding_silence();
        let silent = self.dialogue.heard().map(|heard| heard.elapsed());
        if self.dialogue.more_may_come() && silent.is_none_or(|silent| silent < silence) {
            self.conclude(observer).await;
        } else {
            self.leave().await;
        }
    }

    /// Ends the use of the connection where it turns out only now that the last
    /// command was the last: tells the server so, and reads what is still to
    /// come of a reply whose end was provisional, until the server closes or
    /// is silent. Closes the connection.
    pub(crate) async fn conclude<O: Observer + ?Sized>(&mut self, observer: &mut O) {
        let silence = self.dialogue.concluding_silence();
        let deadline = later(Instant::now(), self.options.timeout);
        let mut told = false;
        if let Some(link) = &mut self.link
            && link.can_half_close()
            && self.dialogue.may_half_close()
        {
            // Broken already: what was sent before can be read all the same.
            told = link.half_close().is_ok();
        }
        self.concluding = told;
        let mut heard = Instant::now();
        while !self.is_closed() && !self.options.cancel.is_cancelled() && !observer.stop() {
            let end = deadline.min(later(heard, silence));
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                if told {
                    self.dialogue.half_close_was_ignored();
                }
                break;
            }
            if self.receive(left.min(L::SLICE), observer).await {
                heard = Instant::now();
            }
            self.take_events(nothing, observer);
        }
        self.concluding = false;
        self.close();
    }
}
