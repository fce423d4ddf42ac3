//! What stands in quotes in a transcript, as bytes.
//!
//! Texts know `\n`, `\0`, `\1` and `\xHH`; `"x"*40` is forty of them, and texts
//! side by side are one.

/// Texts side by side.
pub(super) fn bytes(text: &str, at: &str) -> Vec<u8> {
    let mut all = Vec::new();
    let mut rest = text.trim();
    while let Some(open) = rest.strip_prefix('"') {
        let (inside, behind) = open.split_once('"').expect(at);
        let mut times = 1;
        rest = behind;
        if let Some(number) = behind.strip_prefix('*') {
            let end = number.find(' ').unwrap_or(number.len());
            times = number[..end].parse().expect(at);
            rest = &number[end..];
        }
        all.extend(unescaped(inside, at).repeat(times));
        rest = rest.trim();
    }
    assert_eq!(rest, "", "{at}");
    all
}

fn unescaped(text: &str, at: &str) -> Vec<u8> {
    let mut pieces = text.split('\\');
    let mut all = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (byte, len) = match piece.as_bytes().first() {
            Some(b'n') => (b'\n', 1),
            Some(b'0') => (0, 1),
            Some(b'1') => (1, 1),
            Some(b'x') => (u8::from_str_radix(&piece[1..3], 16).expect(at), 3),
            _ => panic!("{at}"),
        };
        all.push(byte);
        all.extend_from_slice(&piece.as_bytes()[len..]);
    }
    all
}
