//! One run of the program: what it is given, and how it is started.

use std::ffi::{OsStr, OsString};
use std::process::Command;
use std::time::Duration;

use super::memory::peak_memory;
use super::outcome::Outcome;
use super::pipes::{Collected, Input, Output, Piped};
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
    output: Output,
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
            output: Output::default(),
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
        self.output = Output::Unread;
        self
    }

    /// A standard output that goes nowhere: for more than a test can keep.
    pub(crate) fn stdout_nowhere(mut self) -> Self {
        self.output = Output::Nowhere;
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
        let piped = Piped::spawn(command, input, self.output);
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
        assert!(
            self.piped.complains(text, self.run.patience),
            "never on standard error: {text:?}\n{}",
            self.report()
        );
    }

    /// Its process number.
    pub(crate) fn id(&self) -> u32 {
        self.piped.id()
    }

    /// Waits for its end, and gives the most memory that it was seen to have
    /// meanwhile, in KiB: 0 where the system does not tell.
    pub(crate) fn peak_memory(&self) -> u64 {
        peak_memory(self.id())
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
