//! The one thread that hears what the crew has to say, and has it printed.

use std::time::{Duration, Instant};

use super::Event;
use super::budget::Budget;
use super::printer::Printer;
use super::progress::Progress;
use super::tally::Tally;
use crate::show::report;
use crate::system::channel::{Receiver, RecvTimeoutError};
use crate::system::patience::SLICE;
use crate::ways::app::App;
use crate::ways::drift::Gathered;

/// How long the servers under way are waited for after Ctrl-C. Whatever they
/// wait for looks for it every 50 ms.
const GRACE: Duration = Duration::from_millis(80);

/// The same where servers have to be told something first.
const LAST_WORDS: Duration = Duration::from_secs(4);

/// Hears what the crew has to say.
pub(super) struct Gather<'a> {
    pub(super) printer: &'a mut Printer,
    pub(super) progress: &'a mut Progress,
    pub(super) tally: &'a mut Tally,
    pub(super) budget: &'a Budget,
    /// Servers that have to be told something before this ends.
    pub(super) last_words: Vec<usize>,
    /// What is compared in the end.
    pub(super) gathered: Gathered,
}

impl Gather<'_> {
    /// Until every thread has ended, standard output cannot be written, or
    /// Ctrl-C and a moment after it.
    pub(super) fn until_done(&mut self, app: &App, events: &Receiver<Event>) {
        let mut give_up: Option<Instant> = None;
        loop {
            if app.cancel.is_cancelled() {
                let at = *give_up.get_or_insert_with(|| Instant::now() + GRACE);
                let more = if self.last_words.is_empty() {
                    Duration::ZERO
                } else {
                    LAST_WORDS
                };
                if Instant::now() >= at + more {
                    return;
                }
            }
            if self.printer.has_failed() {
                return;
            }
            match events.recv_timeout(SLICE) {
                Ok(event) => self.hear(event),
                Err(RecvTimeoutError::Timeout) => self.progress.catch_up(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn hear(&mut self, event: Event) {
        let (printer, budget) = (&mut *self.printer, self.budget);
        match event {
            Event::Output(server, item) => {
                if let Some(item) = printer.waits(server, item) {
                    self.progress
                        .hide_while(|| budget.give(printer.print(server, item)));
                }
            }
            Event::Notice(server, text) => {
                let label = self.tally.label(server);
                self.progress.tell(&format!("{label}: {text}"));
            }
            Event::Settings(server, told) => {
                if let Err(error) = self.gathered.add(server, *told) {
                    let label = self.tally.label(server);
                    self.progress
                        .tell(&format!("{label}: {}", report::text(&error)));
                }
            }
            Event::Waits(text) => self.progress.waits(&text),
            Event::HasLastWords(server) => self.last_words.push(server),
            Event::Ended(server, outcome) => {
                self.last_words.retain(|held| *held != server);
                self.tally.ended(server, *outcome);
                self.progress.advance();
                budget.set_head(self.tally.head());
                let now = printer.ended(server);
                budget.give(printer.freed());
                if now {
                    self.progress
                        .hide_while(|| budget.give(printer.print_ready()));
                }
            }
        }
    }
}
