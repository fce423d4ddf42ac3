//! "Did you mean …?" for names that the configuration, the command line and
//! the table of commands know.

use strsim::damerau_levenshtein;

/// The candidate that `word` was most likely meant to be, if any is close:
/// within a third of its length, or one slip for short words.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let most = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                damerau_levenshtein(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of an error text: ` (did you mean NAME?)`, or nothing.
pub(crate) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(" (did you mean {name}?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_wins_and_the_far_do_not() {
        assert_eq!(nearest("tf3", ["css", "tf2", "tf22"]), Some("tf2"));
        assert_eq!(nearest("EU", ["eu", "us"]), Some("eu"));
        assert_eq!(nearest("asia", ["eu", "us"]), None);
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        use crate::nearest::nearest;

        assert_eq!(nearest("tiemout", ["timeout", "game"]), Some("timeout"));
        assert_eq!(nearest("colour", ["timeout", "game"]), None);
    }
}
