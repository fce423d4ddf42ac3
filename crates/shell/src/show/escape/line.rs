//! One line of foreign text, for places that hold no more than one.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use super::chars;

/// The columns that `text` takes on a terminal, never fewer than it really
/// does. `text` is without control characters, as [`line()`] leaves it.
pub fn width(text: &str) -> usize {
    if is_plain_ascii(text) {
        return text.len();
    }
    text.chars().map(char_width).sum()
}

/// Whether every byte is a character that a terminal shows in one column. Most
/// names and help texts are such, and a list has a thousand of them.
pub(crate) fn is_plain_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn char_width(char: char) -> usize {
    match char {
        // Makes a narrow symbol before it a wide emoji.
        '\u{fe0f}' => 1,
        _ => char.width().unwrap_or(0),
    }
}

/// `text` as one line of at most `max_width` columns, safe on a terminal: for
/// candidates, hints, help texts, error texts and file names.
///
/// A tab becomes a space; a newline and all else that an
/// [`Escaper`](super::Escaper) would show escaped is escaped, colours too.
/// What is too long is cut and ends in `…`. `usize::MAX` cuts nothing.
pub fn line(text: &str, max_width: usize) -> Cow<'_, str> {
    if is_plain_ascii(text) {
        return plain_line(text, max_width);
    }
    let plain = |char: char| !matches!(char, '\n' | '\t') && !chars::is_hazard(char);
    if text.chars().all(plain) && width(text) <= max_width {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::new();
    let mut used = 0;
    // Where to cut should the text turn out too long: the last place that
    // leaves a column for the ellipsis.
    let mut cut = 0;
    for char in text.chars() {
        if used < max_width {
            cut = out.len();
        }
        let start = out.len();
        match char {
            '\t' => out.push(b' '),
            _ if plain(char) => {
                out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => chars::show_char(char, &mut out),
        }
        // An escape is ASCII, so its length is its width.
        used += if plain(char) {
            char_width(char)
        } else {
            out.len() - start
        };
        if used > max_width {
            out.truncate(cut);
            if max_width > 0 {
                out.extend_from_slice("…".as_bytes());
            }
            break;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

/// The same for text of which every byte is a column.
fn plain_line(text: &str, max_width: usize) -> Cow<'_, str> {
    if text.len() <= max_width {
        return Cow::Borrowed(text);
    }
    match max_width.checked_sub(1) {
        Some(cut) => Cow::Owned(format!("{}…", &text[..cut])),
        None => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(crate::show::escape::width("日本"), 4);
    }

    #[test]
    fn a_line_is_cut_with_an_ellipsis() {
        use crate::show::escape::line;

        assert_eq!(line("gravity\n\x1b[2J", usize::MAX), r"gravity\n\x1b[2J");
        assert_eq!(line("the world's gravity", 12), "the world's…");
    }
}
