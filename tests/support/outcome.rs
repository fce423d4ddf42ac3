//! What came of a run, to be asserted on.

use std::time::Duration;

use serde_json::Value;

use super::diff::difference;
use super::{Home, assert_is_record};

/// What came of a run. Every assertion that fails shows all of it.
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    /// The whole run, for people.
    pub(super) report: String,
    /// Standard output, to the byte.
    pub(crate) stdout: Vec<u8>,
    /// Standard error.
    pub(crate) stderr: String,
    /// From before its start to after its end.
    pub(crate) elapsed: Duration,
    /// Where it lived.
    pub(crate) home: Home,
}

impl Outcome {
    /// It exited with this code.
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Self {
        assert!(
            self.code == Some(code),
            "expected exit code {code}\n{}",
            self.report
        );
        self
    }

    /// Standard output is exactly this.
    #[track_caller]
    pub(crate) fn stdout(&self, expected: impl AsRef<[u8]>) -> &Self {
        let expected = expected.as_ref();
        if self.stdout != expected {
            let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
            let where_ = difference(&text(expected), &text(&self.stdout))
                .unwrap_or_else(|| "bytes that are not text differ".to_owned());
            panic!("standard output differs in {where_}\n{}", self.report);
        }
        self
    }

    /// Standard error is exactly this.
    #[track_caller]
    pub(crate) fn stderr(&self, expected: &str) -> &Self {
        if let Some(where_) = difference(expected, &self.stderr) {
            panic!("standard error differs in {where_}\n{}", self.report);
        }
        self
    }

    /// Standard output holds this.
    #[track_caller]
    pub(crate) fn stdout_contains(&self, part: &str) -> &Self {
        assert!(
            self.text().contains(part),
            "not on standard output: {part:?}\n{}",
            self.report
        );
        self
    }

    /// Standard error holds this.
    #[track_caller]
    pub(crate) fn stderr_contains(&self, part: &str) -> &Self {
        assert!(
            self.stderr.contains(part),
            "not on standard error: {part:?}\n{}",
            self.report
        );
        self
    }

    /// This is nowhere in what it printed.
    #[track_caller]
    pub(crate) fn never_printed(&self, part: &str) -> &Self {
        assert!(
            !self.text().contains(part) && !self.stderr.contains(part),
            "printed {part:?}\n{}",
            self.report
        );
        self
    }

    /// This is nowhere on its standard error.
    #[track_caller]
    pub(crate) fn never_complained(&self, part: &str) -> &Self {
        assert!(
            !self.stderr.contains(part),
            "complained {part:?}\n{}",
            self.report
        );
        self
    }

    /// Whether a server that closes behind its reply met the next command with that.
    /// Whether that one has run is unknown, and told so: it is in none of our hands,
    /// and happens once, as the next close is waited for. A run in which it happened
    /// shows nothing else, and is done again.
    #[track_caller]
    pub(crate) fn was_crossed_by_a_close(&self, commands: &[String]) -> bool {
        let crossed = self.code == Some(6);
        if crossed {
            self.stderr_contains("whether it ran is unknown, and it is not sent again");
            assert!(commands.len() <= 2, "{commands:?}\n{}", self.report);
        }
        crossed
    }

    /// It took no longer than this: tens of seconds for what must not hang, as
    /// a busy machine takes several times as long as an idle one.
    #[track_caller]
    pub(crate) fn faster_than(&self, bound: Duration) -> &Self {
        assert!(
            self.elapsed < bound,
            "took {:?}, bound {bound:?}\n{}",
            self.elapsed,
            self.report
        );
        self
    }

    /// It took at least this long.
    #[track_caller]
    pub(crate) fn slower_than(&self, bound: Duration) -> &Self {
        assert!(
            self.elapsed >= bound,
            "took only {:?}, expected {bound:?}\n{}",
            self.elapsed,
            self.report
        );
        self
    }

    /// Standard output as the records of `--json`, each of which is as the schema has it.
    #[track_caller]
    pub(crate) fn records(&self) -> Vec<Value> {
        let text = self.text();
        let records = text.lines().map(|line| {
            let record = serde_json::from_str(line).unwrap_or_else(|error| {
                panic!("not JSON ({error}): {line}\n{}", self.report);
            });
            assert_is_record(&record);
            record
        });
        records.collect()
    }

    /// Standard output as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }
}
