//! The time as server logs write it.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in UTC, as `11/06/2020 - 19:05:14`.
pub(crate) fn log_time() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    format(now.map_or(0, |time| time.as_secs()))
}

/// Now, as `11/06/2020 - 19:05:14.123`.
pub(crate) fn log_time_with_millis() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.unwrap_or_default();
    format!("{}.{:03}", format(now.as_secs()), now.subsec_millis())
}

fn format(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let second = second % 60;
    format!("{month:02}/{day:02}/{year} - {hour:02}:{minute:02}:{second:02}")
}

/// The Gregorian date so many days after 1970-01-01. Years are counted from
/// March here, so that the leap day is a year's last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        assert_eq!(format(0), "01/01/1970 - 00:00:00");
        assert_eq!(format(951_782_399), "02/28/2000 - 23:59:59");
        assert_eq!(format(951_782_400), "02/29/2000 - 00:00:00");
        assert_eq!(format(1_604_689_514), "11/06/2020 - 19:05:14");
    }
}
