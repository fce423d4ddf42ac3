//! What a person at a terminal sees of a run while it lasts, on standard
//! error.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::tally::Tally;
use crate::runner::notice;

/// A bar, where somebody is there to look at it.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    terminal: bool,
}

impl Progress {
    pub(super) fn new(servers: usize, verbose: u8) -> Self {
        let terminal = std::io::stderr().is_terminal();
        // What happens on the wire is told by others, right through it.
        let bar = (terminal && verbose == 0).then(|| {
            let target = ProgressDrawTarget::stderr();
            let bar = ProgressBar::with_draw_target(Some(servers as u64), target);
            let style = ProgressStyle::with_template("{bar:40} {pos} of {len} servers");
            let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            // There from the start, not from the first server that is done.
            bar.tick();
            bar
        });
        Self { bar, terminal }
    }

    /// One more server is done with.
    pub(super) fn advance(&mut self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Does something that prints, with the bar out of its way.
    pub(super) fn hide_while<T>(&mut self, act: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(act),
            None => act(),
        }
    }

    /// Says something that the user should know.
    pub(super) fn tell(&mut self, text: &str) {
        self.hide_while(|| notice(text));
    }

    /// Takes the bar away.
    pub(super) fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// Says what it all came to, to whoever looks.
    pub(super) fn summary(&self, tally: &Tally, elapsed: Duration) {
        if self.terminal {
            eprintln!("{}", tally.summary(elapsed));
        }
    }
}
