//! What can be wrong with a link, as data: the `--fault SPEC` of the program
//! and the argument of [`Builder::fault`](crate::Builder::fault).

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// One thing that is wrong with every link of a server.
///
/// Bytes are counted per connection. Several faults may be combined; of two
/// of the same kind the later one holds.
///
/// ```
/// use rcon_sim::Fault;
/// use std::time::Duration;
///
/// let fault: Fault = "latency=100ms".parse()?;
/// assert_eq!(fault, Fault::Latency(Duration::from_millis(100)));
/// assert_eq!(Fault::Bandwidth(64 * 1024).to_string(), "bandwidth=64k");
/// # Ok::<(), rcon_sim::ParseFaultError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// `latency=100ms`: everything that the server sends, an end of the
    /// connection too, arrives this much later. Throughput stays.
    Latency(Duration),
    /// `jitter=20ms`: up to this much more delay, different for each write,
    /// the same in every run. Order is kept.
    Jitter(Duration),
    /// `slice=1`: segments of this many bytes.
    Slice(u32),
    /// `coalesce=20ms`: what is sent within this time of a first byte leaves
    /// together with it.
    Coalesce(Duration),
    /// `bandwidth=64k`: bytes a second.
    Bandwidth(u64),
    /// `intake=2k`: the server reads so many bytes a second of what the client
    /// sends: a host that is busy with something else. Links of streams only.
    Intake(u64),
    /// `stall-after=N`: nothing more is sent after N bytes; the connection
    /// stays open.
    StallAfter(u64),
    /// `reset-after=N`: a reset (RST) after N bytes were sent. With 0, as soon
    /// as the connection is accepted.
    ResetAfter(u64),
    /// `close-after=N`: an orderly close after N bytes were sent.
    CloseAfter(u64),
    /// `garbage-after=N`: every byte after the first N is noise, the same in
    /// every run.
    GarbageAfter(u64),
    /// `reset-after-received=N`: a reset as soon as N bytes have come from the
    /// client; what was whole before the last of them has been acted upon.
    ResetAfterReceived(u64),
    /// `close-after-received=N`: an orderly close as soon as N bytes have come
    /// from the client; what was whole before the last of them has been acted
    /// upon.
    CloseAfterReceived(u64),
    /// Of a hundred datagrams so many are lost, either way. Links of streams lose
    /// nothing.
    Lose(u32),
    /// Each datagram comes twice.
    Double,
    /// Some datagrams overtake others.
    Reorder,
    /// `silent`: accepts and reads, sends nothing.
    Silent,
}

/// A text that is no fault; of `rcon-sim --fault`, or of [`str::parse`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseFaultError {
    /// The part before `=` is no fault's name.
    #[error("unknown fault '{0}'; there are {KNOWN}")]
    Unknown(String),
    /// The value is missing or cannot be read.
    #[error("fault '{name}' needs {expected}, for example '{name}={example}', not '{value}'")]
    Value {
        /// The fault.
        name: &'static str,
        /// What stood after the `=`.
        value: String,
        /// What should have.
        expected: &'static str,
        /// One that is right.
        example: &'static str,
    },
}

const KNOWN: &str = "latency=TIME, jitter=TIME, slice=BYTES, coalesce=TIME, bandwidth=BYTES, intake=BYTES, \
     stall-after=BYTES, reset-after=BYTES, close-after=BYTES, garbage-after=BYTES, \
     reset-after-received=BYTES, close-after-received=BYTES, silent; for datagrams lose=PERCENT, double, reorder";

impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let time = |name| {
            parse_time(value).ok_or_else(|| ParseFaultError::Value {
                name,
                value: value.to_owned(),
                expected: "a time",
                example: "100ms",
            })
        };
        let bytes = |name| {
            parse_bytes(value).ok_or_else(|| ParseFaultError::Value {
                name,
                value: value.to_owned(),
                expected: "a number of bytes",
                example: "64k",
            })
        };
        // A rate or a segment of nothing would be `silent` by another name.
        let positive = |name| match bytes(name) {
            Ok(0) => Err(ParseFaultError::Value {
                name,
                value: value.to_owned(),
                expected: "a number above 0",
                example: "1",
            }),
            other => other,
        };
        match name.trim() {
            "latency" => time("latency").map(Self::Latency),
            "jitter" => time("jitter").map(Self::Jitter),
            "coalesce" => time("coalesce").map(Self::Coalesce),
            "slice" => positive("slice").map(|n| Self::Slice(u32::try_from(n).unwrap_or(u32::MAX))),
            "bandwidth" => positive("bandwidth").map(Self::Bandwidth),
            "intake" => positive("intake").map(Self::Intake),
            "stall-after" => bytes("stall-after").map(Self::StallAfter),
            "reset-after" => bytes("reset-after").map(Self::ResetAfter),
            "close-after" => bytes("close-after").map(Self::CloseAfter),
            "garbage-after" => bytes("garbage-after").map(Self::GarbageAfter),
            "reset-after-received" => bytes("reset-after-received").map(Self::ResetAfterReceived),
            "close-after-received" => bytes("close-after-received").map(Self::CloseAfterReceived),
            "silent" if value.is_empty() => Ok(Self::Silent),
            "double" if value.is_empty() => Ok(Self::Double),
            "reorder" if value.is_empty() => Ok(Self::Reorder),
            "lose" => parse_percent(value)
                .map(Self::Lose)
                .ok_or_else(|| ParseFaultError::Value {
                    name: "lose",
                    value: value.to_owned(),
                    expected: "a percentage",
                    example: "10%",
                }),
            _ => Err(ParseFaultError::Unknown(text.to_owned())),
        }
    }
}

