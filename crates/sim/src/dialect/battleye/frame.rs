//! `BattlEye`'s frames from the server's side, and how much goes into each.

use rcon_proto::sums::crc32;

/// Text in one part of an answer, in bytes.
const PART: usize = 1200;

/// The datagrams of an answer.
pub(super) fn parts(seq: u8, text: &[u8], lines: bool) -> Vec<Vec<u8>> {
    let part = PART.max(text.len() / 250 + 1);
    let mut texts = cut(text, part, lines);
    if texts.len() > 255 {
        texts = cut(text, part, false);
    }
    if texts.len() <= 1 {
        return vec![frame(1, &[&[seq], text].concat())];
    }
    let count = texts.len() as u8;
    let part = |(index, text): (usize, &&[u8])| {
        let head = [seq, 0, count, index as u8];
        frame(1, &[&head, *text].concat())
    };
    texts.iter().enumerate().map(part).collect()
}

/// A text as Reforger sends it: whole lines, as many as there is room for, without
/// the newline behind the last.
pub(super) fn messages(text: &[u8]) -> Vec<&[u8]> {
    let (mut all, mut rest) = (Vec::new(), text.strip_suffix(b"\n").unwrap_or(text));
    while rest.len() > PART {
        let end = rest[..PART].iter().rposition(|&byte| byte == b'\n');
        let (message, after) = rest.split_at(end.unwrap_or(PART));
        all.push(message);
        rest = after.strip_prefix(b"\n").unwrap_or(after);
    }
    if !rest.is_empty() {
        all.push(rest);
    }
    all
}

/// A text in pieces of so many bytes, or of a line each.
fn cut(text: &[u8], most: usize, lines: bool) -> Vec<&[u8]> {
    if lines {
        text.split_inclusive(|&byte| byte == b'\n').collect()
    } else {
        text.chunks(most).collect()
    }
}

/// A frame of the server's.
pub(crate) fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let body = [&[0xff, kind], payload].concat();
    [b"BE", &crc32(&body).to_le_bytes()[..], &body].concat()
}

/// The type and the payload of a client's frame.
pub(crate) fn read(datagram: &[u8]) -> Option<(u8, &[u8])> {
    let rest = datagram.strip_prefix(b"BE")?;
    let (sum, body) = rest.split_first_chunk::<4>()?;
    match body {
        [0xff, kind, payload @ ..] if crc32(body).to_le_bytes() == *sum => Some((*kind, payload)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_cut_into_parts_and_none_is_too_many() {
        assert_eq!(parts(7, b"", false), [frame(1, b"\x07")]);
        assert_eq!(parts(7, b"hi", false), [frame(1, b"\x07hi")]);
        assert_eq!(parts(7, b"a\nb\n", true).len(), 2);
        assert_eq!(parts(7, &vec![b'x'; 20 * 1024], false).len(), 18);
        assert!(parts(7, &vec![b'x'; 4 << 20], false).len() <= 255);
        assert_eq!(read(&frame(2, b"abc")), Some((2, &b"abc"[..])));
        assert_eq!(read(b"BE\0\0\0\0\xff\x01"), None);
    }
}
