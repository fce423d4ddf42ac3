//! A script against one server at a time, without a person.

mod settle;
mod telling;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use rcon_proto::{Error, ErrorKind, ExecuteOptions, Executed, Observer, ProtocolError};

use crate::console::Console;
use crate::escape;
use crate::exit::{self, UsageError};
use crate::local;
use crate::script::{Ahead, Line, Local, Place, Script, Step};
use crate::sink::{Done, Sink};
use crate::target::Target;
use telling::{OpenReply, Telling};

/// How long a command that nobody waits for is given to be read.
const LINGER: Duration = Duration::from_millis(250);

/// How a script is run.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rules {
    /// Run the rest after a failure.
    pub(crate) keep_going: bool,
    /// Do not wait for replies.
    pub(crate) no_wait: bool,
    /// Several servers run this at once: whoever runs them says what failed.
    pub(crate) fleet: bool,
}

/// Runs scripts. What failed is told on standard error at once, unless this
/// is a fleet, and to the sink.
pub(crate) struct Runner<'a> {
    console: &'a mut Console,
    sink: &'a mut dyn Sink,
    rules: Rules,
    /// The newest reply may go on until the next one begins.
    open: Option<OpenReply>,
    /// The newest reply that was handed over as whole.
    ended: Option<OpenReply>,
    /// More of the newest reply may still come.
    unsettled: bool,
    failure: Option<Failure>,
    /// The server that `!connect` did not get: the failure is about it.
    elsewhere: Option<Target>,
    /// A command was sent that nobody waited for.
    unawaited: bool,
    depth: usize,
}

/// The first failure of a run.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// How many failed after it.
    pub(crate) others: usize,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match self.others {
            0 => Ok(()),
            1 => f.write_str(" (and 1 more failure)"),
            n => write!(f, " (and {n} more failures)"),
        }
    }
}

/// What follows after a step.
enum Next {
    Go,
    Leave,
}

impl<'a> Runner<'a> {
    pub(crate) fn new(console: &'a mut Console, sink: &'a mut dyn Sink, rules: Rules) -> Self {
        Self {
            console,
            sink,
            rules,
            open: None,
            ended: None,
            unsettled: false,
            failure: None,
            elsewhere: None,
            unawaited: false,
            depth: 0,
        }
    }

    /// Runs a script to its end, its `!exit`, or its first failure.
    pub(crate) fn run(mut self, script: &mut Script) -> Option<Failure> {
        if let Some(target) = &self.console.target {
            self.sink.server(target);
        }
        self.steps(script);
        self.settle();
        if self.unawaited {
            let _ = self.console.with_client(|client| {
                client
                    .connection()
                    .map(|connection| connection.linger(LINGER))
            });
        }
        self.failure
    }

    fn steps(&mut self, script: &mut Script) -> Next {
        loop {
            // Whoever feeds the script may wait for this reply first.
            if script.ahead(self.console.cancel()) == Ahead::Unknown {
                self.close_reply();
            }
            let step = match script.next(self.console.cancel()) {
                Ok(Some(step)) => step,
                Ok(None) => return Next::Go,
                Err(error) => {
                    self.fail(None, None, error.into());
                    if self.goes_on() {
                        continue;
                    }
                    return Next::Leave;
                }
            };
            if self.console.cancel().is_cancelled() {
                // Not tried: no record of it.
                let error = anyhow::Error::new(Error::Interrupted);
                self.tell(&error.context(step.place.to_string()));
                return Next::Leave;
            }
            let last = self.depth == 0 && script.ahead(self.console.cancel()) == Ahead::End;
            match self.step(&step, last) {
                Ok(Next::Go) => {}
                Ok(Next::Leave) => return Next::Leave,
                Err(error) => {
                    let command = match &step.line {
                        Line::Send(command) => Some(command.as_slice()),
                        Line::Local(_) | Line::Nothing => None,
                    };
                    self.fail(command, Some(&step.place), error);
                    if !self.goes_on() {
                        return Next::Leave;
                    }
                }
            }
        }
    }

    fn goes_on(&self) -> bool {
        self.rules.keep_going && !self.console.cancel().is_cancelled()
    }

    fn fail(&mut self, command: Option<&[u8]>, place: Option<&Place>, error: anyhow::Error) {
        self.close_reply();
        if let Some(target) = &self.elsewhere {
            self.sink.server(target);
        }
        self.sink.failed(command, &error);
        let error = match place {
            Some(place) if place.is_worth_naming() => error.context(place.to_string()),
            _ => error,
        };
        self.tell(&error);
    }

    /// Says what failed, unless that is left to whoever runs a fleet, and
    /// keeps it if it is the first.
    fn tell(&mut self, error: &anyhow::Error) {
        let message = escape::line(&format!("{error:#}"), usize::MAX).into_owned();
        let kind = exit::kind(error);
        if !self.rules.fleet {
            let elsewhere = self.elsewhere.as_ref().map(|target| &target.address);
            let server = elsewhere.or(self.console.address());
            exit::report(
                server.map(|address| address as &dyn std::fmt::Display),
                error,
            );
        }
        self.elsewhere = None;
        match &mut self.failure {
            Some(first) => first.others += 1,
            None => {
                self.failure = Some(Failure {
                    kind,
                    message,
                    others: 0,
                });
            }
        }
    }

    /// The reply that seemed to be whole is.
    fn close_reply(&mut self) {
        if let Some(open) = self.open.take() {
            self.ended = Some(open.clone());
            if let Err(error) = self.sink.end(open.done()) {
                self.fail(Some(&open.command), None, error);
            }
        }
    }

