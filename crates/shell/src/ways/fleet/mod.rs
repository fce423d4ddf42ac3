//! Many servers at once: the same commands or the same check on each, none of
//! them in another's way.
//!
//! Each of `--parallel` threads takes one server after another and does with
//! it what a run against that server alone would do. What they have to show
//! and to tell goes to this thread, the only one that prints.

mod budget;
mod crew;
mod distinct;
mod equal;
mod files;
mod following;
mod gather;
mod passwords;
mod printer;
mod progress;
pub(crate) mod prompt;
mod script;
mod sink;
mod tally;
mod work;

use std::sync::Arc;
use std::time::Instant;

use crate::error::Result;
use crate::request::options::{
    CheckForm, DriftForm, DriftRun, PlayersForm, RecordForm, ScriptForm, ScriptRun,
};
use crate::request::target::Target;
use crate::server::connect::Dialer;
use crate::show::json::KeptRecord;
use crate::show::notice::{is_quiet, notice};
use crate::show::output::cannot_write;
use crate::show::report;
use crate::ways::app::App;
use crate::ways::check::Checked;
use crate::ways::drift::{Gathered, Job as DriftJob, Made, Told, Whole};
use crate::ways::players::Listing;
use crate::ways::script::{Act, Failure, Rules};

use budget::Budget;
use crew::Crew;
pub(crate) use following::follow;
use gather::Gather;
use passwords::Passwords;
use printer::Printer;
use progress::Progress;
use tally::Tally;
use work::{Job, Work};

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
    let mut progress = Progress::new(targets.len());
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
    let whole = if interrupted {
        Whole::Interrupted
    } else {
        Whole::All
    };
    let made = gathered.made(whole, form, targets, app.options.color.for_stdout());
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
