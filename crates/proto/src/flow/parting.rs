//! The end of a connection over which commands were sent that nobody waits for.

use std::time::{Duration, Instant};

use super::Flow;
use super::drive::nothing;
use crate::dialogue::Parting;
use crate::error::{Error, Lost};
use crate::game::Shape;
use crate::pace::later;
use crate::request::RequestId;
use crate::session::Event;
use crate::transport::Link;

/// What is a step ahead: something of a command that nobody waits for.
fn answered(event: &Event<'_>) -> Option<RequestId> {
    match event {
        Event::Reply { request, .. } | Event::Late { request, .. } => Some(*request),
        _ => None,
    }
}

impl<L: Link> Flow<L> {
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
        let cancel = self.options.cancel.clone();
        if self.dialogue.is_unheard() && self.dialogue.push() {
            self.flush(&cancel).await;
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
            let wait = left.min(due).min(L::SLICE);
            let came = self.receive(wait, &mut ()).await;
            self.keep_time(&mut ()).await;
            self.take_events(nothing, &mut ());
            if came && !self.dialogue.is_unheard() {
                break;
            }
        }
    }

    /// Lingers, and ends the connection as this console does it, so that the server
    /// has read all that was sent: what it has not read when a link is dropped, with
    /// answers on their way, is lost. Closes the connection.
    ///
    /// # Errors
    ///
    /// Those of [`linger`](Self::linger). [`Lost::AfterSend`] where the connection
    /// broke, [`Error::Timeout`] where the server neither closed nor answered any
    /// further command for as long as a reply may take, and [`Error::Interrupted`].
    pub(crate) async fn see_out(&mut self, at_most: Duration) -> Result<(), Error> {
        let lingered = self.linger(at_most).await;
        let seen = match lingered {
            Ok(()) if !self.is_closed() => self.part().await,
            lingered => lingered,
        };
        self.leave().await;
        seen
    }

    async fn part(&mut self) -> Result<(), Error> {
        let cancel = self.options.cancel.clone();
        let parting = self.dialogue.part();
        match parting {
            Parting::Nothing => {
                let in_order = self.dialogue.shape() == Some(Shape::OnePacket);
                if in_order && self.dialogue.may_half_close() {
                    // It closes where it comes to our end.
                    self.conclude(&mut ()).await;
                }
                return Ok(());
            }
            Parting::Close => self.flush(&cancel).await,
            Parting::Answers => {}
        }
        let after = self.options.timeout;
        let mut until = later(Instant::now(), after);
        let mut newest = None;
        while !self.is_closed() && (parting == Parting::Close || self.dialogue.is_unheard()) {
            if cancel.is_cancelled() {
                return Err(Error::Interrupted);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Error::Timeout { after });
            }
            let due = self.dialogue.poll_timeout();
            let due = due.map_or(left, |at| at.saturating_duration_since(Instant::now()));
            self.receive(left.min(due).min(L::SLICE), &mut ()).await;
            // One more was read, and there are only so many.
            let step = self.take_events(answered, &mut ()).and_then(Result::ok);
            if step > newest {
                newest = step;
                until = later(Instant::now(), after);
            }
            self.keep_time(&mut ()).await;
        }
        if self.is_closed() && self.is_broken() && !self.unawaited_stop {
            return Err(Error::Lost(Lost::AfterSend));
        }
        Ok(())
    }
}
