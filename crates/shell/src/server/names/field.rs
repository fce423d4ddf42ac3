//! Fields of a line: apart by tabs, so a tab inside one is escaped.

use std::borrow::Cow;

/// Appends `text` so that it fits into a field: no tab, no line feed.
pub(super) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
    }
}

/// The text that [`escape_into`] made a field of.
pub(super) fn unescape(field: &str) -> Cow<'_, str> {
    if !field.contains('\\') {
        return Cow::Borrowed(field);
    }
    let mut text = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => text.push('\t'),
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            c => text.push(c),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_fits_and_comes_back(text in "(\\PC|\t|\n|\r|\\\\|t|n){0,30}") {
            let mut field = String::new();
            escape_into(&mut field, &text);
            prop_assert!(!field.contains(['\t', '\n']));
            prop_assert_eq!(unescape(&field), text);
        }
    }
}
