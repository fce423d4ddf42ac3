//! Which of the things that one server says by itself a person wants to see.

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

    /// Shows them, or those in which `filter` is found. Whether they were hidden.
    pub(crate) fn show(&self, filter: Option<Regex>) -> bool {
        let wish = Wish {
            hidden: false,
            filter,
        };
        std::mem::replace(&mut *self.wish(), wish).hidden
    }

    /// Shows none any more. Whether that was so.
    pub(crate) fn hide(&self) -> bool {
        std::mem::replace(&mut self.wish().hidden, true)
    }

    /// The log for which there was a filter has ended: all that is not hidden is
    /// shown again.
    pub(crate) fn end_filter(&self) {
        self.wish().filter = None;
    }

    /// Another server: what was wished of the one before says nothing of it.
    pub(super) fn forget(&self) {
        *self.wish() = Wish::default();
    }

    /// Whether a line is wanted. Its end is no part of it, for a `$`.
    pub(crate) fn wants(&self, line: &str) -> bool {
        let wish = self.wish();
        let filter = wish.filter.as_ref();
        !wish.hidden && filter.is_none_or(|filter| filter.is_match(line.trim_ascii_end()))
    }
}
