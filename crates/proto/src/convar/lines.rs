//! The lines of a reply, and the borders of their columns.

use std::borrow::Cow;
use std::ops::Range;

/// The longest line that is looked at, in bytes. Longer ones are skipped.
pub(super) const MAX_LINE: usize = 64 * 1024;

/// The lines of a reply without their line ends; those over [`MAX_LINE`] left
/// out.
pub(super) fn lines(reply: &[u8]) -> impl Iterator<Item = &[u8]> {
    lines_up_to(reply, MAX_LINE)
}

/// A line as text. What `from_utf8_lossy` does, byte by byte, is not begun where
/// all is well.
pub(super) fn text(line: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(line),
    }
}

/// A reply as text, U+FFFD for what is not UTF-8, and whether it is more than
/// `limit` bytes, past which no line is kept. Where all is UTF-8, which is seen at
/// a glance, it is the very bytes; else it has the lines of [`lines`].
pub(super) fn whole_text(reply: &[u8], limit: usize) -> (Cow<'_, str>, bool) {
    let kept = reply.get(..limit).map_or(reply, |head| {
        let end = memchr::memrchr(b'\n', head).map_or(head.len(), |at| at + 1);
        head.get(..end).unwrap_or_default()
    });
    if let Ok(text) = std::str::from_utf8(kept) {
        return (Cow::Borrowed(text), kept.len() < reply.len());
    }
    let mut all = String::new();
    for line in lines(reply) {
        let line = text(line);
        if all.len() + line.len() >= limit {
            return (Cow::Owned(all), true);
        }
        all.push_str(&line);
        all.push('\n');
    }
    (Cow::Owned(all), false)
}

/// The lines of a reply that have at most `limit` bytes.
pub(super) fn lines_up_to(reply: &[u8], limit: usize) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr_iter(b'\n', reply).chain([reply.len()]);
    let mut start = 0;
    ends.map(move |end| &reply[std::mem::replace(&mut start, end + 1)..end])
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(move |line| line.len() <= limit)
}

/// The colons in `line` that stand between blanks (or a blank and the line's
/// end, where trailing blanks got lost), from `from` on.
pub(super) fn separators(line: &str, from: usize) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    // Bytes are as good as characters where all that is looked for is ASCII.
    let from = from.max(1).min(bytes.len());
    memchr::memchr_iter(b':', &bytes[from..])
        .map(move |at| from + at)
        .filter(move |&at| {
            bytes.get(at - 1) == Some(&b' ') && *bytes.get(at + 1).unwrap_or(&b' ') == b' '
        })
}

/// `line[start..end]` without the blanks at both ends, as a range of `line`.
pub(super) fn trimmed(line: &[u8], start: usize, end: usize) -> Range<usize> {
    let mut field = line.get(start..end).unwrap_or_default();
    let mut start = start;
    // Byte by byte: there are one or two, and a search would be a call.
    while let [b' ' | b'\t', rest @ ..] = field {
        field = rest;
        start += 1;
    }
    while let [rest @ .., b' ' | b'\t'] = field {
        field = rest;
    }
    start..start + field.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_whole_is_not_copied() {
        let whole = |reply: &'static [u8]| whole_text(reply, 8);
        assert!(matches!(whole(b"a\r\nb"), (Cow::Borrowed("a\r\nb"), false)));
        assert!(matches!(
            whole(b"abc\ndefgh"),
            (Cow::Borrowed("abc\n"), true)
        ));
        assert!(matches!(
            whole(b"abcdefghi"),
            (Cow::Borrowed("abcdefgh"), true)
        ));
        assert_eq!(whole(b"\xff\r\nb"), ("\u{fffd}\nb\n".into(), false));
        // Never more than the limit, whatever becomes longer.
        assert_eq!(
            whole(b"\xff\n\xff\nb\n"),
            ("\u{fffd}\n\u{fffd}\n".into(), true)
        );
        // A character that the limit cuts ends a line that is cut in any case.
        assert_eq!(whole("abcdefgé".as_bytes()), (String::new().into(), true));
    }
}
