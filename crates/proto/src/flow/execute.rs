//! Commands and their replies.

use std::time::{Duration, Instant};

use super::Flow;
use super::drive::{nothing, reply_ended, timed};
use crate::cancel::Cancel;
use crate::error::{Error, Lost, StateError};
use crate::observer::Observer;
use crate::options::ExecuteOptions;
use crate::password::mentions_password;
use crate::reply::EndedBy;
use crate::request::Follows;
use crate::session::{Execute, HalfClosing, Wait};
use crate::transport::Link;

/// Commands whose text is remembered, to name them when output comes late.
const REMEMBERED: usize = 64;

/// What a server of the Source shape is given at the least to begin a reply
/// that nobody waits for. Real ones lose nothing without it; imitators of them
/// read one packet a segment, and would be sent several in one.
const MOMENT: Duration = Duration::from_millis(100);

impl<L: Link> Flow<L> {
    pub(crate) async fn execute<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut O,
    ) -> Result<EndedBy, Error> {
        self.start(command, how, observer)?;
        self.finish(how.cancel.as_ref(), observer).await
    }

    /// Has a command whose reply is waited for be sent by what drives the flow
    /// next. Nothing is where that is cancelled already: a command that stops a
    /// server would have done so.
    pub(crate) fn start<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        how: &ExecuteOptions,
        observer: &mut O,
    ) -> Result<(), Error> {
        let cancel = how.cancel.as_ref().unwrap_or(&self.options.cancel);
        if cancel.is_cancelled() {
            return Err(Error::Interrupted);
        }
        let timeout = how.timeout.unwrap_or(self.options.timeout);
        self.begin(command, timeout, Wait::Reply, how.follows, observer)
    }

    pub(crate) async fn send(&mut self, command: &[u8], follows: Follows) -> Result<(), Error> {
        let timeout = self.options.timeout;
        let cancel = self.options.cancel.clone();
        if cancel.is_cancelled() {
            return Err(Error::Interrupted);
        }
        if follows == Follows::More {
            let moment = self.round_trip.unwrap_or_default() * 2 + MOMENT;
            let patient = !self.dialogue.takes_more_at_once();
            let at_most = if patient {
                timeout
            } else {
                moment.min(timeout)
            };
            self.begin(command, at_most, Wait::Begun, follows, &mut ())?;
            self.flush(&cancel).await;
            return match self.finish(None, &mut ()).await {
                Err(Error::Timeout { .. } | Error::Unfinished { .. }) if !patient => Ok(()),
                result => result.map(drop),
            };
        }
        let text = String::from_utf8_lossy(command);
        self.unawaited_stop = self
            .options
            .server
            .game
            .is_stop_command(&text, self.dialogue.shape());
        self.begin(command, timeout, Wait::Nothing, Follows::More, &mut ())?;
        self.flush(&cancel).await;
        if cancel.is_cancelled() && self.dialogue.transmit().is_some() {
            return Err(Error::Interrupted);
        }
        if self.link.is_none() {
            return Err(Error::Lost(Lost::AfterSend));
        }
        Ok(())
    }

    fn begin<O: Observer + ?Sized>(
        &mut self,
        command: &[u8],
        timeout: Duration,
        wait: Wait,
        follows: Follows,
        observer: &mut O,
    ) -> Result<(), Error> {
        self.abandon(observer);
        // An end that is found here is told below: nothing was sent.
        let _ = self.look(observer);
        if self.is_closed() {
            self.close();
            return Err(self.over());
        }
        let half_close = self.link.as_ref().is_some_and(Link::can_half_close);
        let half_closing = match follows {
            _ if !half_close => HalfClosing::Never,
            Follows::More => HalfClosing::IfNothingCanFollow,
            Follows::Nothing => HalfClosing::NothingFollows,
        };
        let how = Execute {
            timeout,
            wait,
            half_closing,
        };
        let request = match self.dialogue.execute(command, how, Instant::now()) {
            Err(Error::State(StateError::Closed)) => {
                self.close();
                return Err(Error::Lost(Lost::Idle));
            }
            result => result?,
        };
        self.under_way = (wait != Wait::Nothing).then_some(request);
        self.replied = false;
        // Of one that was given up nothing is told in this one's place.
        self.encoded.take();
        let held_up = timed(|| observer.sent());
        self.dialogue.excuse(held_up);
        // Kept to name it when output comes late; a password is not kept.
        let text = if mentions_password(command) {
            "a command about a password".to_owned()
        } else {
            String::from_utf8_lossy(command).into_owned()
        };
        self.sent.push_back((request, text));
        if self.sent.len() > REMEMBERED {
            self.sent.pop_front();
        }
        Ok(())
    }

    /// Waits until the observer has enough of a reply, or it has ended.
    #[cfg(feature = "tokio")]
    pub(crate) async fn step<O: Observer + ?Sized>(
        &mut self,
        cancel: Option<&Cancel>,
        observer: &mut O,
        enough: fn(&O) -> bool,
    ) -> Result<Option<EndedBy>, Error> {
        let cancel = cancel.unwrap_or(&self.options.cancel).clone();
        let ended = loop {
            if let Some(ended) = self.take_events(reply_ended, observer) {
                break ended;
            }
            if enough(observer) {
                return Ok(None);
            }
            if let Err(error) = self.turn(&cancel, observer).await {
                break Err(error);
            }
        };
        self.finished().await;
        ended.map(Some)
    }

    /// Gives up a command whose wait was dropped: it counts as sent, and what
    /// comes of its reply is late output.
    pub(crate) fn abandon<O: Observer + ?Sized>(&mut self, observer: &mut O) {
        if self.under_way.take().is_some() {
            self.dialogue.give_up();
            self.take_events(nothing, observer);
        }
    }

    async fn finish<O: Observer + ?Sized>(
        &mut self,
        cancel: Option<&Cancel>,
        observer: &mut O,
    ) -> Result<EndedBy, Error> {
        let ended = self.drive(reply_ended, cancel, observer).await;
        self.finished().await;
        ended
    }

    /// Nothing is waited for any more. Where it is we who end the connection, the
    /// next one may be made at once, and some servers have room for one: this
    /// one's end is waited for.
    async fn finished(&mut self) {
        self.under_way = None;
        if self.dialogue.is_closed() {
            self.leave().await;
        }
    }
}
