//! Going back in the history, to the lines that begin as what was typed.
//!
//! The keys say which those are, and the history, which rustyline asks for the
//! next line or the one before, gives those alone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the history is narrowed down to.
#[derive(Debug, Clone, Default)]
pub(super) struct Recall(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// What was typed, and how much of it is to be what lines begin with;
    /// nothing where nobody has gone back.
    typed: Option<(String, usize)>,
    /// The line that was left, if another key came since.
    left: Option<String>,
    /// The key that is being handled is one that goes back or on.
    under_way: bool,
}

impl Recall {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another line is read.
    pub(super) fn forget(&self) {
        *self.state() = State::default();
    }

    /// Some other key: the line may be changed by it.
    pub(super) fn pause(&self, line: &str) {
        let mut state = self.state();
        if std::mem::take(&mut state.under_way) {
            state.left = Some(line.to_owned());
        }
    }

    /// One line back, to one that begins as what stands before the cursor where
    /// that is asked for.
    pub(super) fn begin(&self, line: &str, pos: usize, begins_so: bool) {
        let mut state = self.state();
        if !state.goes_on(line) {
            state.typed = Some((line.to_owned(), if begins_so { pos } else { 0 }));
        }
    }

    /// One line on again.
    pub(super) fn go_on(&self, line: &str) {
        let mut state = self.state();
        if !state.goes_on(line) {
            // There is nothing newer than what is typed.
            state.typed = None;
        }
    }

    /// Whether an entry is one to stop at.
    pub(super) fn takes(&self, entry: &str) -> bool {
        match &self.state().typed {
            Some((typed, len)) => entry.starts_with(&typed[..*len]) && entry != typed,
            None => true,
        }
    }

    /// What was typed before anybody went back.
    pub(super) fn typed(&self) -> Option<String> {
        let state = self.state();
        state.typed.as_ref().map(|(typed, _)| typed.clone())
    }
}

impl State {
    /// Whether the line is one that was gone back to, or the one that was typed
    /// before.
    fn goes_on(&mut self, line: &str) -> bool {
        let was = std::mem::replace(&mut self.under_way, true);
        let same = self.left.take().is_some_and(|left| left == line);
        self.typed.is_some() && (was || same)
    }
}
