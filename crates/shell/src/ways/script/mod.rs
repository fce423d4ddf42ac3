//! A script against one server at a time, without a person.

mod executing;
mod failure;
mod local;
mod settle;
mod start;
mod telling;

use std::time::Duration;

use rcon_proto::Error;

use crate::error::{self, Result};
use crate::request::options::{Failures, Replies};
use crate::request::target::Target;
use crate::server::console::Console;
use crate::typing::script::{Ahead, Line, Script, Step};
use crate::ways::sink::Sink;
pub(crate) use failure::Failure;
pub(crate) use start::run;
use telling::OpenReply;

/// How long a command that nobody waits for is given to be read.
const LINGER: Duration = Duration::from_millis(250);

/// How a script is run.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rules {
    pub(crate) replies: Replies,
    pub(crate) failures: Failures,
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
                let error = error::Error::from(Error::Interrupted);
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
        self.rules.failures == Failures::GoOn && !self.console.cancel().is_cancelled()
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

    fn step(&mut self, step: &Step, last: bool) -> Result<Next> {
        match &step.line {
            Line::Nothing => Ok(Next::Go),
            Line::Send(command) => match self.rules.replies {
                Replies::Awaited => self.execute(command, last),
                Replies::NotAwaited => self.send(command, !last),
            },
            Line::Local(local) => self.local(local),
        }
    }
}
