//! What somebody wants to know of the servers, and who waits for it.

use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rcon_proto::Cancel;

use super::Union;
use crate::error::Result;
use crate::system::patience::SLICE;

/// How long the prompt is left alone before names are asked for unbidden.
const IDLE: Duration = Duration::from_millis(250);

/// A wait without an end, as far as a prompt is concerned.
const LONG: Duration = Duration::from_hours(1);

/// The names that somebody has asked for.
const NAMES: Wanted = Wanted::Names {
    bidden: true,
    kept: true,
};

/// What somebody wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ways::fleet) enum Wanted {
    /// Names, whether or not somebody asked for them, and whether those will do
    /// that are kept on disk.
    Names {
        bidden: bool,
        kept: bool,
    },
    Players,
    Maps,
}

#[derive(Default)]
pub(super) struct Wants {
    pub(super) at_prompt: Option<Instant>,
    pub(super) when_idle: bool,
    pub(super) now: Vec<Wanted>,
    pub(super) under_way: Option<Wanted>,
    pub(super) over: bool,
}

impl Union {
    pub(super) fn wants(&self) -> MutexGuard<'_, Wants> {
        self.wants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn want(&self, act: impl FnOnce(&mut Wants)) {
        act(&mut self.wants());
        self.changed.notify_all();
    }

    /// A person is at the prompt, or is not.
    pub(in crate::ways::fleet) fn at_prompt(&self, there: bool) {
        self.want(|wants| {
            wants.at_prompt = there.then(Instant::now);
            wants.when_idle = there;
        });
    }

    /// The prompt is over.
    pub(in crate::ways::fleet) fn end(&self) {
        self.want(|wants| wants.over = true);
    }

    /// Waits for something to ask the servers for; `None` at the end.
    pub(in crate::ways::fleet) fn next_wanted(&self) -> Option<Wanted> {
        let mut wants = self.wants();
        loop {
            wants.under_way = None;
            self.changed.notify_all();
            if wants.over {
                return None;
            }
            if !wants.now.is_empty() {
                let next = wants.now.remove(0);
                wants.under_way = Some(next);
                return Some(next);
            }
            let idle = wants.at_prompt.filter(|_| wants.when_idle);
            let wait = idle.map(|since| IDLE.saturating_sub(since.elapsed()));
            if wait.is_some_and(|wait| wait.is_zero()) {
                wants.when_idle = false;
                let next = Wanted::Names {
                    bidden: false,
                    kept: true,
                };
                wants.under_way = Some(next);
                return Some(next);
            }
            let waited = self.changed.wait_timeout(wants, wait.unwrap_or(LONG));
            wants = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Asks for something and waits for it, but not for long: what is not here
    /// by then is there at the next Tab.
    pub(super) fn ask(&self, wanted: Wanted, at_most: Duration) {
        self.push(wanted);
        self.is_quiet_within(at_most);
    }

    fn push(&self, wanted: Wanted) {
        self.want(|wants| {
            if !wants.now.contains(&wanted) {
                wants.now.push(wanted);
            }
        });
    }

    /// Waits until nobody wants anything, at most so long. Whether it has come to that.
    fn is_quiet_within(&self, at_most: Duration) -> bool {
        let busy =
            |wants: &mut Wants| !wants.over && (!wants.now.is_empty() || wants.under_way.is_some());
        let waited = self.changed.wait_timeout_while(self.wants(), at_most, busy);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Waits for the names where they are not known yet, as Tab does.
    pub(super) fn wait_for_names(&self, at_most: Duration) {
        if !self.unlisted(true).is_empty() {
            self.ask(NAMES, at_most);
        }
    }

    /// The same for a line, whose wait Ctrl-C ends.
    ///
    /// # Errors
    ///
    /// Interrupted.
    pub(crate) fn names_within(&self, at_most: Duration, cancel: &Cancel) -> Result<()> {
        if self.unlisted(true).is_empty() {
            return Ok(());
        }
        self.push(NAMES);
        let until = Instant::now() + at_most;
        while !self.is_quiet_within(SLICE) && Instant::now() < until {
            if cancel.is_cancelled() {
                return Err(rcon_proto::Error::Interrupted.into());
            }
        }
        Ok(())
    }
}