/// `100ms`, `1.5s`, `2` (seconds).
fn parse_time(text: &str) -> Option<Duration> {
    let (number, scale) = match text.trim() {
        t if t.ends_with("ms") => (&t[..t.len() - 2], 1e-3),
        t if t.ends_with("us") => (&t[..t.len() - 2], 1e-6),
        t if t.ends_with('s') => (&t[..t.len() - 1], 1.0),
        t => (t, 1.0),
    };
    let number: f64 = number.trim().parse().ok()?;
    Duration::try_from_secs_f64(number * scale).ok()
}

/// `10%`.
fn parse_percent(text: &str) -> Option<u32> {
    let number = text.trim().strip_suffix('%')?.trim().parse().ok()?;
    (number <= 100).then_some(number)
}

/// `100`, `64k` (KiB), `10m` (MiB), `1g` (GiB).
fn parse_bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, shift) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], 10),
        b'm' | b'M' => (&text[..text.len() - 1], 20),
        b'g' | b'G' => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    number.trim().parse::<u64>().ok()?.checked_mul(1 << shift)
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Latency(time) => write!(f, "latency={}", Time(time)),
            Self::Jitter(time) => write!(f, "jitter={}", Time(time)),
            Self::Coalesce(time) => write!(f, "coalesce={}", Time(time)),
            Self::Slice(n) => write!(f, "slice={n}"),
            Self::Bandwidth(n) => write!(f, "bandwidth={}", Bytes(n)),
            Self::Intake(n) => write!(f, "intake={}", Bytes(n)),
            Self::StallAfter(n) => write!(f, "stall-after={}", Bytes(n)),
            Self::ResetAfter(n) => write!(f, "reset-after={}", Bytes(n)),
            Self::CloseAfter(n) => write!(f, "close-after={}", Bytes(n)),
            Self::GarbageAfter(n) => write!(f, "garbage-after={}", Bytes(n)),
            Self::ResetAfterReceived(n) => write!(f, "reset-after-received={}", Bytes(n)),
            Self::CloseAfterReceived(n) => write!(f, "close-after-received={}", Bytes(n)),
            Self::Silent => f.write_str("silent"),
            Self::Lose(percent) => write!(f, "lose={percent}%"),
            Self::Double => f.write_str("double"),
            Self::Reorder => f.write_str("reorder"),
        }
    }
}

struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}ms", self.0.as_secs_f64() * 1e3)
    }
}

struct Bytes(u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            n if n > 0 && n % 1024 == 0 => write!(f, "{}k", n / 1024),
            n => write!(f, "{n}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_back_from_its_text() {
        let texts = [
            "latency=100ms",
            "jitter=20ms",
            "coalesce=1.5ms",
            "slice=1",
            "bandwidth=64k",
            "intake=2k",
            "stall-after=10",
            "reset-after=0",
            "close-after=14",
            "garbage-after=28",
            "reset-after-received=1k",
            "close-after-received=3",
            "silent",
            "lose=10%",
            "double",
            "reorder",
        ];
        for text in texts {
            let fault: Fault = text.parse().expect(text);
            assert_eq!(fault.to_string(), text);
        }
        assert_eq!(
            "latency=2s".parse(),
            Ok(Fault::Latency(Duration::from_secs(2)))
        );
        assert_eq!("bandwidth=2m".parse(), Ok(Fault::Bandwidth(2 << 20)));
    }

    #[test]
    fn a_text_that_is_no_fault_says_what_is() {
        for text in [
            "",
            "lag=1s",
            "silent=1",
            "double=1",
            "slice=0",
            "bandwidth=0",
            "slice=-1",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text:?} was taken");
        }
        for text in [
            "latency=",
            "latency=soon",
            "latency=-1s",
            "reset-after=99999999999g",
            "lose=10",
            "lose=101%",
        ] {
            let error = text.parse::<Fault>().expect_err(text).to_string();
            assert!(error.contains("for example"), "{error}");
        }
    }
}
