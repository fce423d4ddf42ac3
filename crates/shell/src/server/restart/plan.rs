//! When a restart is, and what is said of it beforehand. No clock is read here.

use std::collections::VecDeque;
use std::time::Duration;

use crate::error::UsageError;

/// What is left when a restart is announced, after the first announcement.
const MARKS: [u64; 7] = [15 * 60, 10 * 60, 5 * 60, 2 * 60, 60, 30, 10];

/// The longest time until a restart: whoever means a later one has a scheduler.
const LONGEST: Duration = Duration::from_hours(7 * 24);

/// How late an announcement may be and still tell the time that it was meant
/// for.
const LATE: Duration = Duration::from_secs(1);

/// The units of a time, with their seconds.
const UNITS: [(&[&str], u32); 4] = [
    (&["s", "sec", "secs", "second", "seconds"], 1),
    (&["m", "min", "mins", "minute", "minutes"], 60),
    (&["h", "hr", "hrs", "hour", "hours"], 3600),
    (&["d", "day", "days"], 24 * 3600),
];

/// A restart that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The time until the server is stopped.
    pub(crate) time: Duration,
    /// What the players are told besides. May be empty.
    pub(crate) text: String,
}

impl Plan {
    /// Reads `[in TIME] [TEXT]`: `in 5m new map`, `in 1h30m`, `in 90 seconds`.
    ///
    /// # Errors
    ///
    /// What follows `in` is no time.
    pub(crate) fn parse(text: &str) -> Result<Self, UsageError> {
        let text = text.trim();
        let (first, rest) = word(text);
        if !first.eq_ignore_ascii_case("in") {
            let (time, text) = (Duration::ZERO, text.to_owned());
            return Ok(Self { time, text });
        }
        let (number, behind) = word(rest);
        let (unit, last) = word(behind);
        let apart = format!("{number}{unit}");
        let (time, text) = if number.bytes().all(|b| b.is_ascii_digit()) && is_unit(unit) {
            (seconds(&apart), last)
        } else {
            (seconds(number), behind)
        };
        let time = time.ok_or_else(|| not_a_time(number))?;
        if time > LONGEST {
            return Err(UsageError(format!("{number:?} is more than a week")));
        }
        let text = text.to_owned();
        Ok(Self { time, text })
    }

    /// What the players are told when so much is left.
    pub(crate) fn announcement(&self, left: Duration) -> String {
        let when = match whole_seconds(left) {
            0 => "now".to_owned(),
            seconds => format!("in {}", in_words(seconds)),
        };
        match self.text.as_str() {
            "" => format!("Server restarts {when}"),
            text => format!("Server restarts {when}: {text}"),
        }
    }

    /// What is left at each announcement.
    pub(crate) fn marks(&self) -> Vec<Duration> {
        let marks = MARKS.map(Duration::from_secs).into_iter();
        let later = marks.filter(|mark| *mark < self.time);
        std::iter::once(self.time).chain(later).collect()
    }
}

/// What is due at a moment of a countdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// To say how much is left.
    Announcement(Duration),
    /// Nothing yet. So much is left of all, and so much until the next is due.
    Nothing { left: Duration, next: Duration },
    /// The restart.
    Restart,
}

/// A countdown under way.
#[derive(Debug)]
pub(crate) struct Countdown {
    time: Duration,
    marks: VecDeque<Duration>,
}

impl Countdown {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            time: plan.time,
            marks: plan.marks().into(),
        }
    }

    /// What is due when so much time has passed. An announcement that was
    /// missed, as while the one before took its time, is not made up for.
    pub(crate) fn due(&mut self, passed: Duration) -> Due {
        let left = self.time.saturating_sub(passed);
        let mut due = None;
        while let Some(mark) = self.marks.front().copied().filter(|mark| *mark >= left) {
            due = Some(mark);
            self.marks.pop_front();
        }
        match (due, self.marks.front()) {
            (Some(mark), _) if mark.saturating_sub(left) < LATE => Due::Announcement(mark),
            (Some(_), _) if !left.is_zero() => Due::Announcement(left),
            (_, _) if left.is_zero() => Due::Restart,
            (_, next) => Due::Nothing {
                left,
                next: left.saturating_sub(next.copied().unwrap_or_default()),
            },
        }
    }
}

/// Whole seconds, those that have begun among them.
pub(crate) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// `4:32`, `1:02:03`, `9 s`.
pub(crate) fn clock(time: Duration) -> String {
    let seconds = whole_seconds(time);
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// `1 hour and 5 minutes`.
fn in_words(seconds: u64) -> String {
    let parts = [
        (seconds / 3600, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
        .collect();
    match parts.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        parts => parts.concat(),
    }
}

/// The first word, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

fn is_unit(word: &str) -> bool {
    factor(word).is_some()
}

fn factor(unit: &str) -> Option<u32> {
    let unit = unit.to_ascii_lowercase();
    let found = UNITS.iter().find(|(names, _)| names.contains(&&*unit));
    found.map(|(_, factor)| *factor)
}

/// `5m`, `1h30m`, `1.5h`: numbers with their units.
pub(crate) fn seconds(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut sum = Duration::ZERO;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, behind) = rest.split_at(end);
        let end = behind.find(|c: char| !c.is_alphabetic());
        let (unit, next) = behind.split_at(end.unwrap_or(behind.len()));
        let seconds = number.parse::<f64>().ok()? * f64::from(factor(unit)?);
        sum = sum.checked_add(Duration::try_from_secs_f64(seconds).ok()?)?;
        rest = next;
    }
    (!text.is_empty()).then_some(sum)
}

