//! The commands that every simulated console has besides its own: replies
//! made to order, for tests and for trying a client out.

use std::time::Duration;

use crate::body::Body;
use crate::outbox::End;

use super::{Answer, Call, Item};

/// What `sim_help` prints, and the one place that lists the commands.
pub(crate) const HELP: &[(&str, &str)] = &[
    (
        "sim_help",
        "List the commands that only this simulator has.",
    ),
    ("sim_lines", "N: print N lines, up to 1 GiB."),
    ("sim_bytes", "N: print exactly N bytes, up to 1 GiB."),
    ("sim_echo", "TEXT: print TEXT."),
    ("sim_empty", "Answer with an empty reply."),
    (
        "sim_silent",
        "Do not answer, nor a probe that comes after it.",
    ),
    (
        "sim_quiet",
        "Do not answer, but answer a probe that comes after it.",
    ),
    (
        "sim_delay",
        "MS TEXT: answer with TEXT after MS milliseconds.",
    ),
    (
        "sim_late",
        "MS TEXT: answer at once, and once more with TEXT after MS milliseconds.",
    ),
    (
        "sim_escape",
        "Print control characters that a terminal must not see.",
    ),
    ("sim_unicode", "Print text in several scripts."),
    ("sim_invalid", "Print bytes that are not UTF-8."),
    ("sim_nul", "Print text with a NUL inside."),
    (
        "sim_unsolicited",
        "TEXT: send TEXT as a packet of its own, then answer.",
    ),
    ("sim_torn", "Send half of the reply's packet, then close."),
    ("sim_close", "Close the connection without an answer."),
    ("sim_reset", "Reset the connection without an answer."),
    ("sim_count", "Print how often this command has run."),
    (
        "sim_log",
        "TEXT: log a line, or have a player say it where chat is pushed.",
    ),
    ("sim_log_flood", "N: log N lines, as fast as that goes."),
    (
        "sim_log_bad",
        "Send what a receiver of the log must not take for it.",
    ),
];

/// Text that must not reach a terminal as it is: a title, a cleared screen,
/// the clipboard, C1 raw and as UTF-8, bidi controls, a lone CR, a lone
/// section sign at the end.
const ESCAPES: &[u8] = b"title \x1b]0;owned\x07 clear \x1b[2J\x1b[H colour \x1b[31mred\x1b[0m\n\
    clipboard \x1b]52;c;b3duZWQ=\x07 bell \x07 backspace ab\x08c delete \x7f\n\
    c1 raw \x9b2J c1 utf-8 \xc2\x9b2J bidi \xe2\x80\xaegnp.exe\xe2\x80\xac\n\
    lone cr hidden\rshown crlf\r\ntab\there section \xc2\xa7aGreen \xc2\xa7";

const UNICODE: &str = "h\u{e9}llo w\u{f6}rld \u{20ac} \u{5c0f}\u{6797} \u{1f3ae} \u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}\n";

/// Most bytes that `sim_bytes` and `sim_lines` make.
const MOST: u64 = 1 << 30;

/// So many lines are no more than that.
const MOST_LINES: u64 = MOST / "line 10000000\n".len() as u64;

/// The state of the simulator's own commands.
#[derive(Debug, Default)]
pub(crate) struct Sim {
    runs: u64,
}

impl Sim {
    /// Runs a command, if it is one of these. Games whose commands begin with
    /// a slash or an exclamation mark take these with and without it.
    pub(crate) fn run(&mut self, call: &Call<'_>) -> Option<Answer> {
        let name = call.name();
        let name = name.trim_start_matches(['/', '!']).to_ascii_lowercase();
        let number = || call.args().first().and_then(|arg| arg.parse().ok());
        Some(match name.strip_prefix("sim_")? {
            "help" => Answer::text(help()),
            "lines" => Answer::text(Body::lines(number().unwrap_or(10).min(MOST_LINES))),
            "bytes" => Answer::text(Body::pattern(number().unwrap_or(0).min(MOST))),
            "echo" => Answer::text([call.rest, b"\n"].concat()),
            "empty" => Answer::empty(),
            "silent" => Answer {
                mutes_probe: true,
                ..Answer::none()
            },
            "quiet" => Answer::none(),
            "delay" => {
                let (time, text) = timed(call);
                Answer::item(Item::Wait(time)).then(Item::Text(text.into()))
            }
            "late" => {
                let (time, text) = timed(call);
                Answer::text("first\n")
                    .then(Item::Wait(time))
                    .then(Item::Text(text.into()))
            }
            "escape" => Answer::text(ESCAPES.to_vec()),
            "unicode" => Answer::text(UNICODE),
            "invalid" => Answer::text(b"caf\xe9 \xff\xfe cut \xe2\x82".to_vec()),
            "nul" => Answer::text(b"before\0after\n".to_vec()),
            "unsolicited" => {
                let item = Item::Unsolicited(call.rest.to_vec());
                Answer::item(item).then(Item::Text("answered\n".into()))
            }
            "torn" => {
                let text = b"only half of this text is sent".to_vec();
                Answer::item(Item::Torn(text)).then(Item::End(End::Close))
            }
            "close" => Answer::item(Item::End(End::Close)),
            "reset" => Answer::item(Item::End(End::Reset)),
            "count" => {
                self.runs += 1;
                Answer::text(format!("{}\n", self.runs))
            }
            _ => return None,
        })
    }
}

fn help() -> String {
    let line = |(name, help): &(&str, &str)| format!("{name:<16} {help}\n");
    HELP.iter().map(line).collect()
}

/// The milliseconds and the text of a command that takes both.
fn timed(call: &Call<'_>) -> (Duration, Vec<u8>) {
    let inner = Call::new(call.rest, call.from);
    let millis = inner.name().parse().unwrap_or(1000);
    let mut text = inner.rest.to_vec();
    text.push(b'\n');
    (Duration::from_millis(millis), text)
}
