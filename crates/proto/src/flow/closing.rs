//! Servers that close the connection behind each command (Conan Exiles). Where
//! the close is on its way while the next command is sent, that command is
//! lost: once a server has done so, its close is waited for.

use std::time::{Duration, Instant};

/// A close that comes so soon after a reply belongs to it.
const SOON: Duration = Duration::from_secs(2);

/// What the connections so far have shown.
#[derive(Debug, Default)]
pub(super) struct Closing {
    /// When the newest command over the present connection was answered.
    answered: Option<Instant>,
    /// How many were.
    commands: usize,
    /// The connection before was closed behind its only command.
    expected: bool,
}

impl Closing {
    /// A command over the present connection was answered.
    pub(super) fn on_answer(&mut self, now: Instant) {
        self.answered = Some(now);
        self.commands += 1;
    }

    /// Whether a close should come before the next command.
    pub(super) fn is_due(&self) -> bool {
        self.expected && self.commands > 0
    }

    /// It did not come.
    pub(super) fn stayed_open(&mut self) {
        self.expected = false;
    }

    /// The server has closed the connection. Said twice, the first counts.
    pub(super) fn on_close(&mut self, now: Instant) {
        if let Some(answered) = self.answered.take() {
            let soon = now.saturating_duration_since(answered) < SOON;
            self.expected = self.commands == 1 && soon;
            self.commands = 0;
        }
    }

    /// The connection was left by us.
    pub(super) fn on_leave(&mut self) {
        self.answered = None;
        self.commands = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_is_due_where_the_last_came_behind_its_only_command() {
        let start = Instant::now();
        let mut closing = Closing::default();
        closing.on_answer(start);
        assert!(!closing.is_due());
        closing.on_close(start);
        // Said again by whoever notices it next.
        closing.on_close(start + SOON);
        assert!(!closing.is_due(), "nothing was answered yet");
        closing.on_answer(start);
        assert!(closing.is_due());
        closing.stayed_open();
        assert!(!closing.is_due());
    }

    #[test]
    fn a_close_after_a_while_or_of_ours_means_nothing() {
        let start = Instant::now();
        let mut closing = Closing::default();
        closing.on_answer(start);
        closing.on_close(start + SOON);
        closing.on_answer(start);
        assert!(!closing.is_due(), "idle");
        closing.on_leave();
        closing.on_close(start);
        closing.on_answer(start);
        assert!(!closing.is_due(), "left");
        closing.on_answer(start);
        closing.on_close(start);
        closing.on_answer(start);
        assert!(!closing.is_due(), "behind the second");
    }
}
