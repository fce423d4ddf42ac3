//! Settings as a checked state: `--expect` and `--apply`, `!diff` and `!snapshot`.
//! How servers are asked, and what differs, is worked out in `server/settings`.

mod against;
mod agreed;
mod applying;
pub(crate) mod file;
mod gathered;
mod progress;
mod report;
mod snapshot;
pub(crate) mod together;

use std::path::Path;

use rcon_proto::settings::Cfg;
use rcon_proto::{ErrorKind, Game};

use crate::error::{Error, Result, exit_code};
use crate::request::options::{DriftEnd, DriftForm, DriftRun};
use crate::request::target::Target;
use crate::server::console::Console;
use crate::server::settings::{Asker, Known, Reading, State, ask, differences, limit};
use crate::show::notice::remark;
use crate::show::report as errors;
use crate::ways::app::{App, password, write_line};
use crate::ways::players;

pub(crate) use against::{Comparison, Other, against, against_file};
pub(crate) use agreed::agreed;
pub(crate) use gathered::{Gathered, Made, Told, Whole, Wish, all_settings};
pub(crate) use progress::Progress;
pub(crate) use report::Report;
pub(crate) use snapshot::{WhichValues, snapshot};

/// What is to be done with each server.
pub(crate) struct Job {
    cfg: Cfg,
    /// How messages name the file.
    file: String,
    end: DriftEnd,
    form: DriftForm,
}

impl Job {
    /// Reads the file, and says which of its lines are no settings.
    ///
    /// # Errors
    ///
    /// It cannot be read, or holds no setting.
    pub(crate) fn read(asked: &DriftRun) -> Result<Self> {
        let file = asked.file.display().to_string();
        let cfg = file_of(&asked.file, remark)?;
        Ok(Self {
            cfg,
            file,
            end: asked.end,
            form: asked.form,
        })
    }

    pub(crate) fn form(&self) -> DriftForm {
        self.form
    }

    /// Compares a server that is logged in to, and sets what differs where that is
    /// asked for.
    ///
    /// # Errors
    ///
    /// A question was not answered, or the game has no settings to be asked for.
    pub(crate) fn run(
        &self,
        console: &mut Console,
        target: &Target,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Report> {
        let names = self
            .cfg
            .settings
            .iter()
            .map(|setting| setting.name.as_str());
        let game = console.told_game();
        let (known, state) = read(
            console,
            (target, game),
            &mut |_| names.clone().map(str::to_owned).collect(),
            progress,
        )?;
        let found = differences(&self.cfg, &state);
        let mut report = Report {
            notes: notes(&self.cfg, &state, self.end),
            file: self.file.clone(),
            ..Report::default()
        };
        match self.end {
            DriftEnd::Told => report.differ = found,
            DriftEnd::Set => applying::apply(console, target, &known, found, &mut report)?,
        }
        Ok(report)
    }
}

/// Asks a server which settings it has, and for those that `which` chooses.
///
/// # Errors
///
/// As [`Job::run`].
pub(crate) fn read(
    console: &mut Console,
    (target, game): (&Target, Game),
    which: &mut dyn FnMut(&Known) -> Vec<String>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Known, State)> {
    console.with_client(|client| {
        let mut asker = Asker {
            game,
            limit: limit(target),
            ask: &mut |question| ask(client, target, question),
            progress,
        };
        let mut told = || {
            let known = asker.known()?;
            let names = which(&known);
            let state = asker.read(&known, names.iter().map(String::as_str))?;
            Ok((known, state))
        };
        let result = told();
        if matches!(&result, Err(error) if Error::kind(error) == ErrorKind::Interrupted) {
            // Nobody has typed that question: its late answer is not to be shown. The
            // next command makes a new connection.
            client.close();
        }
        result
    })?
}

/// What was not compared, and why: a line for each reason.
fn notes(cfg: &Cfg, state: &State, end: DriftEnd) -> Vec<String> {
    let listed = |wanted: &Reading| -> Option<String> {
        let names = cfg.settings.iter().map(|setting| setting.name.as_str());
        let names: Vec<&str> = names.filter(|name| state.get(name) == wanted).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let left = match end {
        DriftEnd::Told => "not compared",
        DriftEnd::Set => "not set",
    };
    let reasons = [
        (Reading::Command, "skipped, as they are commands".to_owned()),
        (Reading::Secret, format!("{left}, as they hold passwords")),
        (
            Reading::Untold,
            format!("{left}, as the server does not tell their values"),
        ),
    ];
    let notes = reasons.into_iter();
    notes
        .filter_map(|(reading, why)| Some(format!("{why}: {}", listed(&reading)?)))
        .collect()
}

/// The settings of a file. Its lines that are none are told.
///
/// # Errors
///
/// It cannot be read, or holds no setting.
pub(crate) fn file_of(path: &Path, tell: fn(&str)) -> Result<Cfg> {
    let cfg = file::read(path)?;
    if let Some(text) = file::skipped(&path.display().to_string(), &cfg) {
        tell(&text);
    }
    Ok(cfg)
}

/// Compares one server, and gives the exit code.
///
/// # Errors
///
/// The file cannot be read, or standard output be written.
pub(crate) fn run(app: &App, asked: &DriftRun) -> Result<u8> {
    let job = Job::read(asked)?;
    let mut secrets = app.secrets()?;
    let Some((target, found, _demo)) = app.first_server()? else {
        return Ok(exit_code(ErrorKind::Usage));
    };
    let found = password(&mut secrets, &target, found);
    let mut console = Console::new(app.options.book.clone(), app.dialer(), secrets);
    let mut progress = Progress::new();
    let report = found.and_then(|found| {
        console.connect(target.clone(), &found)?;
        job.run(&mut console, &target, &mut |done, all| {
            progress.at(done, all);
        })
    });
    progress.end();
    let mut write = write_line();
    let error = match report {
        Ok(report) => {
            for note in &report.notes {
                remark(note);
            }
            if report.has_lines() {
                write(&report.lines(job.form, &target))?;
            }
            report.failure()
        }
        Err(error) => {
            if job.form == DriftForm::Json {
                write(&players::failed(&target, &error))?;
            }
            Some(error)
        }
    };
    Ok(error.map_or(0, |error| errors::failure(Some(&target.label()), &error)))
}
