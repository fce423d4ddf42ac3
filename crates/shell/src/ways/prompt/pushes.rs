//! Which of the things that a server says by itself a person wants to see.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use regex_lite::Regex;

/// Shared by whoever shows them. All, until somebody says otherwise.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pushes(Arc<Mutex<Wish>>);

#[derive(Debug, Default)]
struct Wish {
    hidden: bool,
    filter: Option<Regex>,
}

impl Pushes {
    fn wish(&self) -> MutexGuard<'_, Wish> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows them, or those in which `filter` is found.
    pub(crate) fn show(&self, filter: Option<Regex>) {
        *self.wish() = Wish {
            hidden: false,
            filter,
        };
    }

    /// Shows none any more. Whether that was so.
    pub(crate) fn hide(&self) -> bool {
        std::mem::replace(&mut self.wish().hidden, true)
    }

    /// Whether a line is wanted.
    pub(super) fn wants(&self, line: &str) -> bool {
        let wish = self.wish();
        let filter = wish.filter.as_ref();
        !wish.hidden && filter.is_none_or(|filter| filter.is_match(line))
    }
}
