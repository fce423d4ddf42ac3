//! A failing case made as ordinary as it can be and still fail.

use crate::choices::{Choices, DIMENSIONS};

/// Puts each choice to its ordinary value, or to one nearer to it, as long as
/// the case `fails`.
pub(crate) fn minimise(mut choices: Choices, fails: impl Fn(&Choices) -> bool) -> Choices {
    loop {
        let before = choices;
        for dimension in DIMENSIONS {
            let value = (dimension.get)(&choices);
            for smaller in 0..value {
                let mut tried = choices;
                (dimension.set)(&mut tried, smaller);
                if fails(&tried) {
                    choices = tried;
                    break;
                }
            }
        }
        if choices == before {
            return choices;
        }
    }
}
