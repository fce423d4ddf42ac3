//! From the bytes that a source gave to the password that was meant: editors,
//! shells and secret stores put something before it and behind it.

use rcon_proto::Password;

use super::{Origin, SecretError};

/// The longest password, in bytes. Servers take far less.
pub(super) const MAX_LEN: usize = 4096;

/// The longest first line that may hold one: with a mark in front of it and a
/// line end behind.
pub(super) const MAX_LINE: usize = BOM.len() + MAX_LEN + b"\r\n".len();

/// U+FEFF in UTF-8, which `PowerShell` and Windows editors put before a text.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The first line of `bytes` as a password.
pub(super) fn first_line(bytes: &[u8], origin: &Origin) -> Result<Password, SecretError> {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let line = bare(&bytes[..end.unwrap_or(bytes.len())], origin)?;
    let origin = || origin.to_string();
    if line.is_empty() {
        return Err(SecretError::Empty { origin: origin() });
    }
    if line.len() > MAX_LEN {
        return Err(SecretError::TooLong {
            origin: origin(),
            limit: MAX_LEN,
        });
    }
    Ok(Password::new(line))
}

/// All of `password`, which was given as a value, as it was meant. It may be
/// empty: some servers have none.
pub(super) fn value(password: Password, origin: &Origin) -> Result<Password, SecretError> {
    let given = password.expose();
    let meant = bare(given, origin)?;
    // Mostly nothing is to be done, and no copy to be made.
    if meant.len() == given.len() {
        return Ok(password);
    }
    Ok(Password::new(meant))
}

/// Without the mark in front and the one line end behind.
fn bare<'a>(bytes: &'a [u8], origin: &Origin) -> Result<&'a [u8], SecretError> {
    let origin = || origin.to_string();
    if is_utf16(bytes) {
        return Err(SecretError::Utf16 { origin: origin() });
    }
    if bytes.contains(&0) {
        return Err(SecretError::Nul { origin: origin() });
    }
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    // Also where it stands alone: a shell's `$(cat FILE)` took the LF.
    Ok(bytes.strip_suffix(b"\r").unwrap_or(bytes))
}

/// Whether this is UTF-16: it begins with that encoding's mark, or every second
/// byte is NUL.
fn is_utf16(bytes: &[u8]) -> bool {
    let nul = |from| bytes.len() > 1 && bytes.iter().skip(from).step_by(2).all(|byte| *byte == 0);
    let little = bytes.len().is_multiple_of(2) && nul(1);
    // The line was cut at its LF, the second half of a character here.
    let big = nul(0);
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || little || big
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bytes: &[u8]) -> Result<Vec<u8>, SecretError> {
        first_line(bytes, &Origin::Stdin).map(|found| found.expose().to_vec())
    }

    fn whole(bytes: &[u8]) -> Result<Vec<u8>, SecretError> {
        value(Password::new(bytes), &Origin::Environment).map(|found| found.expose().to_vec())
    }

    #[test]
    fn one_mark_and_one_line_end_are_taken_off() {
        for (bytes, expected) in [
            (&b"pw"[..], &b"pw"[..]),
            (b"pw\n", b"pw"),
            (b"pw\r\n", b"pw"),
            (b"pw\r", b"pw"),
            (b"\xef\xbb\xbfpw\r\n", b"pw"),
            (b"\xef\xbb\xbf\xef\xbb\xbfpw", b"\xef\xbb\xbfpw"),
            (b" p\xef\xbb\xbfw ", b" p\xef\xbb\xbfw "),
            // Latin-1.
            (b"p\xffw\xfe", b"p\xffw\xfe"),
        ] {
            assert_eq!(line(bytes).unwrap(), expected, "{bytes:?}");
            assert_eq!(whole(bytes).unwrap(), expected, "{bytes:?}");
        }
        assert_eq!(line(b"pw\n\n").unwrap(), b"pw");
        assert_eq!(whole(b"pw\n\n").unwrap(), b"pw\n", "only one");
        assert_eq!(whole(b"two\nlines\n").unwrap(), b"two\nlines");
    }

    #[test]
    fn what_is_left_may_be_nothing() {
        for bytes in [&b""[..], b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"] {
            assert!(matches!(line(bytes), Err(SecretError::Empty { .. })));
            assert_eq!(whole(bytes).unwrap(), b"");
        }
    }

    #[test]
    fn utf_16_is_named_and_another_nul_too() {
        for bytes in [
            &b"\xff\xfep\0w\0\r\0\n\0"[..],
            b"\xfe\xff\0p\0w\0\r\0\n",
            b"p\0w\0\r\0\n\0",
            b"p\0w\0",
            b"\0p\0w\0\n",
            // Not a character of ASCII in it.
            b"\xff\xfe\xc6\x5b",
        ] {
            let found = line(bytes);
            assert!(matches!(found, Err(SecretError::Utf16 { .. })), "{bytes:?}");
        }
        let found = whole(b"p\0w\0");
        assert!(matches!(found, Err(SecretError::Utf16 { .. })));
        assert!(matches!(line(b"a\0b"), Err(SecretError::Nul { .. })));
        assert!(matches!(whole(b"abc\0"), Err(SecretError::Nul { .. })));
    }
}
