//! Rows whose fields fit their columns, which nearly all do: the separators
//! stand where they stood in the row before, and need not be looked for.

use super::flags::FlagSets;
use super::lines::{MAX_LINE, separators, trimmed};
use super::row::{MAX_NAME, Row};
use super::widths::Widths;
use super::words;

/// How far the end of a row's flags is looked for, in bytes.
const WIDEST_FLAGS: usize = 512;

/// Where the first two separators of rows were: of the last one that had to be
/// looked through, and of the one before it, since a long name moves its own.
/// The third is the next colon.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Columns([[usize; 2]; 2]);

/// What [`Columns::row`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) row: Row,
    /// The number of its set of flags.
    pub(super) set: u32,
    /// Where its line ends: its line feed, or the text's end.
    pub(super) end: usize,
}

impl Columns {
    /// The row that a text begins with, if its separators stand there, and its
    /// flags are a set that was seen before. It is the row that
    /// [`row::parse`](super::row::parse) finds in the text's first line: all that
    /// could make another field of it is looked at, and left to that where it
    /// is there. No line feed can stand in what is read before the description,
    /// so the line's end is looked for behind that alone.
    pub(super) fn row(self, text: &[u8], widths: Widths, sets: &FlagSets) -> Option<Found> {
        let [first, second] = self
            .0
            .into_iter()
            .find(|[first, second]| separates(text, *second) && separates(text, *first))?;
        let column = text.get(..first)?;
        let end = words::first_blank(column)?;
        if end == 0 || end > MAX_NAME || !words::are_spaces(column.get(end..)?) {
            return None;
        }
        let value = text.get(first + 1..second)?;
        if !words::are_plain(value) {
            return None;
        }
        let open = second + 1;
        let after = text.get(open..)?;
        let (width, key) = words::until_colon(&after[..after.len().min(WIDEST_FLAGS)])?;
        let third = open + width;
        if width < widths.flags.saturating_add(2) || !separates(text, third) {
            return None;
        }
        // A set that is known has neither a colon nor a line feed in it.
        let known = sets.known(text.get(open..third)?, key)?;
        let description = text.get(third + 1..)?;
        let length = memchr::memchr(b'\n', description).unwrap_or(description.len());
        let end_of_line = third + 1 + length;
        let line = text.get(..end_of_line)?;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > MAX_LINE {
            return None;
        }
        let row = Row {
            name: 0..end,
            value: trimmed(line, first + 1, second),
            flags: open + known.text.start..open + known.text.end,
            column: open..third,
            description: trimmed(line, third + 1, line.len()),
        };
        Some(Found {
            row,
            set: known.number,
            end: end_of_line,
        })
    }

    /// Learns from a row that was read in the other way.
    pub(super) fn learn(&mut self, line: &str) {
        let mut colons = separators(line, 0);
        if let (Some(first), Some(second)) = (colons.next(), colons.next())
            && !self.0.contains(&[first, second])
        {
            self.0 = [[first, second], self.0[0]];
        }
    }
}

/// Whether a colon stands there, between blanks. The end of a line, where
/// trailing blanks got lost, is left to whoever has the line.
fn separates(text: &[u8], at: usize) -> bool {
    matches!(text.get(at.wrapping_sub(1)..), Some([b' ', b':', b' ', ..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::convar::row;

    fn sets_of(texts: &[&str]) -> FlagSets {
        let mut sets = FlagSets::default();
        for text in texts {
            sets.intern(text);
        }
        sets
    }

    proptest! {
        /// Whatever was learned, and from what: never another row.
        #[test]
        fn it_is_the_row_that_is_found_by_looking(
            before in "[ab]{1,3} {0,2} : [1:]{0,2} {0,2} : (, \"sv\"|sv|) {0,3} : [x:]{0,3}",
            line in "[ab\t]{0,3} {0,3}( : |: )[1:\t ]{0,3} {0,2} : (, \"sv\"|sv|sv x|\tsv|) {0,3} : [x: \t]{0,5}",
            more in "(|\n|\r\n)(a : |: |)",
            flags in 0..12_usize,
        ) {
            let widths = Widths { name: 0, flags };
            let mut columns = Columns::default();
            columns.learn(&before);
            for line in [&line, &before] {
                let mut sets = sets_of(&[]);
                for padding in 0..4 {
                    for text in [" ", " sv ", " , \"sv\" "] {
                        sets.intern(&format!("{text}{:padding$}", ""));
                    }
                }
                let text = format!("{line}{more}");
                if let Some(found) = columns.row(text.as_bytes(), widths, &sets) {
                    let line = text.split('\n').next().unwrap_or_default();
                    prop_assert_eq!(found.end, line.len());
                    let line = line.strip_suffix('\r').unwrap_or(line);
                    let wanted = row::parse(line, widths);
                    prop_assert_eq!(wanted.as_ref(), Some(&found.row));
                    let field = line.get(found.row.column).unwrap_or_default();
                    prop_assert_eq!(sets.intern(field), found.set);
                }
            }
        }
    }

    #[test]
    fn what_fits_its_columns_is_read_without_looking() {
        let sets = sets_of(&[" sv   "]);
        let mut columns = Columns::default();
        columns.learn("name   : 1   : sv   : x");
        let row = |line: &str| columns.row(line.as_bytes(), Widths::default(), &sets);
        let found =
            row("other  : 2   : sv   : y : z\r\nmore").map(|it| (it.row.description, it.end));
        assert_eq!(found, Some((22..27, 28)));
        for line in ["longername : 1 : sv : x", "other  : 2   : cl   : y", ""] {
            assert_eq!(row(line), None, "{line}");
        }
    }
}
