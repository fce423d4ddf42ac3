//! Entries that swallowed the next one, because the console forgot a newline.
//!
//! CS2 does so for some of its names: `…the description.next_name   : 0 : sv
//! : …`. The footer counts the swallowed entry, the lines do not show it. The
//! next name is padded to the width of its column, so it begins exactly that
//! many bytes before its separator, however the description ends.

use std::ops::Range;

use super::lines::separators;
use super::row::{self, Row};
use super::widths::Widths;

/// Where another row begins inside a description, and that row, with
/// positions in the description.
pub(super) fn next(description: &str, widths: Widths) -> Option<(usize, Row)> {
    if widths.name == 0 {
        return None;
    }
    separators(description, 0).find_map(|colon| {
        // One blank of the separator stands between the name's column and the colon.
        let start = colon.checked_sub(widths.name + 1)?;
        if !begins_name(description, start, colon) {
            return None;
        }
        let found = row::parse(description.get(start..)?, widths)?;
        Some((start, shifted(&found, start)))
    })
}

/// Whether the column before `colon` holds one name, left-aligned, and it is
/// sure where the name begins.
fn begins_name(line: &str, start: usize, colon: usize) -> bool {
    let Some(column) = line.get(start..colon) else {
        return false;
    };
    let name = column.trim_end_matches(' ');
    // A column without padding may be the tail of a longer name.
    let padded = name.len() + 1 < column.len();
    let apart = line
        .get(..start)
        .and_then(|before| before.chars().next_back())
        .is_none_or(|before| !before.is_alphanumeric() && before != '_');
    (padded || apart) && row::is_name(name) && name.chars().all(is_name_char)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+-.".contains(c)
}

fn shifted(row: &Row, by: usize) -> Row {
    let shift = |range: &Range<usize>| range.start + by..range.end + by;
    Row {
        name: shift(&row.name),
        value: shift(&row.value),
        flags: shift(&row.flags),
        column: shift(&row.column),
        description: shift(&row.description),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: Widths = Widths { name: 12, flags: 8 };

    fn found(line: &str) -> Option<(&str, &str)> {
        let (start, row) = next(line, WIDTHS)?;
        Some((&line[..start], &line[row.name]))
    }

    #[test]
    fn a_swallowed_entry_is_found_by_its_column() {
        assert_eq!(
            found("no restrictionssv_other     : true     : sv       : More."),
            Some(("no restrictions", "sv_other"))
        );
        assert_eq!(
            found("load <file> : loads it.sv_other     : 1        : sv       : "),
            Some(("load <file> : loads it.", "sv_other"))
        );
    }

    #[test]
    fn a_name_as_wide_as_its_column_needs_a_border() {
        assert_eq!(
            found("Yes.sv_other_one : 1        : sv       : x"),
            Some(("Yes.", "sv_other_one"))
        );
        assert_eq!(found("yessv_other_one : 1        : sv       : x"), None);
    }

    #[test]
    fn prose_with_colons_is_left_alone() {
        assert_eq!(
            found("Modes.   off : never   some : now and then   all   : always"),
            None
        );
    }
}
