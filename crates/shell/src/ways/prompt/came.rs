//! What came of a line, as whatever does more than one of them has to know it.

use crate::order;
use crate::ways::Next;

/// What came of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Came {
    /// All is well.
    Done(Next),
    /// Somebody thought better of it.
    NotSent,
    /// These servers failed, which is told by now.
    FailedOn(Vec<usize>),
}

impl Came {
    /// What came of something that these servers failed, if any did.
    pub(crate) fn failing(places: Vec<usize>) -> Self {
        if places.is_empty() {
            Self::Done(Next::Go)
        } else {
            Self::FailedOn(places)
        }
    }

    /// What came of two things in a row: a server that failed one of them failed,
    /// and nobody means to go on who thought better of one.
    pub(crate) fn and(self, then: Self) -> Self {
        match (self, then) {
            (Self::NotSent, _) | (_, Self::NotSent) => Self::NotSent,
            (Self::FailedOn(mut all), Self::FailedOn(more)) => {
                all.extend(more);
                order::sort(&mut all, Ord::cmp);
                all.dedup();
                Self::FailedOn(all)
            }
            (failed @ Self::FailedOn(_), _) => failed,
            (Self::Done(_), then) => then,
        }
    }
}
