//! Looks at a short text eight bytes at a time: a column of a row is too short
//! for a search that is worth a call.

const WORD: usize = size_of::<u64>();
const ONES: u64 = u64::from_le_bytes([1; WORD]);
const HIGHEST: u64 = u64::from_le_bytes([0x80; WORD]);

/// A byte eight times.
const fn splat(byte: u8) -> u64 {
    ONES * byte as u64
}

/// The highest bit of each byte that is less than `limit`, which is 128 at most.
/// The lowest that is set is right; above it, a byte that is `limit` may count.
const fn less(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(splat(limit)) & !word & HIGHEST
}

/// Where the lowest marked byte is.
fn lowest(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

/// Where the first byte is that is a blank or a control character; nothing
/// where there is none, and where that one is not a space.
pub(super) fn first_blank(text: &[u8]) -> Option<usize> {
    let (words, rest) = text.as_chunks::<WORD>();
    let in_words = words.iter().enumerate().find_map(|(at, word)| {
        let marks = less(u64::from_le_bytes(*word), b' ' + 1);
        (marks != 0).then(|| at * WORD + lowest(marks))
    });
    let at = in_words.or_else(|| {
        let at = rest.iter().position(|byte| *byte <= b' ')?;
        Some(words.len() * WORD + at)
    })?;
    (text.get(at) == Some(&b' ')).then_some(at)
}

/// Whether all bytes are spaces.
pub(super) fn are_spaces(text: &[u8]) -> bool {
    all(text, |word| word == splat(b' '), |byte| byte == b' ')
}

/// Whether there is neither a colon nor a control character.
pub(super) fn are_plain(text: &[u8]) -> bool {
    all(
        text,
        |word| (less(word ^ splat(b':'), 1) | less(word, b' ')) == 0,
        |byte| byte != b':' && byte >= b' ',
    )
}

/// Whether that holds of all words, the last of which may share bytes with the
/// one before it; or of all bytes, where there is no word.
#[inline]
fn all(text: &[u8], of_word: impl Fn(u64) -> bool, of_byte: impl Fn(u8) -> bool) -> bool {
    let Some(last) = text.last_chunk::<WORD>() else {
        return text.iter().all(|byte| of_byte(*byte));
    };
    let (words, _) = text.as_chunks::<WORD>();
    words.iter().all(|word| of_word(u64::from_le_bytes(*word)))
        && of_word(u64::from_le_bytes(*last))
}

/// How many bytes there are before the first colon, and a key of them: equal
/// for equal bytes. Nothing without a colon.
pub(super) fn until_colon(text: &[u8]) -> Option<(usize, u64)> {
    let (words, rest) = text.as_chunks::<WORD>();
    let mut key = 0;
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let marks = less(word ^ splat(b':'), 1);
        if marks != 0 {
            let length = lowest(marks);
            // The bytes below the colon.
            let below = word & ((1 << (8 * length)) - 1);
            return Some((at * WORD + length, mixed(key, below)));
        }
        key = mixed(key, word);
    }
    let length = rest.iter().position(|byte| *byte == b':')?;
    let mut below = [0; WORD];
    below[..length].copy_from_slice(rest.get(..length)?);
    let length = words.len() * WORD + length;
    Some((length, mixed(key, u64::from_le_bytes(below))))
}

/// The key of all of a text, as [`until_colon`] has it.
pub(super) fn key(text: &[u8]) -> u64 {
    let (words, rest) = text.as_chunks::<WORD>();
    let key = words
        .iter()
        .fold(0, |key, word| mixed(key, u64::from_le_bytes(*word)));
    let mut last = [0; WORD];
    last[..rest.len()].copy_from_slice(rest);
    mixed(key, u64::from_le_bytes(last))
}

fn mixed(key: u64, word: u64) -> u64 {
    // The golden ratio's digits: each bit of a word reaches the highest ones.
    (key.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_as_good_as_bytes(text in "[a:é\t\n\r \u{1}]{0,40}", spaces in " {0,30}") {
            for text in [text.clone(), text.replace(['\t', '\n', '\r', '\u{1}', ' '], "b"), spaces] {
                let bytes = text.as_bytes();
                let blank = bytes.iter().position(|byte| *byte <= b' ');
                prop_assert_eq!(first_blank(bytes), blank.filter(|at| bytes[*at] == b' '));
                prop_assert_eq!(are_spaces(bytes), text.bytes().all(|byte| byte == b' '));
                prop_assert_eq!(are_plain(bytes), !text.bytes().any(|byte| byte == b':' || byte < b' '));
                let before = text.split_once(':').map(|(before, _)| before);
                let wanted = before.map(|it| (it.len(), key(it.as_bytes())));
                prop_assert_eq!(until_colon(bytes), wanted);
            }
        }
    }
}
