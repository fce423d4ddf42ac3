//! Many servers at once: the same commands or the same check on each, none of
//! them in another's way.
//!
//! Each of `--parallel` threads takes one server after another and does with
//! it what a run against that server alone would do. What they have to show
//! and to tell goes to this thread, the only one that prints.

mod budget;
mod crew;
mod distinct;
mod files;
mod passwords;
mod printer;
mod progress;
pub(crate) mod prompt;
mod script;
mod sink;
mod tally;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rcon_proto::ErrorKind;

use crate::error::{Result, exit_code};
use crate::request::options::{
    CheckForm, DriftForm, DriftRun, FollowForm, PlayersForm, RecordForm, ScriptForm, ScriptRun,
};
use crate::request::target::Target;
use crate::server::connect::Dialer;
use crate::show::json::KeptRecord;
use crate::show::notice::{is_quiet, notice};
use crate::show::output::cannot_write;
use crate::show::report;
use crate::system::channel::{Receiver, RecvTimeoutError};
use crate::system::patience::SLICE;
use crate::ways::app::App;
use crate::ways::check::Checked;
use crate::ways::drift::{Gathered, Job as DriftJob, Made, Told};
use crate::ways::follow::{Follower, Out};
use crate::ways::players::Listing;
use crate::ways::script::{Act, Failure, Rules};

use budget::Budget;
use crew::{Crew, Job, Work};
use passwords::Passwords;
use printer::Printer;
use progress::Progress;
use tally::Tally;

/// How long the servers under way are waited for after Ctrl-C. Whatever they
/// wait for looks for it every 50 ms.
const GRACE: Duration = Duration::from_millis(80);

/// The same where servers have to be told something first.
const LAST_WORDS: Duration = Duration::from_secs(4);

/// What a thread of the crew has to say. Servers are counted from 0, in the
/// order in which they were named.
enum Event {
    /// Something for standard output.
    Output(usize, Item),
    /// Something that the user should know.
    Notice(usize, String),
    /// What a server told of its settings, to be compared with the others'.
    Settings(usize, Box<Told>),
    /// What one of them waits for at the moment.
    Waits(String),
    /// Ctrl-C is to leave it the time to say something to this server.
    HasLastWords(usize),
    /// The server is done with.
    Ended(usize, Box<Outcome>),
}

/// Something for standard output.
enum Item {
    /// A whole reply, in the server's encoding.
    Reply(Vec<u8>),
    /// A record, with the reply that is in it, and the form that it is to have.
    Record(RecordForm, Box<KeptRecord>),
    /// A line of our own, newline included.
    Line(String),
    /// Lines of our own that stand under the server's name.
    Under(String),
}

/// What became of one server.
struct Outcome {
    /// The first failure, if there was any.
    failure: Option<Failure>,
    /// With `--check`.
    checked: Option<Checked>,
    /// With `--players`.
    listing: Option<Listing>,
}

/// Runs a script on all of these servers, and gives the exit code. `act` is
/// what the `!` commands do.
///
/// # Errors
///
/// What keeps all of them from being asked: no password, a script that cannot
/// be read.
pub(crate) fn script(app: &App, targets: &[Target], asked: &ScriptRun, act: Act) -> Result<u8> {
    let targets = &told_apart(app, targets);
    let passwords = Passwords::find(app, targets)?;
    let work = Work::Script {
        steps: script::read(
            app.open_script(&asked.source)?,
            &app.cancel,
            &app.options.book.config().aliases,
        )?,
        form: asked.form,
        rules: Rules {
            replies: asked.replies,
            failures: asked.failures,
            fleet: true,
            act,
        },
    };
    run(app, targets, passwords, work)
}

/// Checks all of these servers, and gives the exit code.
///
/// # Errors
///
/// What keeps all of them from being asked: no password.
pub(crate) fn check(app: &App, targets: &[Target], form: CheckForm) -> Result<u8> {
    let targets = &told_apart(app, targets);
    let passwords = Passwords::find(app, targets)?;
    run(app, targets, passwords, Work::Check(form))
}

