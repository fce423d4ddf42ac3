//! The list of candidates that stands above the prompt already: pressed again,
//! Tab does not print it once more.

use std::sync::{Arc, Mutex, PoisonError};

use rustyline::completion::Pair;

use crate::show::escape;

/// Above so many candidates rustyline asks whether to list them.
const ASKS_ABOVE: usize = 100;

/// The blanks that rustyline leaves between two columns.
const GAP: usize = 2;

/// What was listed last. Any key but Tab makes it forget.
#[derive(Debug, Clone, Default)]
pub(super) struct ListShown(Arc<Mutex<Option<Listed>>>);

#[derive(Debug, PartialEq, Eq)]
struct Listed {
    line: String,
    pos: usize,
    rows: Vec<String>,
}

impl ListShown {
    /// Whether this list is another than the one above the prompt, which it
    /// becomes, unless it is asked for or paged before all of it is shown.
    pub(super) fn is_news(
        &self,
        line: &str,
        pos: usize,
        pairs: &[Pair],
        (columns, rows): (usize, usize),
    ) -> bool {
        let listed = Listed {
            line: line.to_owned(),
            pos,
            rows: pairs.iter().map(|pair| pair.display.clone()).collect(),
        };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref() == Some(&listed) {
            return false;
        }
        let widest = pairs.iter().map(|pair| escape::width(&pair.display)).max();
        let widest = (widest.unwrap_or(0) + GAP).min(columns).max(1);
        let needed = pairs.len().div_ceil((columns / widest).max(1));
        let at_once = pairs.len() <= ASKS_ABOVE && needed < rows;
        *last = at_once.then_some(listed);
        true
    }

    /// What the candidates have in common went into the line before they are
    /// listed.
    pub(super) fn line_is(&self, line: &str, pos: usize) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listed) = &mut *last {
            line.clone_into(&mut listed.line);
            listed.pos = pos;
        }
    }

    /// Something else than Tab was pressed, or a new prompt is there.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(count: usize) -> Vec<Pair> {
        let pair = |number: usize| Pair {
            display: format!("name_{number:04}"),
            replacement: String::new(),
        };
        (0..count).map(pair).collect()
    }

    #[test]
    fn the_same_list_is_no_news_until_a_key_was_pressed() {
        let shown = ListShown::default();
        assert!(shown.is_news("na", 2, &pairs(3), (80, 24)));
        shown.line_is("name_", 5);
        assert!(!shown.is_news("name_", 5, &pairs(3), (80, 24)));
        assert!(shown.is_news("name_", 4, &pairs(3), (80, 24)));
        assert!(shown.is_news("name_", 4, &pairs(4), (80, 24)));
        shown.forget();
        assert!(shown.is_news("name_", 4, &pairs(4), (80, 24)));
    }

    #[test]
    fn a_list_that_may_not_have_been_shown_whole_is_always_news() {
        let shown = ListShown::default();
        for (count, size) in [(101, (200, 200)), (60, (20, 24)), (24, (9, 10))] {
            assert!(shown.is_news("na", 2, &pairs(count), size));
            assert!(shown.is_news("na", 2, &pairs(count), size), "{count}");
        }
        assert!(shown.is_news("na", 2, &pairs(60), (80, 24)));
        assert!(!shown.is_news("na", 2, &pairs(60), (80, 24)));
    }
}