    fn step(&mut self, step: &Step, last: bool) -> anyhow::Result<Next> {
        match &step.line {
            Line::Nothing => Ok(Next::Go),
            Line::Send(command) if self.rules.no_wait => self.send(command, !last),
            Line::Send(command) => self.execute(command, last),
            Line::Local(local) => self.local(local),
        }
    }

    fn execute(&mut self, command: &[u8], last: bool) -> anyhow::Result<Next> {
        let prompt = self.prompt();
        if let Some(transcript) = &mut self.console.transcript {
            transcript
                .command(&prompt, command)
                .context("cannot write the log")?;
        }
        let mut transcript = self.console.transcript.take();
        let how = ExecuteOptions::default().last(last);
        let began = Instant::now();
        let mut telling = Telling {
            sink: self.sink,
            open: self.open.take(),
            ended: self.ended.take(),
            current: None,
            transcript: transcript.as_mut(),
            error: None,
            late: None,
            unended: None,
        };
        let result = self.console.execute(command, &how, &mut telling);
        let elapsed = began.elapsed();
        let Telling {
            open,
            current,
            error,
            late,
            unended,
            ..
        } = telling;
        self.console.transcript = transcript;
        // No part of this reply came: the one before is whole now.
        self.open = open;
        self.unsettled = false;
        self.close_reply();
        if let Some((command, error)) = unended {
            self.fail(Some(&command), None, error);
        }
        if let Some(late) = late {
            self.tell_late(&late);
        }
        if let Some(error) = error {
            return Err(error);
        }
        match result {
            Err(error) if self.sink.is_full() => {
                // The sink knows the limit that it stopped at.
                self.sink
                    .end(Done {
                        command,
                        elapsed,
                        awaited: true,
                    })
                    .and(Err(error))
            }
            Err(error) if current.is_some() && exit::kind(&error) == ErrorKind::Interrupted => {
                Err(error.context("the command was sent, and whether it ran is unknown"))
            }
            Err(error) => Err(error),
            Ok(executed) => {
                let provisional =
                    matches!(executed, Executed::Replied(by) if by.is_provisional() && !last);
                self.open = Some(OpenReply {
                    command: command.to_vec(),
                    elapsed,
                });
                self.unsettled = provisional;
                if !provisional {
                    self.close_reply();
                }
                if executed == Executed::LoginForgotten {
                    self.tell_forgotten(command);
                }
                Ok(Next::Go)
            }
        }
    }

    /// The run fails because output came too late for its place.
    fn tell_late(&mut self, command: &str) {
        let named = crate::editor::redact(command).into_owned();
        let error = anyhow::Error::new(Error::Protocol(ProtocolError::TooLate));
        self.tell(&error.context(format!("late output of {named:?}")));
    }

    /// The empty reply was none: the run goes on, and its reader has to know.
    fn tell_forgotten(&mut self, command: &[u8]) {
        let command = String::from_utf8_lossy(command);
        let text = format!(
            "{:?} was answered with nothing, as the server forgot the login after the change of the map: logged in again; repeat the command, it was not sent again",
            crate::editor::redact(&command)
        );
        match self.console.address() {
            // A fleet says itself which server it is.
            Some(address) if !self.rules.fleet => self.sink.notice(&format!("{address}: {text}")),
            _ => self.sink.notice(&text),
        }
    }

    fn send(&mut self, command: &[u8], more: bool) -> anyhow::Result<Next> {
        self.console.send(command, more, &mut Quiet)?;
        self.unawaited = true;
        self.sink.end(Done {
            command,
            elapsed: Duration::ZERO,
            awaited: false,
        })?;
        Ok(Next::Go)
    }

    fn prompt(&self) -> String {
        match self.console.address() {
            Some(address) => format!("{address} ] "),
            None => "RCON ] ".to_owned(),
        }
    }

    fn local(&mut self, local: &Local) -> anyhow::Result<Next> {
        match local.name.as_str() {
            "exit" => return Ok(Next::Leave),
            "run" => return self.run_file(&local.rest),
            "sleep" => self.sleep(crate::console::seconds(&local.rest)?)?,
            "connect" => {
                self.settle();
                local::connect::connect(self.console, &local.rest, &mut self.elsewhere)?;
                self.elsewhere = None;
                if let Some(target) = &self.console.target {
                    self.sink.server(target);
                }
            }
            "disconnect" => {
                self.settle();
                self.console.disconnect();
            }
            "reconnect" => {
                self.settle();
                self.console.reconnect()?;
            }
            "shutdown" => {
                let stop = self.console.game().stop_command();
                return self.execute(stop.as_bytes(), false);
            }
            "log" => local::log::log(self.console, &local.rest)?,
            "set" => local::set::set_in_script(self.console, &local.rest)?,
            other => return Err(UsageError(format!("Unknown command !{other}")).into()),
        }
        Ok(Next::Go)
    }

    fn run_file(&mut self, rest: &str) -> anyhow::Result<Next> {
        let mut script = local::run::open(rest, self.depth)?;
        self.depth += 1;
        let next = self.steps(&mut script);
        self.depth -= 1;
        Ok(next)
    }
}

/// Something that the user should know, on standard error.
pub(crate) fn notice(text: &str) {
    use std::io::Write as _;
    let line = format!("rcon-shell: {}\n", escape::line(text, usize::MAX));
    // Nobody is left to be told if this fails.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// Nobody waits for what arrives.
struct Quiet;

impl Observer for Quiet {}
