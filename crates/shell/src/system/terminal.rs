//! What is known of the terminal: which of the three streams are one, and how
//! large it is.

use std::io::{self, IsTerminal as _};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use terminal_size::{Height, Width, terminal_size, terminal_size_of};

/// Where a terminal does not say its size: 80 columns and 24 rows.
const USUAL: (usize, usize) = (80, 24);

/// Asked once: a stream stays what it is.
static STREAMS: LazyLock<Streams> = LazyLock::new(|| Streams {
    stdin: io::stdin().is_terminal(),
    stdout: io::stdout().is_terminal(),
    stderr: io::stderr().is_terminal(),
});

/// Which of the streams are a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Streams {
    pub(crate) stdin: bool,
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

/// Which of the streams are a terminal.
pub(crate) fn streams() -> Streams {
    *STREAMS
}

/// Columns and rows, at least 1 and 2; asked each time, as a window can be
/// resized.
pub(crate) fn size() -> (usize, usize) {
    at_least(terminal_size())
}

/// The columns of the terminal that standard error is.
pub(crate) fn stderr_columns() -> usize {
    at_least(terminal_size_of(io::stderr())).0
}

/// So long one that has no size may take to get one: `docker exec -it` and its
/// like make a terminal first, and tell it its size when the program runs.
const SIZE_COMES: Duration = Duration::from_millis(150);

/// Whether the terminal that standard output is says how large it is.
pub(crate) fn stdout_has_size() -> bool {
    let until = Instant::now() + SIZE_COMES;
    loop {
        if terminal_size_of(io::stdout()).is_some() {
            return true;
        }
        if !streams().stdout || Instant::now() >= until {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn at_least(told: Option<(Width, Height)>) -> (usize, usize) {
    told.map_or(USUAL, |(Width(columns), Height(rows))| {
        (usize::from(columns).max(1), usize::from(rows).max(2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_can_always_be_drawn_on() {
        assert_eq!(at_least(None), (80, 24));
        assert_eq!(at_least(Some((Width(0), Height(0)))), (1, 2));
        assert_eq!(at_least(Some((Width(132), Height(50)))), (132, 50));
    }
}
