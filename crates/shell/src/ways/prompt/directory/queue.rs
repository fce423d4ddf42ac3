//! What the server is to be asked for, and when.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rcon_proto::NameSource;

/// How long the prompt is left alone before names are asked for unbidden.
const IDLE: Duration = Duration::from_millis(250);

/// A wait without an end, as far as a shell is concerned.
const LONG: Duration = Duration::from_hours(1);

/// Something to ask the server for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ways::prompt) enum Wanted {
    Names(NameSource),
    Maps,
    Players,
    /// How a command is used.
    Usage(String),
}

/// What to ask for where the server itself has the names and may be asked
/// unbidden.
pub(super) fn asked_of_server(source: NameSource) -> Option<Wanted> {
    matches!(source, NameSource::Cvarlist | NameSource::Help).then_some(Wanted::Names(source))
}

/// Filled by whoever wants something, emptied by the one thread that asks.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Since when the prompt is there.
    at_prompt: Option<Instant>,
    /// Names are wanted, unbidden, as soon as the prompt is idle.
    names_when_idle: bool,
    /// Somebody waits for these.
    now: Vec<Wanted>,
    /// Something is being asked for.
    under_way: bool,
    over: bool,
}

impl State {
    fn is_busy(&self) -> bool {
        !self.over && (self.under_way || !self.now.is_empty())
    }

    /// How long until the prompt counts as idle, if anybody waits for that.
    fn until_idle(&self) -> Option<Duration> {
        let since = self.at_prompt.filter(|_| self.names_when_idle)?;
        Some(IDLE.saturating_sub(since.elapsed()))
    }
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, act: impl FnOnce(&mut State)) {
        act(&mut self.state());
        self.changed.notify_all();
    }

    /// A person is at the prompt, or is not.
    pub(super) fn set_at_prompt(&self, there: bool) {
        self.change(|state| state.at_prompt = there.then(Instant::now));
    }

    /// Does something that is quick while somebody is at the prompt. Whether
    /// somebody was.
    pub(super) fn while_at_prompt(&self, act: impl FnOnce()) -> bool {
        let state = self.state();
        let there = state.at_prompt.is_some();
        if there {
            act();
        }
        drop(state);
        there
    }

    pub(super) fn is_at_prompt(&self) -> bool {
        self.state().at_prompt.is_some()
    }

    /// Names are wanted as soon as the prompt is idle, or no longer.
    pub(super) fn set_when_idle(&self, wanted: bool) {
        self.change(|state| state.names_when_idle = wanted);
    }

    /// Somebody wants this now.
    pub(super) fn push(&self, wanted: Wanted) {
        self.change(|state| {
            if !state.now.contains(&wanted) {
                state.now.push(wanted);
            }
        });
    }

    /// Nothing is wanted any more.
    pub(super) fn clear(&self) {
        self.change(|state| {
            state.now.clear();
            state.names_when_idle = false;
        });
    }

    /// What was taken is here, or will not be.
    pub(super) fn done(&self) {
        self.change(|state| state.under_way = false);
    }

    /// Nobody will want anything.
    pub(super) fn end(&self) {
        self.change(|state| state.over = true);
    }

    /// Whether something is wanted or being asked for.
    pub(super) fn is_busy(&self) -> bool {
        self.state().is_busy()
    }

    /// Waits until nothing is wanted or being asked for, or for so long.
    pub(super) fn wait_until_quiet(&self, wait: Duration) {
        let waited = self
            .changed
            .wait_timeout_while(self.state(), wait, |state| state.is_busy());
        drop(waited);
    }

    /// Waits for something to ask for; `None` at the end. `idle` says what is
    /// to be asked for unbidden, if anything.
    pub(super) fn next(&self, idle: impl Fn() -> Option<Wanted>) -> Option<Wanted> {
        let mut state = self.state();
        loop {
            if state.over {
                return None;
            }
            if !state.now.is_empty() {
                state.under_way = true;
                return Some(state.now.remove(0));
            }
            let wait = state.until_idle();
            if wait.is_some_and(|wait| wait.is_zero()) {
                state.names_when_idle = false;
                if let Some(wanted) = idle() {
                    state.under_way = true;
                    return Some(wanted);
                }
                continue;
            }
            let waited = self.changed.wait_timeout(state, wait.unwrap_or(LONG));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
