//! `GoldSrc`'s rows: `name : value, flags`, under the heading `CVar List`.

use std::ops::Range;

use super::flags;
use super::lines::separators;
use super::row::{self, Row};

/// Reads one row. The flags follow the value after a comma; there is no
/// description.
pub(super) fn parse(line: &str) -> Option<Row> {
    let colon = separators(line, 0).next()?;
    let name = within(line, 0, colon);
    let comma = line
        .get(colon..)?
        .find(',')
        .map_or(line.len(), |at| colon + at);
    let value = within(line, colon + 1, comma);
    let marks = within(line, comma, line.len());
    let sound = row::is_name(line.get(name.clone())?)
        && !value.is_empty()
        && flags::is_flags(line.get(marks.clone())?);
    sound.then_some(Row {
        name,
        value,
        column: marks.clone(),
        flags: marks,
        description: line.len()..line.len(),
    })
}

fn within(line: &str, start: usize, end: usize) -> Range<usize> {
    let field = line.get(start..end).unwrap_or_default();
    let lead = field.len() - field.trim_start().len();
    start + lead..start + lead + field.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_right_aligned_and_flags_follow_a_comma() {
        let fields = |line: &'static str| {
            parse(line).map(|row| [row.name, row.value, row.flags].map(|range| &line[range]))
        };
        assert_eq!(
            fields("gl_round    :    0.250"),
            Some(["gl_round", "0.250", ""])
        );
        assert_eq!(
            fields("gl_keep :        1, a, s"),
            Some(["gl_keep", "1", ", a, s"])
        );
        assert_eq!(fields("say hello : world"), None);
        assert_eq!(fields("gl_x : "), None);
    }
}
