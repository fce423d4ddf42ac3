//! Tables of numbers in replies, such as Source's `stats`: a row of headings,
//! and under it a row with a number for each.

use std::collections::VecDeque;

/// Rounds that are remembered: more than a terminal is wide.
const ROUNDS: usize = 512;

/// Columns beyond this are not a table that a person looks at.
const MAX_COLUMNS: usize = 64;

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    /// Its heading.
    pub name: String,
    /// The number under it.
    pub value: f64,
}

/// The first table in `reply`, or nothing.
///
/// A table is a line of two or more headings, none of them a number, before a
/// line of as many numbers. Headings are what stands between blanks, or where
/// that does not add up, between two blanks or more (`Map changes`).
pub(crate) fn find(reply: &str) -> Vec<Column> {
    let mut lines = reply.lines().filter(|line| !line.trim().is_empty());
    let Some(mut headings) = lines.next() else {
        return Vec::new();
    };
    for line in lines {
        if let Some(numbers) = numbers(line)
            && let Some(names) = names(headings, numbers.len())
        {
            let column = |(name, value): (&str, f64)| Column {
                name: name.to_owned(),
                value,
            };
            return names.into_iter().zip(numbers).map(column).collect();
        }
        headings = line;
    }
    Vec::new()
}

/// The numbers of a line that holds two or more, and nothing else.
fn numbers(line: &str) -> Option<Vec<f64>> {
    let numbers: Option<Vec<f64>> = line
        .split_whitespace()
        .take(MAX_COLUMNS + 1)
        .map(number)
        .collect();
    numbers.filter(|numbers| (2..=MAX_COLUMNS).contains(&numbers.len()))
}

/// A number, a `%` after it allowed.
fn number(word: &str) -> Option<f64> {
    let digits = word.strip_suffix('%').unwrap_or(word);
    // `f64` would take `inf` and `nan` too, and both are names here.
    let starts = digits.trim_start_matches(['-', '+', '.']);
    starts
        .starts_with(|char: char| char.is_ascii_digit())
        .then_some(())?;
    digits.parse().ok()
}

/// The `count` headings of a line, if it has that many.
fn names(line: &str, count: usize) -> Option<Vec<&str>> {
    let words: Vec<&str> = line.split_whitespace().take(count + 1).collect();
    let names = if words.len() == count {
        words
    } else {
        let fields = line.split("  ").map(str::trim);
        fields
            .filter(|field| !field.is_empty())
            .take(count + 1)
            .collect()
    };
    let fits = names.len() == count && names.iter().all(|name| number(name).is_none());
    fits.then_some(names)
}

/// The columns of the same table over many rounds.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    columns: Vec<(String, VecDeque<f64>)>,
}

impl History {
    /// Adds a round. A table with other columns starts a history of its own; a
    /// round without one leaves a gap.
    pub(crate) fn push(&mut self, table: &[Column]) {
        if table.is_empty() {
            for (_, values) in &mut self.columns {
                add(values, f64::NAN);
            }
            return;
        }
        let names = table.iter().map(|column| &column.name);
        if !names.eq(self.columns.iter().map(|(name, _)| name)) {
            let empty = |column: &Column| (column.name.clone(), VecDeque::new());
            self.columns = table.iter().map(empty).collect();
        }
        for ((_, values), column) in self.columns.iter_mut().zip(table) {
            add(values, column.value);
        }
    }

    /// Each column's name and its values, oldest first.
    pub(crate) fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &VecDeque<f64>)> {
        self.columns
            .iter()
            .map(|(name, values)| (name.as_str(), values))
    }
}

fn add(values: &mut VecDeque<f64>, value: f64) {
    if values.len() == ROUNDS {
        values.pop_front();
    }
    values.push_back(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATS: &str = "CPU   In_(KB/s)  Out_(KB/s)  Uptime  Map_changes  FPS      Players  Connects\n\
                         10.0  0.5        -2.25       17      1            66.67    12       30\n";

    fn pairs(reply: &str) -> Vec<(String, f64)> {
        let columns = find(reply).into_iter();
        columns.map(|column| (column.name, column.value)).collect()
    }

    #[test]
    fn the_stats_of_source_are_a_table() {
        let found = pairs(STATS);
        assert_eq!(found.len(), 8);
        assert_eq!(found[2], ("Out_(KB/s)".into(), -2.25));
        assert_eq!(found[7], ("Connects".into(), 30.0));
    }

    #[test]
    fn other_text_is_no_table() {
        for reply in [
            "",
            "CPU",
            "1 2 3",
            "1 2\n3 4",
            "hostname: x\nplayers : 3 4",
            "a b\n1",
            "inf nan\nnan inf",
        ] {
            assert_eq!(pairs(reply), [], "{reply:?}");
        }
        let within = pairs("some text\n\n  CPU  Load avg\n\n  5%   0.5\nmore");
        assert_eq!(within, [("CPU".into(), 5.0), ("Load avg".into(), 0.5)]);
    }

    #[test]
    fn history_is_bounded_and_starts_again_with_other_columns() {
        let mut history = History::default();
        for _ in 0..ROUNDS {
            history.push(&find(STATS));
        }
        history.push(&[]);
        let (name, values) = history.columns().next().unwrap();
        assert_eq!((name, values.len()), ("CPU", ROUNDS));
        assert!(values.back().unwrap().is_nan());
        history.push(&find("a b\n1 2"));
        let columns: Vec<_> = history
            .columns()
            .map(|(name, values)| (name, values.len()))
            .collect();
        assert_eq!(columns, [("a", 1), ("b", 1)]);
    }

    #[test]
    fn the_columns_of_stats_are_found() {
        let stats = find("CPU   Map changes  FPS\n10.0  2            66.6\n");
        assert_eq!(stats[1].name, "Map changes");
        assert!((stats[2].value - 66.6).abs() < 1e-9);
    }
}
