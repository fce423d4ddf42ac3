//! Whether two values are the same.

/// Whether two values are the same to a game: numbers as numbers, `true` and
/// `false` as 1 and 0, all else letter by letter.
///
/// Source keeps a value as text and as a `float`, CS2 prints what it made of the
/// text; so `0.1` is `0.100000`, while whole numbers count to their last digit.
///
/// ```
/// use rcon_proto::settings::same;
///
/// assert!(same("0.1", "0.100000") && same("FALSE", "0") && same("+5", "5"));
/// assert!(!same("76561198000000001", "76561198000000002"));
/// assert!(!same("Ours", "ours") && !same("", "0") && !same("nan", "NaN"));
/// ```
pub fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (switch(one), switch(other));
    if let (Some(one), Some(other)) = (whole(one), whole(other)) {
        return one == other;
    }
    match (number(one), number(other)) {
        // As exact as the servers' own floats are.
        #[allow(clippy::cast_possible_truncation, clippy::float_cmp)]
        (Some(one), Some(other)) => {
            (one as f32).to_bits() == (other as f32).to_bits() || one == other
        }
        _ => false,
    }
}

fn switch(text: &str) -> &str {
    if text.eq_ignore_ascii_case("true") {
        "1"
    } else if text.eq_ignore_ascii_case("false") {
        "0"
    } else {
        text
    }
}

fn whole(text: &str) -> Option<i128> {
    text.parse().ok()
}

fn number(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['+', '-']);
    // `parse` takes `inf` and `nan` for numbers as well; a console means words.
    let begins = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let parsed = text.parse::<f64>().ok().filter(|_| begins)?;
    parsed.is_finite().then_some(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_numbers() {
        for (one, other, equal) in [
            ("800", "800.0", true),
            ("1e3", "1000", true),
            (".5", "0.500", true),
            ("-0", "0", true),
            ("-0.0", "0", true),
            ("007", "7", true),
            ("0.1", "0.10000000149", true),
            ("0.1", "0.2", false),
            ("1", "true", true),
            ("0", "True", false),
            ("true", "yes", false),
            ("", "", true),
            (" 1", "1", false),
            ("inf", "infinity", false),
            ("1.", "1", true),
            ("16777217", "16777216", false),
            ("de_dust2", "De_dust2", false),
            ("1e999", "2e999", false),
        ] {
            assert_eq!(same(one, other), equal, "{one:?} {other:?}");
            assert_eq!(same(other, one), equal, "{other:?} {one:?}");
        }
    }

    proptest! {
        #[test]
        fn everything_is_the_same_as_itself(text in any::<String>(), number in any::<f32>()) {
            prop_assert!(same(&text, &text));
            if number.is_finite() {
                let (text, padded) = (number.to_string(), format!("{number:.40}"));
                prop_assert!(same(&text, &padded) || number.abs() < 1e-30);
            }
        }
    }
}
