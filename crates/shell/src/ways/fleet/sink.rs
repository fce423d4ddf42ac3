//! What a thread of the crew does with replies: keeps each until it is whole,
//! within what may be kept, and hands it over.

use rcon_proto::{Cancel, Collector, Error};

use super::budget::Budget;
use super::{Event, Item};
use crate::error::{self, Result};
use crate::request::target::Target;
use crate::system::channel::Sender;
use crate::ways::drift::Told;
use crate::ways::sink::{Done, Sink};

/// Hands whole replies over as they are.
pub(super) struct ReplySink {
    pub(super) server: usize,
    pub(super) events: Sender<Event>,
    pub(super) reply: Collector,
}

impl Sink for ReplySink {
    fn server(&mut self, target: &Target) {
        self.reply = Collector::new(target.max_reply);
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.reply.push(bytes);
    }

    fn pause(&mut self) {}

    fn is_full(&self) -> bool {
        self.reply.is_over()
    }

    fn end(&mut self, done: Done<'_>) -> Result<()> {
        let mut reply = self.reply.take().map_err(Error::from)?;
        // It may wait until the end, and has grown by doubling.
        reply.shrink_to_fit();
        if done.awaited {
            // Nobody listens any more: interrupted.
            let _ = self
                .events
                .send(Event::Output(self.server, Item::Reply(reply)));
        }
        Ok(())
    }

    fn failed(&mut self, _: Option<&[u8]>, _: &error::Error) {
        // The part of a reply that came before it failed is not the reply.
        let _ = self.reply.take();
    }
}

/// Any sink of one server among many. The bytes of a reply that was handed over
/// are given back where it is printed.
pub(super) struct Budgeted<'a> {
    pub(super) inner: Box<dyn Sink>,
    pub(super) server: usize,
    pub(super) events: Sender<Event>,
    pub(super) budget: &'a Budget,
    pub(super) cancel: &'a Cancel,
    /// Bytes of the reply that is under way.
    pub(super) taken: usize,
    /// There was no room for more of it.
    pub(super) is_over: bool,
}

impl Sink for Budgeted<'_> {
    fn server(&mut self, target: &Target) {
        self.inner.server(target);
    }

    fn piece(&mut self, bytes: &[u8]) {
        if self.is_over {
            return;
        }
        if !self.inner.is_full() {
            if !self.budget.take(self.server, bytes.len(), self.cancel) {
                self.is_over = true;
                return;
            }
            self.taken += bytes.len();
        }
        self.inner.piece(bytes);
    }

    fn pause(&mut self) {
        self.inner.pause();
    }

    fn is_full(&self) -> bool {
        self.is_over || self.inner.is_full()
    }

    fn end(&mut self, done: Done<'_>) -> Result<()> {
        if std::mem::take(&mut self.is_over) {
            self.budget.give(std::mem::take(&mut self.taken));
            return Err(self.budget.passed().into());
        }
        let ended = self.inner.end(done);
        let taken = std::mem::take(&mut self.taken);
        if ended.is_err() || !done.awaited {
            self.budget.give(taken);
        }
        ended
    }

    fn failed(&mut self, command: Option<&[u8]>, error: &error::Error) {
        self.is_over = false;
        self.budget.give(std::mem::take(&mut self.taken));
        self.inner.failed(command, error);
    }

    fn object(&mut self, line: &str) -> Result<bool> {
        self.inner.object(line)
    }

    fn settings(&mut self, told: Told) -> Result<()> {
        let event = Event::Settings(self.server, Box::new(told));
        // Nobody listens any more: interrupted.
        let _ = self.events.send(event);
        Ok(())
    }

    fn waits(&mut self, text: &str) -> bool {
        let event = Event::Waits(text.to_owned());
        // Nobody listens any more: interrupted.
        let _ = self.events.send(event);
        true
    }

    fn has_last_words(&mut self) {
        let _ = self.events.send(Event::HasLastWords(self.server));
    }

    fn notice(&mut self, text: &str) {
        let _ = self
            .events
            .send(Event::Notice(self.server, text.to_owned()));
    }
}
