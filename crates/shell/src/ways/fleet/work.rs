//! What is done with each server of a fleet.

use std::sync::Arc;

use rcon_proto::{Collector, ErrorKind};

use super::budget::{Budget, Keeps};
use super::passwords::Passwords;
use super::sink::{Budgeted, ReplySink};
use super::{Event, Item, Outcome};
use crate::error::{Error, Result};
use crate::request::options::{CheckForm, DriftForm, Equal, PlayersForm, ScriptForm};
use crate::request::secret::{FoundPassword, Secrets};
use crate::request::target::{Book, Target};
use crate::server::connect::Dialer;
use crate::server::console::Console;
use crate::server::names::cache::Cache;
use crate::show::json::KeptRecord;
use crate::show::notice::is_quiet;
use crate::show::report;
use crate::show::style::ColorChoice;
use crate::system::channel::Sender;
use crate::typing::script::lines::LineSource;
use crate::typing::script::{Script, Step};
use crate::ways::check::{Checked, Measured, measured};
use crate::ways::drift::Job as DriftJob;
use crate::ways::players::{self, Listing};
use crate::ways::script::{Failure, Rules, Runner};
use crate::ways::sink::{RecordSink, Sink};

/// Everything that the crew has to know.
pub(super) struct Job {
    pub(super) targets: Vec<Target>,
    pub(super) passwords: Passwords,
    pub(super) work: Work,
    pub(super) color: ColorChoice,
    pub(super) dialer: Dialer,
    pub(super) stdin: Arc<LineSource>,
    pub(super) budget: Arc<Budget>,
    /// What was learned of servers before.
    pub(super) cache: Option<Cache>,
}

/// What is to be done with each server.
pub(super) enum Work {
    Check(CheckForm),
    Players(PlayersForm),
    Drift(DriftJob),
    Script {
        steps: Arc<[Step]>,
        form: ScriptForm,
        rules: Rules,
    },
}

impl Work {
    /// How much of the replies has to be kept.
    pub(super) fn keeps(&self) -> Keeps {
        match self {
            Work::Script {
                form:
                    ScriptForm::Text {
                        equal: Equal::Once, ..
                    },
                ..
            }
            | Work::Players(_) => Keeps::Everything,
            Work::Script { .. } | Work::Check(_) | Work::Drift(_) => Keeps::UntilPrinted,
        }
    }
}

impl Job {
    /// Does it with one server.
    pub(super) fn done_with(&self, server: usize, target: &Target, say: &Sender<Event>) -> Outcome {
        match &self.work {
            Work::Check(form) => self.check(server, target, *form, say),
            Work::Players(form) => self.players(server, target, *form, say),
            Work::Drift(job) => self.drift(server, target, job, say),
            Work::Script { steps, form, rules } => {
                let script = Script::steps(Arc::clone(steps));
                self.script(server, target, script, (*form, *rules), say)
            }
        }
    }

    fn check(
        &self,
        server: usize,
        target: &Target,
        form: CheckForm,
        say: &Sender<Event>,
    ) -> Outcome {
        let login = self.found(server, target, say).and_then(|found| {
            let mut client = self.dialer.open_with(target, &found)?;
            let cache = self.cache.as_ref();
            measured(target, &mut client, cache, form)
        });
        if let Ok(Measured {
            unknown: Some(error),
            ..
        }) = &login
        {
            let _ = say.send(Event::Notice(server, report::text(error)));
        }
        let (checked, error) = Checked::from_login(target, login);
        if let Some(line) = checked.line(form) {
            let _ = say.send(Event::Output(server, Item::Line(line)));
        }
        Outcome {
            failure: error.as_ref().map(failure),
            checked: Some(checked),
            listing: None,
        }
    }

    fn players(
        &self,
        server: usize,
        target: &Target,
        form: PlayersForm,
        say: &Sender<Event>,
    ) -> Outcome {
        let listed = self.connected(server, target, say);
        let listed = listed.and_then(|mut console| Listing::ask(&mut console, target));
        let listed = listed.and_then(|listing| self.keep(server, listing));
        let line = match &listed {
            Ok(listing) => {
                if let Some(text) = listing.unread() {
                    let _ = say.send(Event::Notice(server, text));
                }
                (form == PlayersForm::Json).then(|| listing.lines(form))
            }
            Err(error) => (form == PlayersForm::Json).then(|| Some(players::failed(target, error))),
        };
        if let Some(line) = line.flatten() {
            // Nobody listens any more: interrupted.
            let _ = say.send(Event::Output(server, Item::Line(line)));
        }
        Outcome {
            failure: listed.as_ref().err().map(failure),
            checked: None,
            listing: listed.ok(),
        }
    }