fn not_a_time(text: &str) -> UsageError {
    let hint = if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
        format!("{text}m is minutes, {text}s seconds")
    } else {
        "as in 30s, 5m or 1h30m".to_owned()
    };
    UsageError(format!("not a time: {text:?} ({hint})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Result<(u64, String), String> {
        let plan = Plan::parse(text).map_err(|error| error.to_string())?;
        Ok((plan.time.as_secs(), plan.text))
    }

    #[test]
    fn a_time_may_be_given_and_a_text() {
        let of = |seconds, text: &str| Ok((seconds, text.to_owned()));
        assert_eq!(plan(""), of(0, ""));
        assert_eq!(plan(" new map "), of(0, "new map"));
        assert_eq!(plan("in 5m"), of(300, ""));
        assert_eq!(plan("IN 5M  new  map"), of(300, "new  map"));
        assert_eq!(plan("in 1h30m back soon"), of(5400, "back soon"));
        assert_eq!(plan("in 5 minutes new map"), of(300, "new map"));
        assert_eq!(plan("in 90 s"), of(90, ""));
        assert_eq!(plan("in 1.5m 3 maps"), of(90, "3 maps"));
        assert_eq!(plan("in 0s now"), of(0, "now"));
        assert_eq!(plan("inside job"), of(0, "inside job"));
        for (text, why) in [
            ("in 5", "not a time: \"5\" (5m is minutes, 5s seconds)"),
            ("in", "not a time: \"\" (as in 30s, 5m or 1h30m)"),
            ("in a bit", "not a time: \"a\" (as in 30s, 5m or 1h30m)"),
            ("in -5m", "not a time: \"-5m\" (as in 30s, 5m or 1h30m)"),
            ("in 5x", "not a time: \"5x\" (as in 30s, 5m or 1h30m)"),
            ("in 8d", "\"8d\" is more than a week"),
        ] {
            assert_eq!(plan(text), Err(why.to_owned()), "{text}");
        }
        assert!(plan("in 99999999999999999999h").is_err());
        assert!(plan("in 1..5m").is_err());
    }

    #[test]
    fn players_are_told_in_words() {
        let plan = Plan::parse("in 1h30m new map").expect("a plan");
        let told = |seconds| plan.announcement(Duration::from_secs(seconds));
        assert_eq!(
            told(5400),
            "Server restarts in 1 hour and 30 minutes: new map"
        );
        assert_eq!(told(60), "Server restarts in 1 minute: new map");
        assert_eq!(told(0), "Server restarts now: new map");
        let bare = Plan::parse("in 3661s").expect("a plan");
        let first = bare.announcement(bare.time);
        assert_eq!(first, "Server restarts in 1 hour, 1 minute and 1 second");
    }

    /// A clock of its own: what is due at which second of a countdown.
    fn announced(text: &str, step: Duration) -> Vec<(u64, u64)> {
        let plan = Plan::parse(text).expect("a plan");
        let mut countdown = Countdown::new(&plan);
        let (mut now, mut told) = (Duration::ZERO, Vec::new());
        loop {
            match countdown.due(now) {
                Due::Announcement(left) => told.push((now.as_secs(), left.as_secs())),
                Due::Nothing { next, .. } => now += next.max(step),
                Due::Restart => {
                    assert!(now >= plan.time, "{now:?}");
                    return told;
                }
            }
        }
    }

    #[test]
    fn it_is_announced_at_once_and_at_each_mark() {
        let told = |text| announced(text, Duration::ZERO);
        let all = [900, 600, 300, 120, 60, 30, 10];
        let expected: Vec<_> = all.iter().map(|left| (1200 - left, *left)).collect();
        let twenty = told("in 20m");
        assert_eq!(twenty[0], (0, 1200));
        assert_eq!(twenty[1..], expected);
        assert_eq!(
            told("in 5m"),
            [(0, 300), (180, 120), (240, 60), (270, 30), (290, 10)]
        );
        assert_eq!(told("in 3s"), [(0, 3)]);
        assert_eq!(told("in 10s"), [(0, 10)]);
        assert_eq!(told(""), [(0, 0)]);
    }

    #[test]
    fn what_was_missed_is_not_made_up_for_and_no_wrong_time_is_told() {
        // Looked at every 45 seconds, as where each announcement takes so long.
        let told = announced("in 3m", Duration::from_secs(45));
        assert_eq!(told[0], (0, 180));
        for (at, left) in &told {
            assert!((180 - at).abs_diff(*left) <= 1, "{told:?}");
        }
        let plan = Plan::parse("in 30s").expect("a plan");
        let mut countdown = Countdown::new(&plan);
        assert_eq!(countdown.due(Duration::from_secs(31)), Due::Restart);
    }

    #[test]
    fn clocks_are_read_at_a_glance() {
        let clock = |millis| clock(Duration::from_millis(millis));
        assert_eq!(clock(0), "0 s");
        assert_eq!(clock(8_200), "9 s");
        assert_eq!(clock(272_000), "4:32");
        assert_eq!(clock(3_723_000), "1:02:03");
    }
}
