//! One run of the program: what it is given, and what came of it.

use std::ffi::{OsStr, OsString};
use std::process::Command;
use std::time::Duration;

use super::diff::difference;
use super::pipes::{Collected, Input, Piped};
use super::{Home, PATIENCE, program};

/// A run of the program under test, with these arguments.
pub(crate) fn rcon<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    Run::new(program()).args(args)
}

/// A run to be. Unless told otherwise it has no terminal at all, no input, an
/// empty home, and nothing of the developer's environment.
#[must_use]
pub(crate) struct Run {
    pub(super) program: OsString,
    pub(super) args: Vec<OsString>,
    env: Vec<(String, OsString)>,
    input: Input,
    unread: bool,
    pub(super) home: Home,
    pub(super) patience: Duration,
}

impl Run {
    /// A run of any program.
    pub(crate) fn new(program: impl Into<OsString>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            env: Vec::new(),
            input: Input::Nothing,
            unread: false,
            home: Home::new(),
            patience: PATIENCE,
        }
    }

    /// More arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args
            .extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// A variable in its environment.
    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    /// The home it lives in, shared with whoever else has it.
    pub(crate) fn home(mut self, home: &Home) -> Self {
        self.home = home.clone();
        self
    }

    /// Its whole standard input.
    pub(crate) fn stdin(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = Input::Whole(input.into());
        self
    }

    /// A standard input that stays open, for [`Running::write`].
    pub(crate) fn stdin_open(mut self) -> Self {
        self.input = Input::Open;
        self
    }

    /// A standard output whose reader has gone, as after `| head -0`.
    pub(crate) fn stdout_unread(mut self) -> Self {
        self.unread = true;
        self
    }

    /// How long it may take before it is killed and the test fails.
    pub(crate) fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Everything that the program finds in its environment.
    pub(super) fn environment(&self) -> impl Iterator<Item = (String, OsString)> + '_ {
        let home = self.home.env().into_iter();
        home.map(|(name, value)| (name, value.into()))
            .chain(self.env.iter().cloned())
    }

    /// Starts it; for tests that look at it while it runs.
    pub(crate) fn start(mut self) -> Running {
        let mut command = without_terminal(&self.program);
        command.args(&self.args);
        command.env_clear().envs(self.environment());
        let input = std::mem::take(&mut self.input);
        let piped = Piped::spawn(command, input, self.unread);
        Running { run: self, piped }
    }

    /// Runs it to its end; what came of it is then asserted on.
    pub(crate) fn assert(self) -> Outcome {
        self.start().assert()
    }
}

/// A program at work.
pub(crate) struct Running {
    run: Run,
    piped: Piped,
}

impl Running {
    /// Writes to its standard input, which was left open.
    pub(crate) fn write(&mut self, text: &str) -> &mut Self {
        self.piped.write(text);
        self
    }

    /// The next line of its standard output, as soon as it is there.
    #[track_caller]
    pub(crate) fn line(&self) -> String {
        self.piped
            .line(self.run.patience)
            .unwrap_or_else(|| panic!("no further line on standard output\n{}", self.report()))
    }

    /// Waits until its standard error holds `text`.
    #[track_caller]
    pub(crate) fn wait_stderr(&self, text: &str) {
        let found = self.piped.stderr.wait(self.run.patience, |err| {
            err.text().contains(text).then_some(())
        });
        assert!(
            found.is_some(),
            "never on standard error: {text:?}\n{}",
            self.report()
        );
    }

    /// Its process number.
    pub(crate) fn id(&self) -> u32 {
        self.piped.id()
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        super::terminal::signal(self.id(), signal);
    }

    /// Ends its input and waits for its end.
    #[track_caller]
    pub(crate) fn assert(mut self) -> Outcome {
        self.piped.end_input();
        let Some((status, elapsed)) = self.piped.wait(self.run.patience) else {
            panic!(
                "still running after {:?}\n{}",
                self.run.patience,
                self.report()
            );
        };
        Outcome {
            code: status.code(),
            elapsed,
            stdout: self.piped.stdout.look(|out| out.bytes.clone()),
            stderr: self.piped.stderr.look(Collected::text),
            report: format!("{status}\n{}", self.report()),
            home: self.run.home,
        }
    }

    fn report(&self) -> String {
        report(
            &self.run,
            &self.piped.stdout.look(Collected::text),
            &self.piped.stderr.look(Collected::text),
        )
    }
}

/// What came of a run. Every assertion that fails shows all of it.
pub(crate) struct Outcome {
    code: Option<i32>,
    report: String,
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

    /// It took no longer than this.
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

    /// Standard output as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }
}

/// A run, for people: the command line and both outputs, long ones cut.
fn report(run: &Run, stdout: &str, stderr: &str) -> String {
    let cut = |text: &str| -> String {
        let kept: String = text.chars().take(4000).collect();
        let left = text.len() - kept.len();
        if left == 0 {
            kept
        } else {
            format!("{kept}\n… {left} bytes more")
        }
    };
    format!(
        "ran: {} {:?}\n--- standard output\n{}\n--- standard error\n{}\n---",
        run.program.display(),
        run.args,
        cut(stdout),
        cut(stderr)
    )
}

/// A command that cannot reach the terminal that the tests were started from:
/// it runs in a session of its own, which has none.
fn without_terminal(program: &OsStr) -> Command {
    let wrapper: &[&str] = if cfg!(target_os = "linux") {
        &["setsid"]
    } else if cfg!(unix) {
        &["perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV", "--"]
    } else {
        return Command::new(program);
    };
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).arg(program);
    command
}
