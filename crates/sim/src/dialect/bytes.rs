//! Texts as servers written in C# and Java put them into bytes.

/// One byte for each UTF-16 unit of a text, its lower half: what becomes of
/// text where each `char` is cast to a `byte`. ASCII and Latin-1 survive it.
pub(super) fn one_byte_a_char(text: &[u8]) -> Vec<u8> {
    let units = String::from_utf8_lossy(text);
    units.encode_utf16().map(|unit| unit as u8).collect()
}

/// A text in ASCII, with a question mark for each character beyond it.
pub(super) fn ascii(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let units = text.encode_utf16();
    units
        .map(|unit| u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(b'?'))
        .collect()
}

/// The largest prefix of at most `most` bytes that does not end inside a
/// character.
pub(super) fn prefix(text: &[u8], most: usize) -> &[u8] {
    let mut end = most.min(text.len());
    while end > 0 && text.get(end).is_some_and(|b| b & 0xc0 == 0x80) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_cut_to_their_lower_byte() {
        let text = "a\u{e9}\u{20ac}\u{1f3ae}";
        let bytes = one_byte_a_char(text.as_bytes());
        assert_eq!(bytes, [b'a', 0xe9, 0xac, 0x3c, 0xae]);
        assert_eq!(ascii(text.as_bytes()), b"a????");
    }

    #[test]
    fn a_prefix_ends_between_characters() {
        let text = "a\u{20ac}b".as_bytes();
        let lengths: Vec<_> = (0..6).map(|most| prefix(text, most).len()).collect();
        assert_eq!(lengths, [0, 1, 1, 1, 4, 5]);
    }
}
