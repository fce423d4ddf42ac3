//! Every kind of server that is simulated, each with what users do: the right
//! output and code, and no more logins, probes and packets than there have to be.
//! No `--game`, but where it is the point.
//!
//! Nothing here is bounded by a clock: a loaded machine is slow, not wrong. That
//! no timer is in the way where none is needed is shown on the virtual clock of
//! the protocol's own tests, and here by the counts. The times in the tables are
//! for people.

mod not_yet;
mod one_shot;
mod page;
#[cfg(unix)]
mod prompt;
mod row;
mod scripts;
mod special;

use std::time::Duration;

use row::Row;

use crate::support::{Outcome, Run, Server, Target as _};

/// Long enough for anything that ends at all.
const DEADLINE: &str = "20";

/// For what is known to fail, often by waiting.
const IMPATIENT: &str = "3";

/// A deadline for what is known to end in one, in seconds.
const SHORT: f64 = 1.5;

/// What is said of a command without an answer.
fn unanswered_within(deadline: f64) -> String {
    format!("sent, but no reply within {deadline} s")
}

/// How long a wrong password may be unanswered: only ARK never answers.
fn patience(row: Row) -> &'static str {
    match row.refusal() {
        124 => "1.5",
        _ => DEADLINE,
    }
}

/// Asserts that it was not the deadline that ended a run, where that is not the
/// only end there is.
fn assert_ended(row: Row, outcome: &Outcome, deadline: &str) {
    let deadline = Duration::from_secs_f64(deadline.parse().unwrap());
    if row.ends() {
        outcome.faster_than(deadline);
    }
}

/// A run on a server of its own. Where a server closes behind each reply, it is done
/// again until that does not meet the second command.
fn run(row: Row, how: impl Fn(Run) -> Run) -> (Server, Outcome) {
    loop {
        let server = row.server();
        let outcome = how(server.shell()).args(row.args).assert();
        if !row.closes() || !outcome.was_crossed_by_a_close(&server.commands()) {
            return (server, outcome);
        }
    }
}

/// `text` as it is printed: ended by a newline, unless there is none at all.
fn printed(text: &str) -> String {
    match text {
        "" => String::new(),
        text if text.ends_with('\n') => text.to_owned(),
        text => format!("{text}\n"),
    }
}

/// What `sim_bytes` prints.
fn pattern(bytes: usize) -> String {
    let row = |offset| format!("{offset:016}{}\n", ".".repeat(47));
    let mut text: String = (0..bytes).step_by(64).map(row).collect();
    text.truncate(bytes);
    text
}