/// The servers, each once, whatever they are called.
fn told_apart(app: &App, targets: &[Target]) -> Vec<Target> {
    let (targets, notices) = distinct::distinct(targets, app.options.at_a_time(), &app.cancel);
    for text in notices {
        notice(&text);
    }
    targets
}

/// Says who is on all of these servers, and gives the exit code.
///
/// # Errors
///
/// What keeps all of them from being asked: no password.
pub(crate) fn players(app: &App, targets: &[Target], form: PlayersForm) -> Result<u8> {
    let targets = &told_apart(app, targets);
    let passwords = Passwords::find(app, targets)?;
    run(app, targets, passwords, Work::Players(form))
}

/// Follows the logs of all of these servers at once, each line under its server's
/// name, and gives the exit code.
///
/// # Errors
///
/// What keeps all of them from being asked: no password.
pub(crate) fn follow(app: &App, targets: &[Target], form: FollowForm) -> Result<u8> {
    let targets = &told_apart(app, targets);
    let passwords = Passwords::find(app, targets)?;
    for text in passwords.notices() {
        notice(&text);
    }
    let dialer = Dialer {
        tells: false,
        ..app.dialer()
    };
    let mut threads = Vec::new();
    let mut codes = BTreeSet::new();
    for (at, target) in targets.iter().enumerate() {
        let label = target.known_as();
        let found = match passwords.get(at, target) {
            Ok(found) => found,
            Err(error) => {
                codes.insert(report::failure(Some(&target.label()), &error));
                continue;
            }
        };
        let follower = Follower {
            out: Out::new(app, form, target, Some(label.clone())),
            dialer: dialer.clone(),
            target: target.clone(),
            found,
            told_as: format!("{label}: "),
        };
        let (label, cancel) = (target.label(), app.cancel.clone());
        let named = thread::Builder::new().name(format!("follow {at}"));
        threads.push(named.spawn(move || match follower.follow() {
            Ok(()) => {
                // Nobody reads any more, of any server.
                cancel.cancel();
                0
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => exit_code(error.kind()),
            Err(error) => report::failure(Some(&label), &error),
        })?);
    }
    // A panic has ended the program.
    codes.extend(threads.into_iter().flat_map(JoinHandle::join));
    let interrupted = exit_code(ErrorKind::Interrupted);
    Ok(match codes.len() {
        _ if codes.contains(&0) => 0,
        _ if codes.contains(&interrupted) => interrupted,
        1 => codes.pop_first().unwrap_or_default(),
        _ => exit_code(ErrorKind::Other),
    })
}

/// Compares all of these servers with a file, and gives the exit code.
///
/// # Errors
///
/// What keeps all of them from being asked: a file that cannot be read, no
/// password.
pub(crate) fn drift(app: &App, targets: &[Target], asked: &DriftRun) -> Result<u8> {
    let job = DriftJob::read(asked)?;
    let targets = &told_apart(app, targets);
    let passwords = Passwords::find(app, targets)?;
    run(app, targets, passwords, Work::Drift(job))
}

fn run(app: &App, targets: &[Target], passwords: Passwords, work: Work) -> Result<u8> {
    let began = Instant::now();
    let metrics = matches!(work, Work::Check(form) if form.is_metrics());
    let listed = match work {
        Work::Players(form) => Some(form),
        _ => None,
    };
    let records = matches!(
        work,
        Work::Script {
            form: ScriptForm::Records(_),
            ..
        }
    );
    let mut tally = Tally::new(targets);
    let mut printer = Printer::new(app, targets, &work);
    let mut progress = Progress::new(targets.len(), app.options.verbose);
    for text in passwords.notices() {
        progress.tell(&text);
    }
    let wanted = app.options.at_a_time().min(targets.len());
    let parallel = files::allow(wanted, passwords.files_each(targets), &mut progress);
    let longest = targets.iter().map(|target| target.max_reply).max();
    let budget = Arc::new(Budget::new(work.keeps(), longest.unwrap_or_default()));
    let job = Job {
        targets: targets.to_vec(),
        passwords,
        work,
        color: app.options.color,
        dialer: Dialer {
            // The bar does.
            tells: false,
            ..app.dialer()
        },
        stdin: Arc::clone(&app.stdin),
        budget: Arc::clone(&budget),
        cache: app.cache(),
    };
    let (crew, events) = Crew::start(job, parallel, &mut progress)?;
    let mut gather = Gather {
        printer: &mut printer,
        progress: &mut progress,
        tally: &mut tally,
        budget: &budget,
        last_words: Vec::new(),
        gathered: Gathered::default(),
    };
    gather.until_done(app, &events);
    let gathered = gather.gathered;
    // Whoever still has something to say need not wait any more.
    drop(events);

    let interrupted = app.cancel.is_cancelled();
    if let Some(error) = printer.error() {
        // Nobody would see what the others say.
        app.cancel.cancel();
        progress.end();
        return Err(cannot_write(error));
    }
    if metrics {
        printer.metrics(tally.checked());
    }
    if let Some(form) = listed {
        let listings = tally.listings();
        progress.hide_while(|| printer.players(form, listings, app.options.color));
    }
    progress.hide_while(|| printer.finish());
    let form = if records {
        DriftForm::Json
    } else {
        DriftForm::Text
    };
    let made = gathered.made(form, targets, app.options.color.for_stdout());
    if let Ok(Made { text, notes }) = &made {
        progress.hide_while(|| printer.last(text));
        for note in notes.iter().filter(|_| !is_quiet()) {
            progress.tell(note);
        }
    }
    progress.end();
    let reached = crew.reached();
    let code = tally.report(interrupted.then_some(reached), printer.error());
    progress.summary(&tally, began.elapsed());
    match made {
        // The servers are what the code is about first.
        Err(error) if code == 0 => Err(error),
        Err(error) => {
            notice(&report::text(&error));
            Ok(code)
        }
        Ok(_) => Ok(code),
    }
}

/// Hears what the crew has to say.
struct Gather<'a> {
    printer: &'a mut Printer,
    progress: &'a mut Progress,
    tally: &'a mut Tally,
    budget: &'a Budget,
    /// Servers that have to be told something before this ends.
    last_words: Vec<usize>,
    /// What is compared in the end.
    gathered: Gathered,
}