    fn drift(
        &self,
        server: usize,
        target: &Target,
        job: &DriftJob,
        say: &Sender<Event>,
    ) -> Outcome {
        let report = self.connected(server, target, say);
        let report = report.and_then(|mut console| job.run(&mut console, target, &mut |_, _| {}));
        let error = match report {
            Ok(report) => {
                for note in &report.notes {
                    if !is_quiet() {
                        let _ = say.send(Event::Notice(server, note.clone()));
                    }
                }
                let lines = report.lines(job.form(), target);
                let item = match job.form() {
                    DriftForm::Text => Item::Under(lines),
                    DriftForm::Json => Item::Line(lines),
                };
                if report.has_lines() {
                    // Nobody listens any more: interrupted.
                    let _ = say.send(Event::Output(server, item));
                }
                report.failure()
            }
            Err(error) => {
                if job.form() == DriftForm::Json {
                    let line = Item::Line(players::failed(target, &error));
                    let _ = say.send(Event::Output(server, line));
                }
                Some(error)
            }
        };
        Outcome {
            failure: error.as_ref().map(failure),
            checked: None,
            listing: None,
        }
    }

    /// What is told at the end, as far as there is room for it.
    fn keep(&self, server: usize, listing: Listing) -> Result<Listing> {
        let Job { budget, dialer, .. } = self;
        if budget.take(server, listing.kept(), &dialer.cancel) {
            return Ok(listing);
        }
        Err(budget.passed().into())
    }

    fn script(
        &self,
        server: usize,
        target: &Target,
        script: Script,
        (form, rules): (ScriptForm, Rules),
        say: &Sender<Event>,
    ) -> Outcome {
        let events = say.clone();
        let sink: Box<dyn Sink> = match form {
            ScriptForm::Records(form) => {
                Box::new(RecordSink::new(self.color, move |record: KeptRecord| {
                    let record = Item::Record(form, Box::new(record));
                    // Nobody listens any more: interrupted.
                    let _ = events.send(Event::Output(server, record));
                    Ok(())
                }))
            }
            ScriptForm::Text { .. } => Box::new(ReplySink {
                server,
                events,
                reply: Collector::new(0),
            }),
        };
        let mut sink = Budgeted {
            inner: sink,
            server,
            events: say.clone(),
            budget: &self.budget,
            cancel: &self.dialer.cancel,
            taken: 0,
            is_over: false,
        };
        let failure = self.run(server, target, script, &mut sink, rules, say);
        Outcome {
            failure,
            checked: None,
            listing: None,
        }
    }

    fn run(
        &self,
        server: usize,
        target: &Target,
        mut script: Script,
        sink: &mut dyn Sink,
        rules: Rules,
        say: &Sender<Event>,
    ) -> Option<Failure> {
        sink.server(target);
        match self.connected(server, target, say) {
            Ok(mut console) => Runner::new(&mut console, sink, rules).run(&mut script),
            Err(error) => {
                sink.failed(None, &error);
                Some(failure(&error))
            }
        }
    }

    /// A console that is logged in there.
    fn connected(&self, server: usize, target: &Target, say: &Sender<Event>) -> Result<Console> {
        let cancel = &self.dialer.cancel;
        // It asks nobody and knows no other server: those are refused.
        let secrets = Secrets::new(None, None, Arc::clone(&self.stdin), cancel.clone());
        let mut console = Console::new(Book::default(), self.dialer.clone(), secrets);
        let found = self.found(server, target, say)?;
        console.connect(target.clone(), &found)?;
        Ok(console)
    }

    fn found(&self, server: usize, target: &Target, say: &Sender<Event>) -> Result<FoundPassword> {
        let found = self.passwords.get(server, target)?;
        if target.password.is_some()
            && let Some(text) = found.notice()
            && !is_quiet()
        {
            let _ = say.send(Event::Notice(server, text));
        }
        Ok(found)
    }
}

fn failure(error: &Error) -> Failure {
    let kind = error.kind();
    let message = match kind {
        ErrorKind::Interrupted => "interrupted before a command was sent".to_owned(),
        _ => report::text(error),
    };
    Failure {
        kind,
        message,
        others: 0,
    }
}
