//! The threads that ask the servers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use anyhow::Context as _;
use rcon_proto::{Collector, ErrorKind};

use super::budget::Budget;
use super::passwords::Passwords;
use super::progress::Progress;
use super::sink::{Budgeted, ReplySink};
use super::{Event, Item, Outcome};
use crate::exit;
use crate::request::cli::Format;
use crate::request::secret::{Found, Secrets};
use crate::request::target::{Book, Target};
use crate::server::connect::Dialer;
use crate::server::console::Console;
use crate::show::sink::{JsonSink, Sink};
use crate::show::style::ColorChoice;
use crate::typing::script::lines::LineSource;
use crate::typing::script::{Script, Step};
use crate::ways::check::{Checked, measured};
use crate::ways::script::{Failure, Rules, Runner};

/// The stack of a thread, in bytes. What runs there keeps its buffers on the
/// heap; a tenth of this is used.
const STACK: usize = 256 << 10;

/// Everything that the crew has to know.
pub(super) struct Job {
    pub(super) targets: Vec<Target>,
    pub(super) passwords: Passwords,
    pub(super) work: Work,
    pub(super) format: Format,
    pub(super) color: ColorChoice,
    pub(super) rules: Rules,
    pub(super) dialer: Dialer,
    pub(super) stdin: Arc<LineSource>,
    pub(super) budget: Arc<Budget>,
}

/// What is to be done with each server.
pub(super) enum Work {
    Check,
    Script(Arc<[Step]>),
}

/// Threads that take one server after the other. They are left behind where
/// Ctrl-C does not let them end.
pub(super) struct Crew {
    shared: Arc<Shared>,
}

struct Shared {
    job: Job,
    next: AtomicUsize,
    /// How many threads may go on working.
    most: AtomicUsize,
}

impl Crew {
    /// Sends out so many threads, or as many as there are to be had. When the
    /// last has ended, nothing more will come.
    ///
    /// # Errors
    ///
    /// There is not even one.
    pub(super) fn start(
        job: Job,
        parallel: usize,
        progress: &mut Progress,
    ) -> anyhow::Result<(Self, Receiver<Event>)> {
        // No queue: what waits to be printed waits where it is accounted for.
        let (say, hear) = mpsc::sync_channel(0);
        let shared = Arc::new(Shared {
            job,
            next: AtomicUsize::new(0),
            most: AtomicUsize::new(parallel),
        });
        for started in 0..parallel {
            let (mine, say_mine) = (Arc::clone(&shared), say.clone());
            let thread = thread::Builder::new()
                .name("fleet".to_owned())
                .stack_size(STACK)
                .spawn(move || mine.work(started, &say_mine));
            match thread {
                Ok(_) => {}
                Err(error) if started == 0 => {
                    return Err(error).context("cannot start a thread");
                }
                Err(error) => {
                    // A connection takes a second one while it is made.
                    let most = (started / 2).max(1);
                    shared.most.store(most, Ordering::SeqCst);
                    progress.tell(&format!(
                        "no more threads are to be had: asking {most} servers at a time \
                         instead of {parallel} ({error})"
                    ));
                    break;
                }
            }
        }
        Ok((Self { shared }, hear))
    }

    /// How many servers were begun with, from the first.
    pub(super) fn reached(&self) -> usize {
        let next = self.shared.next.load(Ordering::SeqCst);
        next.min(self.shared.job.targets.len())
    }
}

impl Shared {
    fn work(&self, thread: usize, say: &SyncSender<Event>) {
        while !self.job.dialer.cancel.is_cancelled() {
            if thread >= self.most.load(Ordering::SeqCst) {
                return;
            }
            let server = self.next.fetch_add(1, Ordering::SeqCst);
            let Some(target) = self.job.targets.get(server) else {
                return;
            };
            let outcome = match &self.job.work {
                Work::Check => self.check(server, target, say),
                Work::Script(steps) => self.script(server, target, steps, say),
            };
            if say.send(Event::Ended(server, outcome)).is_err() {
                return;
            }
        }
    }

    fn check(&self, server: usize, target: &Target, say: &SyncSender<Event>) -> Outcome {
        let login = self.found(server, target, say).and_then(|found| {
            let client = self.job.dialer.open_with(target, &found)?;
            Ok(measured(target, &client))
        });
        let (checked, error) = Checked::from_login(target, login);
        if self.job.format != Format::Prometheus
            && let Some(line) = checked.line(self.job.format)
        {
            let _ = say.send(Event::Output(server, Item::Line(line)));
        }
        Outcome {
            failure: error.as_ref().map(failure),
            checked: Some(checked),
        }
    }

    fn script(
        &self,
        server: usize,
        target: &Target,
        steps: &Arc<[Step]>,
        say: &SyncSender<Event>,
    ) -> Outcome {
        let failure = if self.job.format == Format::Json {
            let events = say.clone();
            let json = JsonSink::new(self.job.color, move |line: &str| {
                // Nobody listens any more: interrupted.
                let _ = events.send(Event::Output(server, Item::Line(line.to_owned())));
                Ok(())
            });
            self.run(server, target, steps, json, say)
        } else {
            let text = ReplySink {
                server,
                events: say.clone(),
                reply: Collector::new(0),
            };
            self.run(server, target, steps, text, say)
        };
        Outcome {
            failure,
            checked: None,
        }
    }

    fn run(
        &self,
        server: usize,
        target: &Target,
        steps: &Arc<[Step]>,
        sink: impl Sink,
        say: &SyncSender<Event>,
    ) -> Option<Failure> {
        let cancel = &self.job.dialer.cancel;
        let mut sink = Budgeted {
            inner: sink,
            server,
            events: say.clone(),
            budget: &self.job.budget,
            cancel,
            taken: 0,
            handed_over: self.job.format != Format::Json,
        };
        sink.server(target);
        // It asks nobody and knows no other server: those are refused.
        let secrets = Secrets::new(None, None, Arc::clone(&self.job.stdin), cancel.clone());
        let mut console = Console::new(Book::default(), self.job.dialer.clone(), secrets);
        let found = self.found(server, target, say);
        let login = found.and_then(|found| console.connect(target.clone(), &found));
        if let Err(error) = login {
            sink.failed(None, &error);
            return Some(failure(&error));
        }
        let mut script = Script::steps(Arc::clone(steps));
        Runner::new(&mut console, &mut sink, self.job.rules).run(&mut script)
    }

    fn found(
        &self,
        server: usize,
        target: &Target,
        say: &SyncSender<Event>,
    ) -> anyhow::Result<Found> {
        let found = self.job.passwords.get(server, target)?;
        if target.password.is_some()
            && let Some(text) = found.notice()
        {
            let _ = say.send(Event::Notice(server, text));
        }
        Ok(found)
    }
}

fn failure(error: &anyhow::Error) -> Failure {
    let kind = exit::kind(error);
    let message = match kind {
        ErrorKind::Interrupted => "interrupted before a command was sent".to_owned(),
        _ => exit::text(error),
    };
    Failure {
        kind,
        message,
        others: 0,
    }
}
