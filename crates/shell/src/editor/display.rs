//! What may be drawn in the editor's rows: nothing that moves the cursor, and
//! nothing that wraps.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

/// The columns that a text takes, counted as rustyline counts them.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// A text from a server as one line of at most `max` columns: blanks and line
/// ends folded into one space, controls escaped, `…` at the end where it was
/// cut.
pub(super) fn fit(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    // The length of `out` up to which one column is left for the `…`.
    let mut cut = 0;
    let mut piece = String::new();
    let mut blank = false;
    for c in text.trim().chars() {
        piece.clear();
        if c.is_whitespace() {
            if blank {
                continue;
            }
            piece.push(' ');
        } else if is_hidden(c) {
            escape(c, &mut piece);
        } else {
            piece.push(c);
        }
        blank = c.is_whitespace();
        used += columns(&piece);
        if used > max {
            out.truncate(cut);
            if max > 0 {
                out.push('…');
            }
            return out;
        }
        out.push_str(&piece);
        if used < max {
            cut = out.len();
        }
    }
    out
}

/// Whether a character would act on the terminal instead of being drawn there:
/// C0 and C1 controls, DEL, and the controls of writing direction.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escape(c: char, out: &mut String) {
    // Writing to a string does not fail.
    let _ = match u32::from(c) {
        code @ ..0x100 => write!(out, "\\x{code:02x}"),
        code => write!(out, "\\u{{{code:x}}}"),
    };
}

/// The line being typed, as it may be drawn: what was pasted into it, or comes
/// from the history, must not act on the terminal either.
///
/// Dropped is just what rustyline takes to be no column wide, so that cursor and
/// text stay together.
pub(super) fn drawable(line: &str) -> Cow<'_, str> {
    let kept = |c: char| matches!(c, '\n' | '\t') || !is_hidden(c);
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
        assert_eq!(fit("World gravity.", 14), "World gravity.");
        assert_eq!(fit("World gravity.", 13), "World gravit…");
        assert_eq!(fit("重力重力", 8), "重力重力");
        assert_eq!(fit("重力重力", 7), "重力重…");
        assert_eq!(fit("重力重力", 6), "重力…");
        assert_eq!(fit("ab", 1), "…");
        assert_eq!(fit("ab", 0), "");
        for max in 0..20 {
            assert!(columns(&fit("重a\x1bü力\u{202e} \n b", max)) <= max);
        }
    }

    #[test]
    fn what_would_act_is_escaped_and_line_ends_are_folded() {
        assert_eq!(fit("a\r\n\tb", 80), "a b");
        assert_eq!(
            fit("\x1b[2Jx\u{9b}\u{202e}\x7f", 80),
            "\\x1b[2Jx\\x9b\\u{202e}\\x7f"
        );
    }

    #[test]
    fn a_drawn_line_keeps_its_text() {
        assert_eq!(drawable("say ü\n\tb"), "say ü\n\tb");
        assert_eq!(drawable("a\x1b[31mb\x07c\u{9b}d\x1b"), "abcd");
    }
}
