//! `!restart [in TIME] [TEXT]` in a fleet: all at once, or so many at a time as
//! `--parallel` says.

use std::sync::Arc;
use std::time::Duration;

use rcon_proto::ErrorKind;

use super::restart_plan::plan;
use super::{Came, Next};
use crate::commands::Local;
use crate::error::{Error, Result};
use crate::server::restart::plan::clock;
use crate::server::restart::{Interrupts, Steps, lines, restart};
use crate::show::report;
use crate::show::several::counted;
use crate::ways::fleet::prompt::{Failing, Fleet, MAY_STILL_HAPPEN, News, Standing};
use crate::ways::prompt::{Agreed, say};

/// Restarts the servers that are there. Who is asked is told of those alone, and
/// where a profile holds one line of one server back, none is restarted.
pub(super) fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Came> {
    let plan = plan(local)?;
    let all = fleet.selected.len();
    let there = fleet.ready()?;
    if fleet.is_cancelled() {
        return Ok(Came::Done(Next::Go));
    }
    let (mut places, mut sent, mut last_lines) = (Vec::new(), Vec::new(), Vec::new());
    for place in there {
        let Some(member) = fleet.members.get(place) else {
            continue;
        };
        match lines(member.game(), &plan) {
            Ok(lines) => {
                sent.extend(lines.into_iter().map(|line| (place, line.into_bytes())));
                last_lines.push((place, member.game().stop_command().as_bytes().to_vec()));
                places.push(place);
            }
            Err(error) => say(&format!("{}: {}", member.name, report::text(&error))),
        }
    }
    fleet.check_allowed(&sent)?;
    if places.is_empty() {
        return Ok(Came::failing(fleet.selected.clone()));
    }
    if fleet.confirm(&last_lines)? == Agreed::No {
        return Ok(Came::NotSent);
    }
    let typed = format!("{} {}", local.command.typed(), local.text());
    let typed = typed.trim_end().as_bytes();
    let noted = places.iter().map(|place| (*place, typed.to_vec()));
    fleet.log_lines(&noted.collect())?;
    let news = Arc::new(News::default());
    let (members, told) = (fleet.members.clone(), Arc::clone(&news));
    let answers = fleet.follow_all(&places, &news, move |console, place| {
        let Some(member) = members.get(place) else {
            return Err(rcon_proto::Error::Interrupted.into());
        };
        let mut steps = ToNews { news: &told, place };
        let game = member.game();
        let away = restart(console, game, &plan, Interrupts::Own, &mut steps);
        told.over(place);
        match &away {
            Ok(away) => told.outcome(place, &format!("back, was away for {}", clock(*away))),
            // Not waited for, it may be anywhere.
            Err(_) if console.target.is_none() => member.set_standing(Standing::Away),
            Err(_) => {}
        }
        away.map_err(|error| told_of(&member.target.known_as(), &error))
    })?;
    fleet.tell_failures(&answers);
    let back = answers.iter().filter(|answer| answer.done().is_some());
    let back: Vec<usize> = back.map(|answer| answer.member).collect();
    if back.len() == all || fleet.is_cancelled() {
        return Ok(Came::Done(Next::Go));
    }
    let selected = fleet.selected.iter().copied();
    let not: Vec<usize> = selected.filter(|place| !back.contains(place)).collect();
    say(&format!(
        "{} of {all} servers restarted, not {}",
        back.len(),
        counted(&fleet.names(&not))
    ));
    Ok(Came::FailedOn(not))
}

/// As it is told behind the server's name: without the name, and without why it
/// ended where Ctrl-C did that, which whoever pressed it knows.
fn told_of(name: &str, error: &Error) -> Error {
    let text = error.to_string();
    let words = text.strip_prefix(name).map_or(&*text, str::trim_start);
    let words = match error.kind() {
        ErrorKind::Interrupted => words.strip_suffix(": interrupted").unwrap_or(words),
        _ => words,
    };
    Error::new(error.kind(), words.to_owned())
}

impl Failing for Duration {
    const GOES_ON: &'static str = MAY_STILL_HAPPEN;

    fn failure(&self) -> Option<String> {
        None
    }
}

/// Steps of one server, as all of them are told.
struct ToNews<'a> {
    news: &'a News,
    place: usize,
}

impl Steps for ToNews<'_> {
    fn step(&mut self, text: &str) {
        self.news.step(self.place, text);
    }

    fn waits(&mut self, text: &str) {
        self.news.waits(self.place, text);
    }
}
