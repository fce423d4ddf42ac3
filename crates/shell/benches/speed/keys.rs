//! What a key costs: with how many names, with how much of a history.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rcon_shell::internals::{Builder, NameList, NewName, Typing};

use crate::{Result, table};

const ROUNDS: u32 = 300;

/// Terminal columns.
const WIDTH: usize = 80;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every part is called in the same way"
)]
pub(crate) fn measure() -> Result {
    for count in [500, 5_000, 50_000] {
        let names = names(count);
        let typing = Typing::new(Vec::new(), &names, WIDTH);
        slowest(
            &format!("a key with {count} names (hint, highlight)"),
            "< 20 µs (200)",
            &[
                "s",
                "sv_name_4",
                "sv_name_499 1",
                "nonsense",
                "a; b; sv_name_1",
            ],
            |line| typing.at_key(line).len(),
        );
        slowest(
            &format!("Tab with {count} names, a dozen of them listed"),
            "< 50 µs (200)",
            &["sv_name_4999", "help sv_name_4999"],
            |line| typing.at_tab(line).len(),
        );
        slowest(
            &format!("Tab with {count} names, at most 1,000 listed"),
            "< 5 ms",
            &["", "sv_name_4", "help sv_"],
            |line| typing.at_tab(line).len(),
        );
    }
    let none = NameList::default();
    for count in [100, 1_000, 10_000] {
        let lines = (0..count).map(|n| format!("say message {n}")).collect();
        let typing = Typing::new(lines, &none, WIDTH);
        slowest(
            &format!("a key with {count} lines of history, none or the oldest matching"),
            "< 100 µs (200)",
            &["nonsense", "say message 0"],
            |line| typing.at_key(line).len(),
        );
    }
    Ok(())
}

pub(crate) fn names(count: usize) -> NameList {
    let mut builder = Builder::default();
    for number in 0..count {
        builder.push(&NewName {
            name: &format!("sv_name_{number}"),
            description: "What it does, in about as many words as usual.",
            ..NewName::default()
        });
    }
    builder.build()
}

/// The slowest of these lines, each by the median of many rounds.
fn slowest(what: &str, target: &str, lines: &[&str], act: impl Fn(&str) -> usize) {
    let median = |line: &str| {
        let times = (0..ROUNDS).map(|_| {
            let began = Instant::now();
            black_box(act(black_box(line)));
            began.elapsed()
        });
        table::median(times.collect()).unwrap_or_default()
    };
    let slowest: Option<Duration> = lines.iter().map(|line| median(line)).max();
    table::plain(what, &table::us(slowest.unwrap_or_default()), target);
}
