//! What a person sees while `--wait` waits: for which server, and for how long
//! still, in one line on standard error that is gone when the wait is over.

use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::show::passing;
use crate::system::channel::{self, RecvTimeoutError, Sender};
use crate::system::patience::SLICE;
use crate::system::terminal::stderr_columns;

/// A server that is there is not waited for, and nothing is said.
const FIRST: Duration = Duration::from_millis(400);

/// The line while it stands there; dropping this takes it away.
#[derive(Debug)]
pub(super) struct Waiting {
    /// Ends the thread by being dropped.
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Waiting {
    /// Shows the line until this is dropped: on a thread of its own, because an
    /// attempt to connect takes its time.
    pub(super) fn begin(server: String, until: Instant) -> Self {
        let (over, is_over) = channel::channel::<()>();
        let redraws = std::env::var_os("TERM").is_none_or(|name| name != "dumb");
        let show = move || {
            let mut shown = false;
            let mut pause = FIRST;
            while is_over.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let left = until.saturating_duration_since(Instant::now());
                if redraws {
                    passing::redraw(&line(&server, left, stderr_columns()));
                } else if !shown {
                    passing::put(&format!("{}\n", line(&server, left, usize::MAX)));
                }
                shown = true;
                // As the second on the line changes.
                pause = Duration::from_nanos(left.subsec_nanos().into()).max(SLICE);
            }
            if shown && redraws {
                passing::clear();
            }
        };
        // Without a thread the wait is as long, and nothing is said of it.
        let named = thread::Builder::new().name("waiting".to_owned());
        Self {
            over: Some(over),
            thread: named.spawn(show).ok(),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.over = None;
        // So that the line is gone before anything else is printed. A panic
        // there has ended the program.
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn line(server: &str, left: Duration, columns: usize) -> String {
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    let text = format!("waiting for {server}, {seconds} s left (Ctrl-C gives up)");
    passing::fitting(&text, columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::escape;

    #[test]
    fn the_line_fits_and_counts_seconds_that_have_begun() {
        let left = Duration::from_millis(14_200);
        assert_eq!(
            line("tf2:27015", left, 80),
            "waiting for tf2:27015, 15 s left (Ctrl-C gives up)"
        );
        for columns in 1..60 {
            let shown = escape::width(&line("tf2:27015", left, columns));
            assert!(shown < columns.max(2), "{shown} of {columns}");
        }
    }
}
