//! What became of each server, and the account of it at the end.

use std::io;
use std::time::Duration;

use rcon_proto::ErrorKind;

use super::Outcome;
use crate::error::exit_code;
use crate::request::target::Target;
use crate::show::escape;
use crate::show::notice::notice;
use crate::show::output::cannot_write;
use crate::show::report;
use crate::ways::check::Checked;
use crate::ways::players::Listing;

/// How servers are named to people.
pub(super) fn label(target: &Target) -> String {
    escape::line(&target.label(), usize::MAX).into_owned()
}

/// What became of each server.
pub(super) struct Tally {
    labels: Vec<String>,
    outcomes: Vec<Option<Outcome>>,
    /// The first server without an outcome.
    head: usize,
}

impl Tally {
    pub(super) fn new(targets: &[Target]) -> Self {
        Self {
            labels: targets.iter().map(label).collect(),
            outcomes: targets.iter().map(|_| None).collect(),
            head: 0,
        }
    }

    pub(super) fn label(&self, server: usize) -> &str {
        self.labels.get(server).map_or("", String::as_str)
    }

    pub(super) fn ended(&mut self, server: usize, outcome: Outcome) {
        if let Some(at) = self.outcomes.get_mut(server) {
            *at = Some(outcome);
        }
        while self.outcomes.get(self.head).is_some_and(Option::is_some) {
            self.head += 1;
        }
    }

    /// The first server that is not done with.
    pub(super) fn head(&self) -> usize {
        self.head
    }

    /// What the checks found out. One that was interrupted found out nothing.
    pub(super) fn checked(&self) -> impl Iterator<Item = &Checked> {
        let ended = self.outcomes.iter().flatten();
        let found_out = ended.filter(|outcome| !outcome.is_interrupted());
        found_out.filter_map(|outcome| outcome.checked.as_ref())
    }

    /// Who is on those servers that said so.
    pub(super) fn listings(&self) -> impl Iterator<Item = &Listing> + Clone {
        let ended = self.outcomes.iter().flatten();
        ended.filter_map(|outcome| outcome.listing.as_ref())
    }

    /// Says what failed, a line each, and gives the exit code. After Ctrl-C,
    /// `reached` is how many servers were begun with, and the others are
    /// named. `written` is why standard output could not be written.
    pub(super) fn report(&self, reached: Option<usize>, written: Option<io::Error>) -> u8 {
        let mut kinds = Vec::new();
        for (server, outcome) in self.outcomes.iter().enumerate() {
            let (kind, message) = match outcome {
                Some(outcome) => match &outcome.failure {
                    Some(failure) => (failure.kind, failure.to_string()),
                    None => continue,
                },
                None if reached.is_some_and(|reached| server >= reached) => continue,
                None if reached.is_some() => (
                    ErrorKind::Interrupted,
                    "interrupted while it was under way: what ran there is unknown".to_owned(),
                ),
                // Its thread is gone, which says so itself.
                None => (ErrorKind::Other, "not done: an internal error".to_owned()),
            };
            notice(&format!("{}: {message}", self.label(server)));
            kinds.push(kind);
        }
        if let Some(error) = written {
            notice(&report::text(&cannot_write(error)));
            kinds.push(ErrorKind::Other);
        }
        if let Some(reached) = reached {
            self.account(reached);
            return exit_code(ErrorKind::Interrupted);
        }
        shared_code(&kinds)
    }

    /// After Ctrl-C: which servers were done with, and which were not begun.
    /// Those between have a line of their own already.
    fn account(&self, reached: usize) {
        let done = |outcome: &Option<Outcome>| {
            let failure = outcome.as_ref().map(|outcome| &outcome.failure);
            // One that was compared with a file is done with, whatever came of it.
            failure.is_some_and(|failure| {
                let kind = failure.as_ref().map(|failure| failure.kind);
                kind.is_none_or(|kind| kind == ErrorKind::Drift)
            })
        };
        let labels = self.labels.iter().zip(&self.outcomes);
        let done: Vec<&str> = labels
            .filter(|(_, outcome)| done(outcome))
            .map(|(label, _)| label.as_str())
            .collect();
        let left: Vec<&str> = self
            .labels
            .iter()
            .skip(reached)
            .map(String::as_str)
            .collect();
        let all = self.labels.len();
        notice(&format!("interrupted: {}", listed("done", &done, all)));
        if !left.is_empty() {
            notice(&format!(
                "interrupted: {}",
                listed("not reached", &left, all)
            ));
        }
    }

    /// What it came to, in one line for a person.
    pub(super) fn summary(&self, elapsed: Duration) -> String {
        let ended = self.outcomes.iter().flatten();
        let failed = ended.filter(|outcome| outcome.failure.is_some()).count();
        let (all, seconds) = (self.outcomes.len(), elapsed.as_secs_f64());
        match failed {
            0 => format!("{all} servers in {seconds:.1} s"),
            _ => format!("{all} servers in {seconds:.1} s, {failed} of them failed"),
        }
    }
}

impl Outcome {
    fn is_interrupted(&self) -> bool {
        let failure = self.failure.as_ref();
        failure.is_some_and(|failure| failure.kind == ErrorKind::Interrupted)
    }
}

/// `3 of 7 servers done: a, b, c`.
fn listed(what: &str, labels: &[&str], all: usize) -> String {
    let counted = format!("{} of {all} servers {what}", labels.len());
    match labels {
        [] => counted,
        _ => format!("{counted}: {}", labels.join(", ")),
    }
}

/// The exit code for all these failures together.
fn shared_code(kinds: &[ErrorKind]) -> u8 {
    match kinds {
        [] => 0,
        [first, others @ ..] if others.iter().all(|kind| kind == first) => exit_code(*first),
        _ => exit_code(ErrorKind::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_one_kind_share_its_code() {
        use ErrorKind::{Connect, Refused, Timeout};
        assert_eq!(shared_code(&[]), 0);
        assert_eq!(shared_code(&[Timeout, Timeout]), 124);
        assert_eq!(shared_code(&[Connect, Refused, Connect]), 1);
    }
}
