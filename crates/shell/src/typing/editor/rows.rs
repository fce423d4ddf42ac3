//! The list of candidates, as rustyline takes it.

use rustyline::completion::Pair;

use super::display::fit;
use super::knowledge::{Candidate, Matches};
use crate::fit::Fit;
use crate::show::escape::{self, is_hazard};

/// The most candidates offered at a time.
pub(super) const MAX_CANDIDATES: usize = 1000;

/// The answer to one Tab.
pub(super) struct Completion {
    /// Where the text starts that a candidate replaces, in bytes.
    pub start: usize,
    /// How the text there fits the candidates.
    pub fit: Fit,
    /// What can stand there, with what the list shows.
    pub pairs: Vec<Pair>,
}

impl Completion {
    /// A blank after the one candidate there is, so that what comes next can
    /// be typed at once. `after` is what follows the cursor.
    pub(super) fn close(&mut self, after: &str) {
        if let [only] = &mut self.pairs[..]
            && after.is_empty()
            && !only.replacement.ends_with(std::path::is_separator)
        {
            only.replacement.push(' ');
        }
    }
}

/// The quotes around the word at the cursor.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quotes {
    pub open: bool,
    pub closed: bool,
}

impl Quotes {
    /// A candidate as it goes into the line: quoted where it has to be. `None`
    /// where it would not be one word even so, or holds what cannot be typed.
    fn apply(self, text: &str) -> Option<String> {
        let quoted = self.open || text.contains(|c: char| c.is_whitespace() || c == ';');
        if text.contains(is_hazard) || (quoted && text.contains('"')) {
            return None;
        }
        let before = if quoted && !self.open { "\"" } else { "" };
        let after = if quoted && !self.closed { "\"" } else { "" };
        Some(format!("{before}{text}{after}"))
    }
}

/// Candidates as rustyline takes them: in columns, cut, with a last line where
/// there are more.
pub(super) fn pairs(matches: &Matches, word: &str, quotes: Quotes, width: usize) -> Vec<Pair> {
    // One column stays free, or the terminal would wrap.
    let width = width.saturating_sub(1);
    let shown = matches.candidates.iter().take(MAX_CANDIDATES);
    let left_out = matches.total.saturating_sub(shown.len());
    let longest = shown
        .clone()
        .map(|candidate| escape::width(&candidate.text))
        .max();
    let column = longest.unwrap_or(0).min(width / 2);
    let mut pairs: Vec<_> = shown
        .filter_map(|candidate| {
            Some(Pair {
                display: row(candidate, column, width),
                replacement: quotes.apply(&candidate.text)?,
            })
        })
        .collect();
    if left_out > 0 && !pairs.is_empty() {
        pairs.push(Pair {
            display: fit(&format!("… and {left_out} more"), width),
            // Those left out may have less in common than those shown; this
            // much all have.
            replacement: word.to_owned(),
        });
    }
    pairs
}

/// One candidate's line: its name, then what it does.
fn row(candidate: &Candidate, column: usize, width: usize) -> String {
    let mut row = fit(&candidate.text, width);
    let used = escape::width(&row);
    let help = used.max(column) + 2;
    if !candidate.help.trim().is_empty() && help < width {
        row.extend(std::iter::repeat_n(' ', help - used));
        row.push_str(&fit(&candidate.help, width - help));
        // So wide that rustyline does not put two beside each other.
        let blanks = (width / 2).saturating_sub(escape::width(&row));
        row.extend(std::iter::repeat_n(' ', blanks));
    }
    row
}
