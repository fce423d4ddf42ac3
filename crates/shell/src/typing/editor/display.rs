//! What may be drawn in the editor's rows: nothing that moves the cursor, and
//! nothing that wraps.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use crate::show::escape::{self, is_hazard};

/// A text from a server as one line of at most `max` columns: blanks and line
/// ends folded into one space, controls escaped, `…` at the end where it was
/// cut.
pub(super) fn fit(text: &str, max: usize) -> String {
    let folded = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    if folded && escape::is_plain_ascii(text) {
        return escape::line(text, max).into_owned();
    }
    let words: Vec<_> = text.split_whitespace().collect();
    escape::line(&words.join(" "), max).into_owned()
}

/// The line being typed, as it may be drawn: what was pasted into it, or comes
/// from the history, must not act on the terminal either.
///
/// Dropped is just what rustyline takes to be no column wide, so that cursor and
/// text stay together.
pub(super) fn drawable(line: &str) -> Cow<'_, str> {
    let kept = |c: char| !is_hazard(c) || c.width().is_some_and(|width| width > 0);
    if line.chars().all(kept) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\x1b' {
            skip_escape(&mut chars);
        } else if kept(c) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Skips what rustyline counts as an escape sequence: one character, or after a
/// `[` the parameters and one more.
fn skip_escape(chars: &mut std::str::Chars<'_>) {
    if chars.next() != Some('[') {
        return;
    }
    for c in chars {
        if c != ';' && !c.is_ascii_digit() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_its_columns() {
        let text = " a\x1b \r\n\tü 重力\u{202e}";
        assert_eq!(fit(text, 80), "a\\x1b ü 重力\\u{202e}");
        for max in 0..20 {
            assert!(escape::width(&fit(text, max)) <= max);
        }
    }

    #[test]
    fn a_drawn_line_keeps_its_text() {
        assert_eq!(drawable("say ü\n\tb"), "say ü\n\tb");
        assert_eq!(drawable("a\x1b[31mb\x07c\u{9b}d\u{202e}e\x1b"), "abcde");
    }
}
