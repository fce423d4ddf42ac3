//! What happens between two commands.

use std::time::{Duration, Instant};

use super::Flow;
use super::drive::nothing;
use crate::error::{Error, Lost};
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

    /// Gives a server that was sent something unawaited the time to read it:
    /// a close with an unread answer resets the link, and what the server
    /// has not read by then is lost. Waits for the first sign of an answer,
    /// and at most this long. A server of the Source shape answers each command:
    /// where no answer comes, it may handle a packet only when the next one comes,
    /// so it is sent a probe, and that long is waited once more.
    ///
    /// # Errors
    ///
    /// [`Lost::AfterSend`] where the first sign is the connection's end, and the
    /// command is none that stops the server: whether it arrived is unknown.
    /// Where there was no sign at all, nothing is known either.
    pub(crate) async fn linger(&mut self, at_most: Duration) -> Result<(), Error> {
        if self.link.is_none() {
            return Ok(());
        }
        self.await_sign(at_most).await;
        if self.dialogue.is_unheard() && self.dialogue.push() {
            self.flush().await;
            self.await_sign(at_most).await;
        }
        if self.dialogue.is_closed() && !self.unawaited_stop {
            return Err(Error::Lost(Lost::AfterSend));
        }
        Ok(())
    }

    /// Reads until there is a sign of what nobody waits for, at most this long:
    /// of the command itself, on a server that answers each, else any.
    async fn await_sign(&mut self, at_most: Duration) {
        let until = later(Instant::now(), at_most);
        while self.link.is_some() && !self.options.cancel.is_cancelled() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let due = self.dialogue.poll_timeout();
            let due = due.map_or(left, |at| at.saturating_duration_since(Instant::now()));
            let came = self.receive(left.min(due), &mut ()).await;
            self.keep_time(&mut ()).await;
            self.take_events(nothing, &mut ());
            if came && !self.dialogue.is_unheard() {
                break;
            }
        }
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
                return Err(Error::Lost(Lost::Idle));
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
