//! Which characters are shown escaped, and as what.

use std::io::Write as _;

use crate::system::encoding::show_byte;

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// A character and how many bytes it takes.
    Char(char, usize),
    /// The beginning of a character, or nothing at all.
    Incomplete,
    /// That many bytes that are not UTF-8.
    Invalid(usize),
}

/// Decodes the first character of `bytes`.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let Some(&first) = bytes.first() else {
        return Decoded::Incomplete;
    };
    let width = match first {
        0..=0x7f => return Decoded::Char(char::from(first), 1),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let sequence = bytes.get(..width).unwrap_or(bytes);
    match std::str::from_utf8(sequence) {
        Ok(text) => match text.chars().next() {
            Some(char) => Decoded::Char(char, width),
            None => Decoded::Incomplete,
        },
        Err(error) => match error.error_len() {
            Some(len) => Decoded::Invalid(len),
            None => Decoded::Incomplete,
        },
    }
}

/// Whether a terminal would do something else with `char` than show it.
pub(crate) fn is_hazard(char: char) -> bool {
    match char {
        '\n' | '\t' => false,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => true,
        // The rest of ASCII and of Latin-1, without a look at the long list.
        ' '..='\u{ff}' => char == '\u{ad}',
        _ => is_invisible(char),
    }
}

/// Characters beyond Latin-1 that reorder text, break a line or take no room.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        // Combining grapheme joiner, Arabic letter mark.
        '\u{34f}' | '\u{61c}'
        // Fillers that are blank, Mongolian vowel separator.
        | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}'
        // Zero-width space, left-to-right and right-to-left marks.
        | '\u{200b}' | '\u{200e}' | '\u{200f}'
        // Line and paragraph separators, embeddings, overrides.
        | '\u{2028}'..='\u{202e}'
        // Word joiner, invisible operators, isolates, deprecated formatting.
        | '\u{2060}'..='\u{206f}'
        // Byte order mark, interlinear annotation.
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        // Shorthand and musical formatting.
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        // Tags and the variation selectors that can carry hidden bytes.
        | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Appends the readable form of `bytes`: one character, or bytes that are not
/// UTF-8.
pub(super) fn show(bytes: &[u8], out: &mut Vec<u8>) {
    if let Decoded::Char(char, len) = decode(bytes)
        && len == bytes.len()
    {
        show_char(char, out);
        return;
    }
    for byte in bytes {
        show_byte(*byte, out);
    }
}

/// Appends the readable form of `char`.
pub(super) fn show_char(char: char, out: &mut Vec<u8>) {
    match char {
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        // C1 too: character or raw byte, to a terminal it is the same.
        '\0'..='\u{9f}' => show_byte(char as u8, out),
        _ => {
            // Writing to a `Vec` cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
        }
    }
}
