//! A script against one server at a time, without a person.

mod executing;
mod failure;
mod settle;
mod start;
mod telling;

use rcon_proto::{Collector, Error, ErrorKind, Follows};

use crate::commands::{Command, Line, Local, redact};
use crate::error::{self, Result, UsageError};
use crate::request::options::{Failures, Replies};
use crate::request::target::Target;
use crate::server::console::Console;
use crate::typing::script::{Ahead, Script, Step};
use crate::ways::Next;
use crate::ways::drift::Progress;
use crate::ways::sink::Sink;
pub(crate) use failure::Failure;
pub(crate) use start::run;
use telling::OpenReply;

/// Does what a `!` command says, and is told what follows it.
pub(crate) type Act = fn(&mut Runner<'_>, &Local, Follows) -> Result<Next>;

/// How a script is run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) replies: Replies,
    pub(crate) failures: Failures,
    /// Several servers run this at once: whoever runs them says what failed.
    pub(crate) fleet: bool,
    /// What the `!` commands do.
    pub(crate) act: Act,
}

/// Runs scripts. What failed is told on standard error at once, unless this
/// is a fleet, and to the sink.
pub(crate) struct Runner<'a> {
    pub(crate) console: &'a mut Console,
    pub(crate) sink: &'a mut dyn Sink,
    rules: Rules,
    /// The newest reply may go on until the next one begins.
    open: Option<OpenReply>,
    /// The newest reply that was handed over as whole.
    ended: Option<OpenReply>,
    /// More of the newest reply may still come.
    unsettled: bool,
    failure: Option<Failure>,
    /// The server that `!connect` did not get: the failure is about it.
    pub(crate) elsewhere: Option<Target>,
    /// A command was sent that nobody waited for.
    unawaited: bool,
    /// How many scripts are being run, one from within the other.
    pub(crate) depth: usize,
    /// How many steps were begun, those of scripts within this one included.
    pub(crate) begun: usize,
    /// The command that is being sent and answered.
    under_way: Option<Vec<u8>>,
    /// A reply could not be ended, and so nothing more is to be sent.
    ended_badly: bool,
    /// Where it is looked at what a command is answered with: its reply's
    /// beginning.
    pub(crate) head: Option<Collector>,
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
            begun: 0,
            under_way: None,
            ended_badly: false,
            head: None,
        }
    }

    /// Runs a script to its end, its `!exit`, or its first failure.
    pub(crate) fn run(mut self, script: &mut Script) -> Option<Failure> {
        if let Some(target) = &self.console.target {
            self.sink.server(target);
        }
        self.steps(script);
        self.part();
        self.failure
    }

    /// Runs a script to its end, its `!exit`, or its first failure, within
    /// this run.
    pub(crate) fn steps(&mut self, script: &mut Script) -> Next {
        loop {
            // Whoever feeds the script may wait for this reply first.
            if script.ahead(self.console.cancel()) == Ahead::Unknown {
                self.close_reply();
            }
            if self.ended_badly {
                return Next::Leave;
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
            let follows = if last {
                Follows::Nothing
            } else {
                Follows::More
            };
            self.begun += 1;
            match self.step(&step, follows) {
                Ok(Next::Go) => {}
                Ok(Next::Leave) => return Next::Leave,
                Err(error) => {
                    let command = self.under_way.take();
                    let command = command.or_else(|| own_line(&step.line, error.kind()));
                    // Told already, with the reply before: it is the same.
                    let again = self.ended_badly && is_unwritten(&error);
                    if !again {
                        self.ended_badly |= is_unwritten(&error);
                        self.fail(command.as_deref(), Some(&step.place), error);
                    }
                    if !self.goes_on() {
                        return Next::Leave;
                    }
                }
            }
        }
    }

    /// Whether other servers run the same, and Ctrl-C is theirs too.
    pub(crate) fn is_one_of_many(&self) -> bool {
        self.rules.fleet
    }

    /// The bar of what takes long here: the run of many servers has its own.
    pub(crate) fn progress(&self) -> Progress {
        if self.is_one_of_many() {
            Progress::hidden()
        } else {
            Progress::new()
        }
    }

    fn goes_on(&self) -> bool {
        self.rules.failures == Failures::GoOn && !self.console.cancel().is_cancelled()
    }

    /// The reply that seemed to be whole is.
    fn close_reply(&mut self) {
        if let Some(open) = self.open.take() {
            let ended = open.end(self.sink);
            let failed = ended.map_err(|error| (open.command.clone(), error));
            self.keep_ended(open);
            if let Err((command, error)) = failed {
                self.unended(&command, error);
            }
        }
    }

    /// There can be more of it; that it is a failure is told once.
    fn keep_ended(&mut self, mut open: OpenReply) {
        if open.rejected().is_some() {
            open.verdict = None;
        }
        self.ended = Some(open);
    }

    /// A reply could not be ended: what follows is not sent, unless the rest
    /// can still be written and is wanted.
    fn unended(&mut self, command: &[u8], error: error::Error) {
        let unwritten = is_unwritten(&error);
        if self.ended_badly && unwritten {
            return;
        }
        self.ended_badly |= unwritten || !self.goes_on();
        self.fail(Some(command), None, error);
    }

    fn step(&mut self, step: &Step, follows: Follows) -> Result<Next> {
        match &step.line {
            Line::Nothing => Ok(Next::Go),
            Line::Send(command) => self.deliver(command, follows),
            Line::Local(local) => (self.rules.act)(self, local, follows),
            Line::Unknown(unknown) => Err(UsageError(unknown.to_string()).into()),
        }
    }

    /// Sends a command, and waits for its reply where the rules say so.
    ///
    /// # Errors
    ///
    /// It was not sent, or not answered.
    pub(crate) fn deliver(&mut self, command: &[u8], follows: Follows) -> Result<Next> {
        match self.rules.replies {
            Replies::Awaited => self.execute(command, follows),
            Replies::NotAwaited => self.send(command, follows),
        }
    }
}

/// Whether standard output takes no more: then no reply is of use.
fn is_unwritten(error: &error::Error) -> bool {
    matches!(error.cause(), error::Cause::Unwritten(_))
}

/// A line for the shell itself that failed, as a record names it: without its
/// passwords. A login that failed has none, whoever wanted it.
fn own_line(line: &Line, kind: ErrorKind) -> Option<Vec<u8>> {
    let Line::Local(local) = line else {
        return None;
    };
    let is_login = matches!(local.command, Command::Connect | Command::Reconnect)
        || matches!(
            kind,
            ErrorKind::Connect | ErrorKind::Refused | ErrorKind::Closed
        );
    (!is_login).then(|| {
        let typed = format!("{} {}", local.command.typed(), local.text());
        redact(typed.trim_end()).into_owned().into_bytes()
    })
}
