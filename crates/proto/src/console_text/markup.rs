//! Minecraft's colour codes in text.

use std::borrow::Cow;

const SECTION: char = '§';

/// The text without its `§x` codes. A server that writes them in Latin-1
/// leaves U+FFFD in decoded text; followed by a code, that counts as one too.
/// A lone sign at the end is dropped.
pub(crate) fn strip_colours(text: &str) -> Cow<'_, str> {
    if !text.contains([SECTION, char::REPLACEMENT_CHARACTER]) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let coded = chars.peek().is_some_and(|&next| is_code(next));
        match c {
            SECTION if chars.peek().is_none() => {}
            SECTION | char::REPLACEMENT_CHARACTER if coded => {
                chars.next();
            }
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

fn is_code(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), '0'..='9' | 'a'..='f' | 'k'..='o' | 'r' | 'x')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_and_text_stays() {
        assert_eq!(strip_colours("§6Tip: §fnone§r"), "Tip: none");
        assert_eq!(strip_colours("§x§f§0§0red"), "red");
        assert_eq!(strip_colours("end§"), "end");
        assert_eq!(strip_colours("§§ and § too"), "§§ and § too");
        assert_eq!(strip_colours("\u{fffd}aold \u{fffd}?"), "old \u{fffd}?");
        assert!(matches!(strip_colours("plain"), Cow::Borrowed(_)));
    }
}
