//! The lines of a reply, and the borders of their columns.

use std::borrow::Cow;

/// The longest line that is looked at, in bytes. Longer ones are skipped.
pub(super) const MAX_LINE: usize = 64 * 1024;

/// The lines of a reply without their line ends; those over [`MAX_LINE`] left
/// out.
pub(super) fn lines(reply: &[u8]) -> impl Iterator<Item = &[u8]> {
    lines_up_to(reply, MAX_LINE)
}

/// A line as text, U+FFFD for what is not UTF-8. What `from_utf8_lossy` does,
/// byte by byte, is not begun where all is well.
pub(super) fn text(line: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(line),
    }
}

/// Hands on each line of [`lines`] as [`text`]. Where all of the reply is UTF-8,
/// which is seen at a glance, no line is looked at again.
pub(super) fn for_each(reply: &[u8], mut act: impl FnMut(&str)) {
    let Ok(whole) = std::str::from_utf8(reply) else {
        lines(reply).for_each(|line| act(&text(line)));
        return;
    };
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', reply).chain([reply.len()]) {
        let line = whole.get(start..end).unwrap_or_default();
        start = end + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.len() <= MAX_LINE {
            act(line);
        }
    }
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
