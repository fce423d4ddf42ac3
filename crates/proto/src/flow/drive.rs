//! The loop between a dialogue and its carrier.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::{Duration, Instant};

use super::Flow;
use super::encoded::decoded;
use crate::cancel::Cancel;
use crate::error::Error;
use crate::observer::Observer;
use crate::pace::later;
use crate::reply::EndedBy;
use crate::request::RequestId;
use crate::server_options::TransferEncoding;
use crate::session::{Ended, Event, ToSend};
use crate::transport::{Link, Read, would_block};

/// How much is read before a send while the server keeps sending, in bytes.
const LOOK_LIMIT: usize = 1 << 20;

/// How long a stream that takes no more is waited for at once. The other side may
/// take nothing because it waits for us to read.
const FULL: Duration = Duration::from_millis(50);

/// What a wait is for: what an event brings of it.
pub(super) type Wanted<T> = fn(&Event<'_>) -> Option<T>;

/// Waits for a login.
pub(super) fn logged_in(event: &Event<'_>) -> Option<()> {
    matches!(event, Event::LoggedIn { .. }).then_some(())
}

/// Waits for the end of a reply.
pub(super) fn reply_ended(event: &Event<'_>) -> Option<EndedBy> {
    match event {
        Event::ReplyEnded { by, .. } => Some(*by),
        _ => None,
    }
}

/// Waits for nothing.
pub(super) fn nothing(_: &Event<'_>) -> Option<Infallible> {
    None
}

impl<L: Link> Flow<L> {
    /// Does what the dialogue wants until what is wanted has come.
    ///
    /// # Errors
    ///
    /// What else ended the wait.
    ///
    /// Invariant of the loop: every event of what was read has been told, and
    /// everything that is to be sent was sent, before more is read.
    pub(crate) async fn drive<T, O: Observer + ?Sized>(
        &mut self,
        wanted: Wanted<T>,
        cancel: Option<&Cancel>,
        observer: &mut O,
    ) -> Result<T, Error> {
        let cancel = cancel.unwrap_or(&self.options.cancel).clone();
        loop {
            if let Some(outcome) = self.take_events(wanted, observer) {
                return outcome;
            }
            self.turn(&cancel, observer).await?;
        }
    }

    /// Sends what is to be sent, and waits for what comes next.
    pub(super) async fn turn<O: Observer + ?Sized>(
        &mut self,
        cancel: &Cancel,
        observer: &mut O,
    ) -> Result<(), Error> {
        self.flush(cancel).await;
        if observer.stop() {
            self.close();
            return Err(Error::Interrupted);
        }
        if cancel.is_cancelled() {
            observer.pause();
            self.dialogue.give_up();
            self.take_events(nothing, observer);
            return Err(Error::Interrupted);
        }
        let now = Instant::now();
        let due = self.dialogue.poll_timeout();
        let wait = due.map_or(L::SLICE, |at| {
            at.saturating_duration_since(now).min(L::SLICE)
        });
        if !self.receive(wait, observer).await
            && let Some(at) = due
            && Instant::now() >= at
        {
            self.dialogue.handle_timeout(Instant::now());
        }
        Ok(())
    }

    /// Does what is due, and sends what that and what was read come to, where
    /// nothing is under way.
    pub(super) async fn keep_time<O: Observer + ?Sized>(&mut self, observer: &mut O) {
        let now = Instant::now();
        if self.dialogue.poll_timeout().is_some_and(|at| at <= now) {
            self.dialogue.handle_timeout(now);
            self.take_events(nothing, observer);
        }
        let cancel = self.options.cancel.clone();
        self.flush(&cancel).await;
    }

    /// Reads once. Whether anything happened.
    pub(super) async fn receive<O: Observer + ?Sized>(
        &mut self,
        wait: Duration,
        observer: &mut O,
    ) -> bool {
        let Some(link) = &mut self.link else {
            self.dialogue.closed(Ended::WithError);
            return true;
        };
        let read = if wait.is_zero() {
            link.read_now(self.dialogue.space())
        } else {
            // Output is held while more is at hand; about to wait, it goes.
            self.dialogue.excuse(timed(|| observer.pause()));
            link.read(self.dialogue.space(), wait).await
        };
        self.on_read(read)
    }

    fn on_read(&mut self, read: Read) -> bool {
        match read {
            Read::Data(count) => {
                self.heard = true;
                self.dialogue.received(count, Instant::now());
            }
            Read::Nothing => return false,
            Read::End => {
                log::debug!("{} closed the connection", self.address);
                if self.concluding {
                    self.dialogue.half_close_was_answered();
                } else {
                    self.ended = Some(Ended::Cleanly);
                }
                self.dialogue.closed(Ended::Cleanly);
            }
            Read::Broken(error) => {
                log::debug!("connection to {} broke: {error}", self.address);
                self.ended = Some(Ended::WithError);
                self.dialogue.closed(Ended::WithError);
            }
        }
        true
    }

    /// Reads without waiting until nothing more is there, so that an end that
    /// hides behind other things is seen before anything is sent into it.
    ///
    /// # Errors
    ///
    /// How the connection ended, where it did.
    pub(crate) fn look<O: Observer + ?Sized>(&mut self, observer: &mut O) -> Result<(), Error> {
        let mut seen = 0;
        let mut failed = None;
        while seen < LOOK_LIMIT {
            let Some(link) = &mut self.link else {
                break;
            };
            let read = link.read_now(self.dialogue.space());
            if let Read::Data(count) = read {
                seen += count;
            }
            let more = matches!(read, Read::Data(_));
            self.on_read(read);
            let told = self.take_events(nothing, observer);
            failed = failed.or(told.and_then(Result::err));
            if !more {
                break;
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// Tells the observer what the dialogue has to say. The first event that
    /// ends a wait is returned, when all have been told: what was wanted, or a
    /// failure.
    pub(super) fn take_events<T, O: Observer + ?Sized>(
        &mut self,
        wanted: Wanted<T>,
        observer: &mut O,
    ) -> Option<Result<T, Error>> {
        let mut outcome = None;
        let mut held_up = Duration::ZERO;
        while let Some(event) = self.dialogue.poll_event() {
            let got = wanted(&event).map(Ok);
            match event {
                Event::Reply { request, bytes } if self.under_way == Some(request) => {
                    self.replied |= !bytes.is_empty();
                    if self.options.server.transfer == TransferEncoding::Base64 {
                        if let Some(whole) = self.encoded.push(&bytes, self.options.max_reply) {
                            held_up += timed(|| observer.reply(&whole));
                        }
                    } else {
                        held_up += timed(|| observer.reply(&bytes));
                    }
                }
                Event::Reply { request, bytes } => {
                    let command = command_of(&self.sent, request);
                    let bytes = plain(self.options.server.transfer, &bytes);
                    held_up += timed(|| observer.more(command, &bytes));
                }
                Event::LineBreak { .. } => {
                    held_up += timed(|| observer.line_break());
                }
                Event::Late { request, bytes } => {
                    let command = command_of(&self.sent, request);
                    let bytes = plain(self.options.server.transfer, &bytes);
                    held_up += timed(|| observer.late(command, &bytes));
                }
                Event::Unsolicited { bytes, .. } => {
                    held_up += timed(|| observer.unsolicited(&bytes));
                }
                Event::Quirk(quirk) => held_up += timed(|| observer.quirk(quirk)),
                Event::LoggedIn { round_trip, shape } => {
                    log::debug!("logged in to {} ({shape:?})", self.address);
                    self.round_trip = Some(round_trip);
                }
                Event::ReplyEnded { by, .. } => {
                    self.under_way = None;
                    if let Some(whole) = self.encoded.take() {
                        held_up += timed(|| observer.reply(&whole));
                    }
                    log::debug!("reply ended by {by:?} ({})", by.as_str());
                }
                Event::LoginFailed(_)
                | Event::LoginTimedOut { .. }
                | Event::ReplyTimedOut { .. }
                | Event::Closed(_) => {
                    self.under_way = None;
                    if let Some(whole) = self.encoded.take() {
                        held_up += timed(|| observer.reply(&whole));
                    }
                    if let Event::LoginFailed(failure) = &event {
                        self.refused = Some(failure.clone());
                    }
                    outcome = outcome.or(event.into_error().map(Err));
                }
            }
            outcome = outcome.or(got);
        }
        if !held_up.is_zero() {
            self.dialogue.excuse(held_up);
        }
        outcome
    }

    /// Sends what is to be sent. A server that takes nothing for as long as a reply
    /// may take has lost the connection; a cancel leaves the rest for the next time.
    pub(super) async fn flush(&mut self, cancel: &Cancel) {
        let timeout = self.options.timeout;
        let (mut until, mut room) = (later(Instant::now(), timeout), LOOK_LIMIT);
        while let Some(to_send) = self.dialogue.transmit() {
            let Some(link) = &mut self.link else {
                return;
            };
            let sent = match to_send {
                ToSend::Bytes(bytes) => link.write(bytes, FULL.min(L::SLICE)).await,
                ToSend::HalfClose => link.half_close().map(|()| 0),
            };
            match sent {
                Ok(count) => {
                    self.dialogue.transmitted(count);
                    until = later(Instant::now(), timeout);
                }
                Err(error) if would_block(&error) && Instant::now() < until => {
                    if cancel.is_cancelled() {
                        return;
                    }
                    // It may be waiting for us to read.
                    room = room.saturating_sub(self.drain(room));
                }
                Err(error) => {
                    log::debug!("sending to {} failed: {error}", self.address);
                    self.drain(LOOK_LIMIT);
                    self.ended = Some(Ended::WithError);
                    self.dialogue.closed(Ended::WithError);
                    return;
                }
            }
        }
    }

    /// Reads what is there already, at most so many bytes, and tells nothing of it
    /// yet: what the server said before it closed, or waits to be rid of. One that
    /// never stops is not heard out. How many there were.
    fn drain(&mut self, at_most: usize) -> usize {
        let mut seen = 0;
        while seen < at_most
            && let Some(link) = &mut self.link
        {
            match link.read_now(self.dialogue.space()) {
                Read::Data(count) => {
                    seen += count;
                    self.heard = true;
                    self.dialogue.received(count, Instant::now());
                }
                _ => break,
            }
        }
        seen
    }
}

/// A piece of a reply, decoded where that is asked for.
fn plain(transfer: TransferEncoding, bytes: &[u8]) -> Cow<'_, [u8]> {
    match transfer {
        TransferEncoding::Base64 => decoded(bytes),
        TransferEncoding::Plain => Cow::Borrowed(bytes),
    }
}

/// What was asked; empty where that was too long ago to be known.
fn command_of(sent: &VecDeque<(RequestId, String)>, request: RequestId) -> &str {
    let sent = sent.iter().find(|(id, _)| *id == request);
    sent.map_or("", |(_, text)| text.as_str())
}

/// How long a call took.
pub(super) fn timed(call: impl FnOnce()) -> Duration {
    let before = Instant::now();
    call();
    before.elapsed()
}