impl Gather<'_> {
    /// Until every thread has ended, standard output cannot be written, or
    /// Ctrl-C and a moment after it.
    fn until_done(&mut self, app: &App, events: &Receiver<Event>) {
        let mut give_up: Option<Instant> = None;
        loop {
            if app.cancel.is_cancelled() {
                let at = *give_up.get_or_insert_with(|| Instant::now() + GRACE);
                let more = if self.last_words.is_empty() {
                    Duration::ZERO
                } else {
                    LAST_WORDS
                };
                if Instant::now() >= at + more {
                    return;
                }
            }
            if self.printer.has_failed() {
                return;
            }
            match events.recv_timeout(SLICE) {
                Ok(event) => self.hear(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn hear(&mut self, event: Event) {
        let (printer, budget) = (&mut *self.printer, self.budget);
        match event {
            Event::Output(server, item) => {
                if let Some(item) = printer.waits(server, item) {
                    self.progress
                        .hide_while(|| budget.give(printer.print(server, item)));
                }
            }
            Event::Notice(server, text) => {
                let label = self.tally.label(server);
                self.progress.tell(&format!("{label}: {text}"));
            }
            Event::Settings(server, told) => {
                if let Err(error) = self.gathered.add(server, *told) {
                    let label = self.tally.label(server);
                    self.progress
                        .tell(&format!("{label}: {}", report::text(&error)));
                }
            }
            Event::Waits(text) => self.progress.waits(&text),
            Event::HasLastWords(server) => self.last_words.push(server),
            Event::Ended(server, outcome) => {
                self.last_words.retain(|held| *held != server);
                self.tally.ended(server, *outcome);
                self.progress.advance();
                budget.set_head(self.tally.head());
                let now = printer.ended(server);
                budget.give(printer.freed());
                if now {
                    self.progress
                        .hide_while(|| budget.give(printer.print_ready()));
                }
            }
        }
    }
}
