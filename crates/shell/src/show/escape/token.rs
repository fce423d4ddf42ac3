//! Cuts what a server says into runs of text, control characters and colours.

use super::chars::{self, Decoded};
use super::minecraft;

/// The longest sequence that is looked at as a whole, in bytes. Every colour
/// that is in use is shorter; past it, `ESC` is a control character and the
/// rest is text.
pub(super) const MAX_TOKEN: usize = 64;

/// What the bytes at the front of the input are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text that can be printed as it is.
    Text,
    /// One control character, or bytes that are not UTF-8.
    Control,
    /// A CR whose LF comes next.
    CrBeforeLf,
    /// `ESC [ parameters m`.
    Sgr(&'a [u8]),
    /// `§` and a code, or `§x` and six digits.
    Minecraft(minecraft::Code),
}

/// The token at the front of `input` and its length, or `None` if `input` is
/// empty or more is needed to tell, which is never so at the input's `end`,
/// nor with [`MAX_TOKEN`] bytes at hand.
///
/// The answer depends on the first [`MAX_TOKEN`] bytes only, except that text
/// is taken in runs that are as long as possible.
pub(super) fn next(input: &[u8], minecraft: bool, end: bool) -> Option<(Token<'_>, usize)> {
    let run = text_run(input, minecraft);
    if run > 0 {
        return Some((Token::Text, run));
    }
    match *input {
        [] => None,
        [0x1b, ..] => escape_sequence(input, end),
        [b'\r', b'\n', ..] => Some((Token::CrBeforeLf, 1)),
        [b'\r'] if !end => None,
        _ => match chars::decode(input) {
            Decoded::Char('§', len) if minecraft => section_sign(input, len, end),
            Decoded::Char(_, len) | Decoded::Invalid(len) => Some((Token::Control, len)),
            Decoded::Incomplete if end => Some((Token::Control, input.len())),
            Decoded::Incomplete => None,
        },
    }
}

/// The length of the text at the front of `input` that needs no attention.
fn text_run(input: &[u8], minecraft: bool) -> usize {
    let mut rest = input;
    while let Some(first) = rest.first() {
        let len = if first.is_ascii() {
            ascii_run(rest)
        } else {
            match chars::decode(rest) {
                Decoded::Char('§', _) if minecraft => 0,
                Decoded::Char(char, len) if !chars::is_hazard(char) => len,
                _ => 0,
            }
        };
        if len == 0 {
            break;
        }
        rest = &rest[len..];
    }
    input.len() - rest.len()
}

/// The length of the printable ASCII at the front of `input`.
fn ascii_run(input: &[u8]) -> usize {
    let (words, rest) = input.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let marks = special_bytes(u64::from_le_bytes(*word));
        if marks != 0 {
            return place * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    let special = |byte: &u8| special_bytes(u64::from(*byte) | BLANKS << 8) != 0;
    let more = rest.iter().position(special);
    words.len() * 8 + more.unwrap_or(rest.len())
}

const ONES: u64 = 0x0101_0101_0101_0101;
const BLANKS: u64 = 0x20 * ONES;

/// Marks the bytes that are not printable ASCII, newline or tab, each by its
/// highest bit. Eight at a time, in any build: this is on the way of every
/// reply to a terminal, and left to itself a compiler that goes for size tests
/// bytes one by one.
///
/// No sum here carries into the next byte, so that every mark is exact.
fn special_bytes(word: u64) -> u64 {
    let low = word & (0x7f * ONES);
    let is = |byte: u64| !((low ^ (byte * ONES)) + 0x7f * ONES);
    let blank_or_above = low + 0x60 * ONES;
    let delete = low + ONES;
    let allowed = is(u64::from(b'\n')) | is(u64::from(b'\t'));
    ((!blank_or_above & !allowed) | delete | word) & (0x80 * ONES)
}

/// `input` begins with `ESC`.
fn escape_sequence(input: &[u8], end: bool) -> Option<(Token<'_>, usize)> {
    let window = input.get(..MAX_TOKEN).unwrap_or(input);
    let control = Some((Token::Control, 1));
    let undecided = if end || window.len() == MAX_TOKEN {
        control
    } else {
        None
    };
    let Some(parameters) = window.strip_prefix(b"\x1b[") else {
        return if window.len() == 1 {
            undecided
        } else {
            control
        };
    };
    let is_parameter = |byte: &u8| matches!(byte, b'0'..=b'9' | b';' | b':');
    let len = parameters
        .iter()
        .take_while(|byte| is_parameter(byte))
        .count();
    match parameters.get(len) {
        Some(b'm') => Some((Token::Sgr(&parameters[..len]), len + 3)),
        Some(_) => control,
        None => undecided,
    }
}

/// `input` begins with `§`, which takes `len` bytes.
fn section_sign(input: &[u8], len: usize, end: bool) -> Option<(Token<'_>, usize)> {
    match minecraft::code(&input[len..], end) {
        minecraft::Parsed::Code(code, more) => Some((Token::Minecraft(code), len + more)),
        minecraft::Parsed::Incomplete => None,
        minecraft::Parsed::No => Some((Token::Text, len)),
    }
}

#[cfg(test)]
mod word_tests {
    use super::*;

    #[test]
    fn each_byte_is_marked_by_itself() {
        for byte in 0..=u8::MAX {
            let special = !matches!(byte, b'\n' | b'\t' | 0x20..=0x7e);
            for (place, around) in (0..8).flat_map(|place| [(place, b' '), (place, b'\n')]) {
                let mut word = [around; 8];
                word[place] = byte;
                let mark = u64::from(special) << (place * 8 + 7);
                let marks = special_bytes(u64::from_le_bytes(word));
                assert_eq!(marks, mark, "{byte:#x} at {place} among {around:#x}");
            }
            assert_eq!(ascii_run(&[byte]), usize::from(!special));
        }
    }

    #[test]
    fn a_run_ends_where_it_ends() {
        for len in 0..40 {
            let mut text = vec![b'x'; len];
            assert_eq!(ascii_run(&text), len);
            text.push(0x7f);
            text.extend(b"more");
            assert_eq!(ascii_run(&text), len);
        }
    }
}
