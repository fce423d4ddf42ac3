//! Rows whose fields fit their columns, which nearly all do: the separators
//! stand where they stood in the row before, and need not be looked for.

use super::flags::FlagSets;
use super::lines::separators;
use super::row::{MAX_NAME, Row, trimmed};
use super::widths::Widths;

/// Where the first two separators of rows were: of the last one that had to be
/// looked through, and of the one before it, since a long name moves its own.
/// The third is the next colon.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Columns([[usize; 2]; 2]);

impl Columns {
    /// The row in a line, if its separators stand there, and its flags are a
    /// set that was seen before; with the number of that set. It is the row
    /// that [`row::parse`](super::row::parse) finds: all that could make another
    /// field of it is looked at, and left to that where it is there.
    pub(super) fn row(self, line: &str, widths: Widths, sets: &FlagSets) -> Option<(Row, u32)> {
        let bytes = line.as_bytes();
        let [first, second] = self
            .0
            .into_iter()
            .find(|[first, second]| separates(bytes, *second) && separates(bytes, *first))?;
        let column = bytes.get(..first)?;
        let end = column.iter().position(u8::is_ascii_whitespace)?;
        let padding = column.get(end..)?;
        if end == 0 || end > MAX_NAME || padding.iter().any(|byte| *byte != b' ') {
            return None;
        }
        if bytes.get(first + 1..second)?.contains(&b':') {
            return None;
        }
        // A set that is known has no colon in it.
        let width = memchr::memchr(b':', bytes.get(second + 1..)?)?;
        let third = second + 1 + width;
        if !separates(bytes, third) || width < widths.flags.saturating_add(2) {
            return None;
        }
        let flags = trimmed(line, second + 1, third);
        let set = sets.known(line.get(flags.clone())?)?;
        let row = Row {
            name: 0..end,
            value: trimmed(line, first + 1, second),
            flags,
            description: trimmed(line, third + 1, line.len()),
        };
        Some((row, set))
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

/// Whether a colon stands there, between blanks.
fn separates(bytes: &[u8], at: usize) -> bool {
    at > 0
        && bytes.get(at) == Some(&b':')
        && bytes.get(at - 1) == Some(&b' ')
        && *bytes.get(at + 1).unwrap_or(&b' ') == b' '
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::convar::row;

    proptest! {
        /// Whatever was learned, and from what: never another row.
        #[test]
        fn it_is_the_row_that_is_found_by_looking(
            before in "[ab]{1,3} {0,2} : [1:]{0,2} {0,2} : (, \"sv\"|sv|) {0,3} : [x:]{0,3}",
            line in "[ab\t]{0,3} {0,3}( : |: )[1: ]{0,3} {0,2} : (, \"sv\"|sv|sv x|) {0,3} : [x: ]{0,5}",
            flags in 0..12_usize,
        ) {
            let widths = Widths { name: 0, flags };
            let mut sets = FlagSets::default();
            for text in ["", "sv", ", \"sv\""] {
                sets.intern(text);
            }
            let mut columns = Columns::default();
            columns.learn(&before);
            for line in [&line, &before] {
                if let Some((found, set)) = columns.row(line, widths, &sets) {
                    let wanted = row::parse(line, widths);
                    prop_assert_eq!(wanted.as_ref(), Some(&found));
                    prop_assert_eq!(sets.intern(&line[found.flags]), set);
                }
            }
        }
    }

    #[test]
    fn what_fits_its_columns_is_read_without_looking() {
        let mut sets = FlagSets::default();
        sets.intern("sv");
        let mut columns = Columns::default();
        columns.learn("name   : 1   : sv   : x");
        let row = columns.row("other  : 2   : sv   : y : z", Widths::default(), &sets);
        assert_eq!(row.map(|(row, _)| row.description), Some(22..27));
        for line in ["longername : 1 : sv : x", "other  : 2   : cl   : y", ""] {
            assert_eq!(columns.row(line, Widths::default(), &sets), None, "{line}");
        }
    }
}
