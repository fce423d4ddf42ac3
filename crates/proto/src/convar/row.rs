//! One row of `cvarlist`: `name : value : flags : description`.

use std::ops::Range;

use super::flags;
use super::lines::{separators, trimmed};
use super::widths::Widths;

/// The longest name that is believed, in bytes. Source 1 stops at 47; CS2
/// pads to 80 and has room for more.
pub(super) const MAX_NAME: usize = 255;

/// How many ` : ` a value may hold before the search for the flags is given
/// up. It keeps the cost of a hostile line linear.
const MAX_SEPARATORS_IN_VALUE: usize = 8;

/// Where the four fields of a row stand in its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) flags: Range<usize>,
    /// The flags with the blanks around them.
    pub(super) column: Range<usize>,
    pub(super) description: Range<usize>,
}

/// Reads a row that begins at the line's first byte.
///
/// Columns are minimum widths, so the fields are found by their separators. A
/// value can hold ` : ` itself: the flags are the first field after it that
/// looks like flags and is as wide as the list's flags are.
pub(super) fn parse(line: &str, widths: Widths) -> Option<Row> {
    let mut colons = separators(line, 0);
    let first = colons.next()?;
    let name = trimmed(line.as_bytes(), 0, first);
    if !is_name(line.get(name.clone())?) {
        return None;
    }
    let mut colons = colons.take(MAX_SEPARATORS_IN_VALUE + 2);
    let mut open = colons.next()?;
    let mut narrow = None;
    for close in colons {
        let field = line.get(open + 1..close)?;
        if flags::is_flags(field) {
            let row = Row {
                name: name.clone(),
                value: trimmed(line.as_bytes(), first + 1, open),
                flags: trimmed(line.as_bytes(), open + 1, close),
                column: open + 1..close,
                description: trimmed(line.as_bytes(), close + 1, line.len()),
            };
            // The blanks beside the two colons belong to the separators.
            if field.len() >= widths.flags.saturating_add(2) {
                return Some(row);
            }
            narrow.get_or_insert(row);
        }
        open = close;
    }
    narrow
}

/// Whether a name is one that a console could have: no blank in it, and of
/// bounded length. Control characters are data.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= MAX_NAME && !name.bytes().any(|b| b.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(line: &str, widths: Widths) -> Option<[&str; 4]> {
        let row = parse(line, widths)?;
        Some([row.name, row.value, row.flags, row.description].map(|range| &line[range]))
    }

    fn any(line: &str) -> Option<[&str; 4]> {
        fields(line, Widths::default())
    }

    #[test]
    fn fields_may_be_wider_than_their_columns() {
        assert_eq!(
            any(
                r#"a_rather_long_name_that_goes_past_the_column : 1234567890 : , "sv", "cheat", "rep" : Help: it is."#
            ),
            Some([
                "a_rather_long_name_that_goes_past_the_column",
                "1234567890",
                r#", "sv", "cheat", "rep""#,
                "Help: it is."
            ])
        );
    }

    #[test]
    fn a_description_may_hold_separators() {
        assert_eq!(
            any("mod_load   : cmd      :                  : mod_load <file> : loads a mod"),
            Some(["mod_load", "cmd", "", "mod_load <file> : loads a mod"])
        );
    }

    #[test]
    fn a_value_may_hold_separators() {
        let line =
            "motd       : one : two        : sv, rep                          : Said at the door.";
        assert_eq!(
            fields(
                line,
                Widths {
                    name: 10,
                    flags: 32
                }
            ),
            Some(["motd", "one : two", "sv, rep", "Said at the door."])
        );
    }

    #[test]
    fn empty_fields_and_lost_trailing_blanks_are_fields() {
        assert_eq!(any("x : : : "), Some(["x", "", "", ""]));
        assert_eq!(any("x : 0 : sv :"), Some(["x", "0", "sv", ""]));
    }

    #[test]
    fn what_is_no_row_is_refused() {
        for line in [
            "",
            "cvar list",
            "x : 1 : sv",
            "x : 1",
            " : 1 : sv : y",
            r#"L 11/06/2020 - 19:05:14: rcon from "x": say "a : b : c : d""#,
            "x:1:sv:y",
        ] {
            assert_eq!(any(line), None, "{line:?}");
        }
    }
}
