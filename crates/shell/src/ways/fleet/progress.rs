//! What a person at a terminal sees of a run while it lasts, on standard
//! error.

use std::time::{Duration, Instant};

use super::tally::Tally;
use crate::show::notice::notice;
use crate::show::passing;
use crate::system::terminal;

/// The bar's columns where there is room for it.
const BAR: usize = 40;

/// How often the bar is drawn at the most: a fast fleet would be slowed down
/// by its own bar.
const REDRAW: Duration = Duration::from_millis(50);

/// A bar, where somebody is there to look at it. No library for these few
/// lines: the one that was here has every start of the program load the
/// library of mathematics, for an estimate that is not shown.
pub(super) struct Progress {
    bar: Option<Bar>,
    terminal: bool,
}

struct Bar {
    done: usize,
    servers: usize,
    /// What is waited for, behind the figures.
    waits: String,
    drawn: Option<Instant>,
    /// It is not drawn as it is now: the last time was only just.
    stale: bool,
}

impl Progress {
    pub(super) fn new(servers: usize) -> Self {
        let mut bar = passing::works().then_some(Bar {
            done: 0,
            servers,
            waits: String::new(),
            drawn: None,
            stale: false,
        });
        // There from the start, not from the first server that is done.
        if let Some(bar) = &mut bar {
            bar.draw();
        }
        Self {
            bar,
            terminal: terminal::streams().stderr,
        }
    }

    /// What one of the servers waits for at the moment.
    pub(super) fn waits(&mut self, text: &str) {
        if let Some(bar) = &mut self.bar
            && bar.waits != text
        {
            text.clone_into(&mut bar.waits);
            bar.stale = true;
            bar.catch_up();
        }
    }

    /// One more server is done with.
    pub(super) fn advance(&mut self) {
        if let Some(bar) = &mut self.bar {
            bar.done += 1;
            bar.waits.clear();
            bar.stale = true;
            if bar.done == bar.servers {
                bar.draw();
            }
        }
        self.catch_up();
    }

    /// Shows what happened since the bar was drawn, if that is a while ago: to be
    /// called while nothing happens, as who is done with next may take long.
    pub(super) fn catch_up(&mut self) {
        if let Some(bar) = &mut self.bar {
            bar.catch_up();
        }
    }

    /// Does something that prints, with the bar out of its way.
    pub(super) fn hide_while<T>(&mut self, act: impl FnOnce() -> T) -> T {
        if let Some(bar) = &mut self.bar {
            bar.clear();
        }
        let result = act();
        if let Some(bar) = &mut self.bar {
            bar.draw();
        }
        result
    }

    /// Says something that the user should know.
    pub(super) fn tell(&mut self, text: &str) {
        self.hide_while(|| notice(text));
    }

    /// Takes the bar away.
    pub(super) fn end(&mut self) {
        if let Some(mut bar) = self.bar.take() {
            bar.clear();
        }
    }

    /// Says what it all came to, to whoever looks.
    pub(super) fn summary(&self, tally: &Tally, elapsed: Duration) {
        if self.terminal {
            eprintln!("{}", tally.summary(elapsed));
        }
    }
}

impl Bar {
    fn draw(&mut self) {
        let columns = terminal::stderr_columns();
        let line = line(self.done, self.servers, &self.waits, columns);
        passing::redraw(&line);
        self.drawn = Some(Instant::now());
        self.stale = false;
    }

    fn catch_up(&mut self) {
        if self.stale && self.drawn.is_none_or(|at| at.elapsed() >= REDRAW) {
            self.draw();
        }
    }

    fn clear(&mut self) {
        if self.drawn.take().is_some() {
            passing::clear();
        }
    }
}

/// The bar and its figures. What is waited for goes before the bar.
fn line(done: usize, servers: usize, waits: &str, columns: usize) -> String {
    let figures = match waits {
        "" => format!("{done} of {servers} servers"),
        waits => format!("{done} of {servers} servers, {waits}"),
    };
    passing::bar((done, servers), &figures, BAR, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fits_into_its_line() {
        assert_eq!(
            line(0, 3, "", 80).chars().count(),
            BAR + 1 + "0 of 3 servers".len()
        );
        assert!(line(3, 3, "", 80).starts_with(&"█".repeat(BAR)));
        for columns in 1..100 {
            for (done, waits) in [(0, ""), (5, "a restarts in 4:32"), (1000, "")] {
                let shown = line(done, 1000, waits, columns).chars().count();
                assert!(shown < columns.max(2), "{shown} of {columns}");
            }
        }
    }
}
