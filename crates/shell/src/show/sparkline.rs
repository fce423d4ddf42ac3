//! A row of numbers as a row of bars.

use std::collections::VecDeque;

/// The bars, lowest first.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same for a terminal without them.
const ASCII: [char; 8] = ['_', '.', '-', '=', '+', 'o', 'O', '#'];

/// The highest bar's index.
const TOP: f64 = 7.0;

/// The newest of `values` (the last ones), one column each, at most `width`.
///
/// The lowest value shown has the lowest bar and the highest the highest;
/// equal ones have the lowest. A value that is not a number leaves a gap.
pub(crate) fn sparkline(values: &VecDeque<f64>, width: usize, ascii: bool) -> String {
    let bars = if ascii { &ASCII } else { &BARS };
    let shown = || values.iter().skip(values.len().saturating_sub(width));
    let (low, high) = range(shown());
    shown()
        .map(|value| {
            if !value.is_finite() {
                return ' ';
            }
            // Halved, so that the span of the largest numbers is finite.
            let span = high / 2.0 - low / 2.0;
            let share = if span > 0.0 {
                (value / 2.0 - low / 2.0) / span
            } else {
                0.0
            };
            #[expect(clippy::cast_sign_loss, reason = "between 0 and 7")]
            let bar = (share * TOP).round() as usize;
            bars.get(bar).copied().unwrap_or(' ')
        })
        .collect()
}

/// The lowest and the highest of `values`, of those that are numbers.
pub(crate) fn range<'a>(values: impl Iterator<Item = &'a f64>) -> (f64, f64) {
    values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(*value), high.max(*value))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_span_what_is_shown() {
        let line =
            |values: &[f64], width| sparkline(&values.iter().copied().collect(), width, false);
        assert_eq!(line(&[], 5), "");
        assert_eq!(line(&[3.0, 3.0], 5), "▁▁");
        assert_eq!(
            line(&[1000.0, -1.0, 1.0], 2),
            "▁█",
            "what is cut off does not scale"
        );
        assert_eq!(line(&[0.0, f64::NAN, 1.0], 5), "▁ █");
        assert_eq!(line(&[f64::MIN, 0.0, f64::MAX], 5), "▁▅█");
        assert_eq!(line(&[1.0], 0), "");
    }

    #[test]
    fn the_newest_values_are_drawn() {
        use crate::show::sparkline::sparkline;

        let values = [0.0, 1.0, 2.0, 7.0].into();
        assert_eq!(sparkline(&values, 10, false), "▁▂▃█");
        assert_eq!(sparkline(&values, 2, true), "_#");
    }
}
