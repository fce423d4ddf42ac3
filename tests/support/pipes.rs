//! A program at work, its output collected while it runs.

use std::io::{PipeReader, PipeWriter, Read as _, Write as _, pipe};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::watched::Watched;

/// What a program finds on its standard input.
#[derive(Clone, Default)]
pub(crate) enum Input {
    /// Nothing: the null device.
    #[default]
    Nothing,
    /// These bytes, then the end.
    Whole(Vec<u8>),
    /// Whatever [`Piped::write`] brings, until [`Piped::end_input`].
    Open,
}

/// Where a program's standard output goes.
#[derive(Clone, Copy, Default)]
pub(crate) enum Output {
    /// It is collected.
    #[default]
    Collected,
    /// To a pipe whose reader has gone.
    Unread,
    /// To the null device.
    Nowhere,
}

/// What came out of one pipe so far.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) bytes: Vec<u8>,
    /// How much of it [`Piped::line`] has given away.
    given: usize,
    ended: bool,
}

impl Collected {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// A program with its three pipes. Dropping it kills the program.
pub(crate) struct Piped {
    child: Child,
    input: Option<PipeWriter>,
    pub(crate) stdout: Arc<Watched<Collected>>,
    pub(crate) stderr: Arc<Watched<Collected>>,
    started: Instant,
}

impl Piped {
    /// Starts `command`.
    pub(crate) fn spawn(mut command: Command, input: Input, output: Output) -> Self {
        let feed = if matches!(input, Input::Nothing) {
            command.stdin(Stdio::null());
            None
        } else {
            let (reader, writer) = pipe().unwrap();
            command.stdin(reader);
            Some(writer)
        };
        let (stdout, writer) = pipe().unwrap();
        match output {
            Output::Collected | Output::Unread => command.stdout(writer),
            Output::Nowhere => command.stdout(Stdio::null()),
        };
        // Where nobody reads, the reader has gone before there is a program.
        let stdout = matches!(output, Output::Collected).then_some(stdout);
        let (stderr, writer) = pipe().unwrap();
        command.stderr(writer);
        let started = Instant::now();
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        // Our copies of the child's ends of the pipes close with the command.
        drop(command);
        let input = match (input, feed) {
            (Input::Whole(bytes), Some(mut feed)) => {
                // It is no fault here if the program ends before it read all.
                thread::spawn(move || drop(feed.write_all(&bytes)));
                None
            }
            (_, feed) => feed,
        };
        Self {
            child,
            input,
            stdout: collect(stdout),
            stderr: collect(Some(stderr)),
            started,
        }
    }

    /// Writes to the program's standard input.
    pub(crate) fn write(&mut self, text: &str) {
        let input = self.input.as_mut().expect("the input was left open");
        input.write_all(text.as_bytes()).unwrap();
    }

    /// Ends the program's standard input.
    pub(crate) fn end_input(&mut self) {
        self.input = None;
    }

    /// The next line of standard output, as soon as it is there; without its
    /// newline.
    pub(crate) fn line(&self, patience: Duration) -> Option<String> {
        let line = self.stdout.wait(patience, |out| {
            let rest = &out.bytes[out.given..];
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                return out.ended.then_some(None);
            };
            let line = String::from_utf8_lossy(&rest[..end]).into_owned();
            out.given += end + 1;
            Some(Some(line))
        });
        line.flatten()
    }

    /// Waits until standard error holds `text`; whether it does.
    pub(crate) fn complains(&self, text: &str, patience: Duration) -> bool {
        let found = self.stderr.wait(patience, |err| {
            let found = err.text().contains(text);
            (found || err.ended).then_some(found)
        });
        found == Some(true)
    }

    /// The process's number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the program's end and all of its output; its status and how
    /// long it ran.
    pub(crate) fn wait(&mut self, patience: Duration) -> Option<(ExitStatus, Duration)> {
        let deadline = self.started + patience;
        for pipe in [&self.stdout, &self.stderr] {
            let left = deadline.saturating_duration_since(Instant::now());
            pipe.wait(left, |output| output.ended.then_some(()))?;
        }
        let status = wait_for_exit(&mut self.child, deadline)?;
        Some((status, self.started.elapsed()))
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        // Both fail when it is gone already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for a process that is about to end: the standard library has no wait
/// with a deadline, so this asks again and again.
pub(crate) fn wait_for_exit(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if Instant::now() >= deadline {
            return None;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn collect(pipe: Option<PipeReader>) -> Arc<Watched<Collected>> {
    let collected = Arc::new(Watched::new(Collected {
        ended: pipe.is_none(),
        ..Collected::default()
    }));
    if let Some(mut pipe) = pipe {
        let watched = Arc::clone(&collected);
        thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                watched.update(|output| output.bytes.extend_from_slice(&buffer[..count]));
            }
            watched.update(|output| output.ended = true);
        });
    }
    collected
}
