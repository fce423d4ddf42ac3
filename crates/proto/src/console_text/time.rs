//! How consoles write a length of time.

use std::time::Duration;

/// `04:22`, `1:02:03`: hours only past the first, as Source's engine prints
/// them; `GoldSrc` and CS2 have two digits each.
pub(super) fn clock(text: &str) -> Option<Duration> {
    let mut seconds: u64 = 0;
    let mut parts = 0;
    for part in text.split(':') {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let part: u64 = digits.then(|| part.parse().ok())??;
        seconds = seconds.checked_mul(60)?.checked_add(part)?;
        parts += 1;
    }
    matches!(parts, 2 | 3).then(|| Duration::from_secs(seconds))
}

/// `300.99s`, as Rust's `status` has it; the point may be a comma where the
/// machine's language has one.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    let number = text.strip_suffix('s')?.replace(',', ".");
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let seconds: f64 = plain.then(|| number.parse().ok())??;
    Duration::try_from_secs_f64(seconds).ok()
}

/// `02m.30s`, `1h.02m.30s`, as Squad says how long somebody has been away.
pub(super) fn units(text: &str) -> Option<Duration> {
    let mut seconds: u64 = 0;
    for part in text.split(['.', ' ']).filter(|part| !part.is_empty()) {
        let unit = part.chars().last()?;
        let each = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return None,
        };
        let number: u64 = part.strip_suffix(unit)?.parse().ok()?;
        seconds = seconds.checked_add(number.checked_mul(each)?)?;
    }
    (!text.trim().is_empty()).then(|| Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(time: Option<Duration>) -> Option<u64> {
        time.map(|time| time.as_secs())
    }

    #[test]
    fn each_form_is_read() {
        assert_eq!(secs(clock("04:22")), Some(262));
        assert_eq!(secs(clock("1:02:03")), Some(3723));
        assert_eq!(secs(clock("100:00:01")), Some(360_001));
        assert_eq!(secs(seconds("300.99s")), Some(300));
        assert_eq!(secs(seconds("300,99s")), Some(300));
        assert_eq!(secs(units("02m.30s")), Some(150));
        assert_eq!(secs(units("1h.02m.30s")), Some(3750));
    }

    #[test]
    fn other_text_is_no_time() {
        for text in [
            "",
            ":",
            "4",
            "4:",
            "a:b",
            "-1:02",
            "1:2:3:4",
            "99999999999999999999:1",
        ] {
            assert_eq!(clock(text), None, "{text}");
        }
        for text in ["", "s", "inf s", "NaNs", "-1s", "1e300s", "3"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        for text in ["", "m", "5x", "99999999999999999999s", "é"] {
            assert_eq!(units(text), None, "{text}");
        }
    }
}
