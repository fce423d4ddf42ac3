//! `!log FILE`, or `off`; alone, it says whether there is one.

use std::path::Path;

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::{Context as _, Result};
use crate::server::transcript::Transcript;
use crate::show::notice::notice;
use crate::system::paths::with_home;
use crate::ways::prompt::say;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        let told = log(&mut repl.console.transcript, local)?;
        say(&with_profiles(told, repl.console.permanent_log()));
        Ok(Next::Go)
    }),
    script: Some(|runner, local, _| {
        let told = log(&mut runner.console.transcript, local)?;
        // What a script does is not told step by step; what it asks is.
        if local.text().is_empty() {
            notice(&with_profiles(told, runner.console.permanent_log()));
        }
        Ok(Next::Go)
    }),
    fleet: Some(|fleet, local| {
        let told = log(&mut fleet.transcript, local)?;
        say(&with_profiles(told, fleet.logs_of_profiles()));
        Ok(Came::Done(Next::Go))
    }),
};

/// What there is to say, and which logs are written besides as profiles ask for it: `!log`
/// neither begins nor ends those.
fn with_profiles<'a>(told: String, logs: impl IntoIterator<Item = &'a Path>) -> String {
    let logs: Vec<String> = logs
        .into_iter()
        .map(|path| path.display().to_string())
        .collect();
    if logs.is_empty() {
        told
    } else {
        format!("{told}; a profile's is on: {}", logs.join(", "))
    }
}

/// Begins or ends a transcript. What there is to say about it.
fn log(transcript: &mut Option<Transcript>, local: &Local) -> Result<String> {
    let named = |log: &Transcript| log.path().display().to_string();
    if local.text().is_empty() {
        return Ok(match &*transcript {
            Some(log) => format!("the log is on: {}", named(log)),
            None => format!("the log is off: {} FILE begins one", local.command.typed()),
        });
    }
    let word = local.one_word()?;
    if word == "off" {
        return Ok(match transcript.take() {
            Some(log) => format!("the log is off: {} is closed", named(&log)),
            None => "the log is off already".to_owned(),
        });
    }
    let path = with_home(&word);
    let opened = Transcript::open(&path);
    let log = opened.with_context(|| format!("cannot log to {word}"))?;
    let told = format!("the log is on: {}", named(&log));
    *transcript = Some(log);
    Ok(told)
}
