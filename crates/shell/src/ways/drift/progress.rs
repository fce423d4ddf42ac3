//! How far the asking is, for a person who waits for more than a second.

use std::time::{Duration, Instant};

use crate::show::passing;
use crate::system::terminal;

/// What takes no longer needs no bar.
const FIRST: Duration = Duration::from_secs(1);

/// How often it is drawn at the most.
const REDRAW: Duration = Duration::from_millis(50);

/// Columns of the bar itself.
const BAR: usize = 30;

/// The bar, on standard error; dropping it takes it away.
pub(crate) struct Progress {
    began: Instant,
    drawn: Option<Instant>,
    shows: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            drawn: None,
            shows: passing::works(),
        }
    }

    /// None at all: another bar stands there.
    pub(crate) fn hidden() -> Self {
        Self {
            shows: false,
            ..Self::new()
        }
    }

    /// So many of so many names have been asked for.
    pub(crate) fn at(&mut self, done: usize, all: usize) {
        let due = match self.drawn {
            Some(at) => at.elapsed() >= REDRAW,
            None => self.began.elapsed() >= FIRST,
        };
        if self.shows && due && done < all {
            passing::redraw(&line(done, all, terminal::stderr_columns()));
            self.drawn = Some(Instant::now());
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&mut self) {
        if self.drawn.take().is_some() {
            passing::clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

fn line(done: usize, all: usize, columns: usize) -> String {
    let figures = format!("{done} of {all} values");
    passing::bar((done, all), &figures, BAR, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fits_into_its_line() {
        for columns in 1..100 {
            assert!(
                line(5, 3000, columns).chars().count() < columns.max(2),
                "{columns}"
            );
        }
        assert!(line(1500, 3000, 80).ends_with(" 1500 of 3000 values"));
    }
}
