//! The table that everything here is a row of.

use std::time::Duration;

pub(crate) fn head() {
    println!("| what | here | floor | ratio | target |");
    println!("| --- | --: | --: | --: | --: |");
}

/// A row with a floor beside it.
pub(crate) fn against(what: &str, here: &str, floor: &str, ratio: f64, target: &str) {
    println!("| {what} | {here} | {floor} | {ratio:.2} | {target} |");
}

/// A row that stands for itself.
pub(crate) fn plain(what: &str, here: &str, target: &str) {
    println!("| {what} | {here} | | | {target} |");
}

/// Milliseconds.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// Microseconds.
pub(crate) fn us(time: Duration) -> String {
    format!("{:.1} µs", time.as_secs_f64() * 1e6)
}

pub(crate) fn median<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}
