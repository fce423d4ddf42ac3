//! What came instead of what was to come, in a few words.

/// The beginning of what came, for a message: as far as it is text, the first
/// line, else a few bytes in hexadecimal.
pub(crate) fn beginning(bytes: &[u8]) -> String {
    const SHOWN: usize = 48;
    let line = bytes
        .split(|&b| b == b'\r' || b == b'\n')
        .next()
        .unwrap_or_default();
    let line = &line[..line.len().min(SHOWN)];
    let printable = |b: &u8| b.is_ascii_graphic() || *b == b' ';
    if line.len() >= 4 && line.iter().all(printable) {
        return String::from_utf8_lossy(line).into_owned();
    }
    match bytes {
        [0x15, 3, ..] => "with a TLS alert".to_owned(),
        [0x16, 3, ..] => "with a TLS handshake".to_owned(),
        _ => bytes
            .iter()
            .take(8)
            .fold("with bytes".to_owned(), |mut text, byte| {
                use std::fmt::Write as _;
                // Writing to a `String` does not fail.
                let _ = write!(text, " {byte:02x}");
                text
            }),
    }
}
