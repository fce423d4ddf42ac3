//! What one word on the command line may look like.

use std::ffi::OsString;
use std::time::Duration;

use rcon_proto::Password;

/// The longest time that an option may name, in seconds: eleven days. More is
/// a slip of the keyboard, and the clock's arithmetic stays far from its ends.
const MAX_SECONDS: f64 = 1_000_000.0;

/// The shortest deadline that means anything, in seconds.
const MIN_DEADLINE: f64 = 0.001;

/// A number of seconds that may be nought.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .trim()
        .parse()
        .map_err(|_| "not a number of seconds, such as 10 or 0.5".to_owned())?;
    // Said this way round, NaN is outside.
    if !(0.0..=MAX_SECONDS).contains(&seconds) {
        return Err(format!("not between 0 and {MAX_SECONDS} seconds"));
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// A number of seconds after which something has failed.
pub(crate) fn deadline(text: &str) -> Result<Duration, String> {
    let seconds = duration(text)?;
    if seconds < Duration::from_secs_f64(MIN_DEADLINE) {
        return Err("a deadline needs at least 0.001 seconds".to_owned());
    }
    Ok(seconds)
}

/// A size in bytes, at least 1, with an optional `K`, `M` or `G` (powers of
/// 1024).
pub(crate) fn bytes(text: &str) -> Result<usize, String> {
    let wrong = || "not a number of bytes, such as 4096 or 64M".to_owned();
    let (digits, shift) = match text.trim().as_bytes() {
        [digits @ .., b'k' | b'K'] => (digits, 10),
        [digits @ .., b'm' | b'M'] => (digits, 20),
        [digits @ .., b'g' | b'G'] => (digits, 30),
        digits => (digits, 0),
    };
    let number: usize = std::str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(wrong)?;
    match number.checked_mul(1 << shift) {
        Some(0) => Err("at least 1 byte is needed".to_owned()),
        Some(size) => Ok(size),
        None => Err("more bytes than this machine can count".to_owned()),
    }
}

/// How many of something, at least one.
pub(crate) fn count(text: &str) -> Result<usize, String> {
    match text.trim().parse() {
        Ok(0) | Err(_) => Err("not a number of at least 1".to_owned()),
        Ok(number) => Ok(number),
    }
}

/// A password: on Unix any bytes, elsewhere text.
pub(crate) fn password(word: OsString) -> Result<Password, &'static str> {
    os_bytes(word)
        .map(Password::new)
        .ok_or("not text; read it from a file instead")
}

/// The bytes of a word of the command line: as they are on Unix; elsewhere as
/// UTF-8, or nothing where the word is not text.
#[cfg_attr(
    unix,
    expect(clippy::unnecessary_wraps, reason = "elsewhere a word may not be text")
)]
pub(crate) fn os_bytes(word: OsString) -> Option<Vec<u8>> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        Some(word.into_vec())
    }
    #[cfg(not(unix))]
    {
        word.into_string().ok().map(String::into_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_positive_and_sane() {
        assert_eq!(deadline("0.5"), Ok(Duration::from_millis(500)));
        assert_eq!(deadline("10"), Ok(Duration::from_secs(10)));
        for bad in ["0", "-1", "nan", "inf", "-inf", "1e300", "1e-9", "", "10s"] {
            assert!(deadline(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn waiting_no_time_at_all_is_allowed() {
        assert_eq!(duration("0"), Ok(Duration::ZERO));
        assert!(duration("-0.1").is_err());
    }

    #[test]
    fn sizes_have_units_of_1024() {
        assert_eq!(bytes("1014"), Ok(1014));
        assert_eq!(bytes("64M"), Ok(64 << 20));
        assert_eq!(bytes("2k"), Ok(2048));
        for bad in [
            "0",
            "0k",
            "-1",
            "M",
            "1.5M",
            "999999999999999999999",
            "18446744073709551615G",
        ] {
            assert!(bytes(bad).is_err(), "{bad}");
        }
    }
}
