//! When, at the beginning of a line.

/// The form of `11/27/2026 - 19:05:14`: digits where there is a `0`.
const VALVE: &[u8] = b"00/00/0000 - 00:00:00";

/// The form of what stands before a line of 7 Days to Die.
const SEVEN_DAYS: &[u8] = b"0000-00-00T00:00:00 ";

/// Levels of that log: those that its command `loglevel` knows.
const LEVELS: [&str; 4] = ["INF ", "WRN ", "ERR ", "EXC "];

/// The time, if there is one, and the rest.
pub(super) fn split(line: &str) -> (Option<&str>, &str) {
    valve(line)
        .or_else(|| seven_days(line))
        .map_or((None, line), |(time, rest)| (Some(time), rest))
}

/// `L 11/27/2026 - 19:05:14: …` or `11/27/2026 - 19:05:14.123 - …`.
fn valve(line: &str) -> Option<(&str, &str)> {
    let stamped = line.strip_prefix("L ").unwrap_or(line);
    let end = form_end(stamped, VALVE)?;
    if let Some(rest) = stamped[end..].strip_prefix(": ") {
        return Some((&stamped[..end], rest));
    }
    let millis = form_end(&stamped[end..], b".000").unwrap_or(0);
    let (time, rest) = stamped.split_at(end + millis);
    Some((time, rest.strip_prefix(" - ")?))
}

/// `2020-11-14T23:09:20 31220.643 INF …`: the time, and what stands behind the level.
pub(crate) fn seven_days(line: &str) -> Option<(&str, &str)> {
    let end = form_end(line, SEVEN_DAYS)?;
    let (uptime, rest) = line[end..].split_once(' ')?;
    let (whole, part) = uptime.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || part.len() != 3 || !digits(part) {
        return None;
    }
    let rest = LEVELS.iter().find_map(|level| rest.strip_prefix(level))?;
    Some((&line[..end - 1], rest))
}

/// Where a text that begins in this form goes on. The form is of ASCII, so
/// this is a boundary of characters.
fn form_end(text: &str, form: &[u8]) -> Option<usize> {
    let bytes = text.as_bytes().get(..form.len())?;
    let fits = |(byte, sign): (&u8, &u8)| match sign {
        b'0' => byte.is_ascii_digit(),
        sign => byte == sign,
    };
    bytes.iter().zip(form).all(fits).then_some(form.len())
}
