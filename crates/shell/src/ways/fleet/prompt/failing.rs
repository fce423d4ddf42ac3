//! What failed, told last: those that failed alike together.

use super::Fleet;
use super::member::Member;
use super::reply::Reply;
use super::round::{Answer, Outcome};
use crate::show::report;
use crate::ways::prompt::say;
use crate::ways::prompt::typed::Came;

/// Failures are told one by one up to so many, then those of one kind together.
const ONE_BY_ONE: usize = 8;

impl Fleet {
    /// Tells what failed, last. On which servers comes of it.
    pub(crate) fn tell_failures<T: Failing>(&self, answers: &[Answer<T>]) -> Came {
        let mut failures: Vec<Failed<'_>> = Vec::new();
        let (mut not_waited, mut not_sent, mut away) = (Vec::new(), Vec::new(), Vec::new());
        for answer in answers {
            let Some(member) = self.members.get(answer.member) else {
                continue;
            };
            let name = member.name.as_str();
            match &answer.outcome {
                Outcome::Done(done) => {
                    if let Some(why) = done.failure() {
                        failures.push(Failed::new(member, why, "rejected"));
                    }
                }
                Outcome::Failed(error) => {
                    failures.push(Failed::new(
                        member,
                        report::text(error),
                        error.kind().as_str(),
                    ));
                }
                Outcome::NotWaited => not_waited.push(name),
                Outcome::NotSent => not_sent.push(name),
                Outcome::StillAway => away.push(name),
            }
        }
        if failures.len() <= ONE_BY_ONE {
            for (names, why) in alike(&failures) {
                say(&format!("{}: {why}", names.join(", ")));
            }
        } else {
            for (names, why) in together(&failures) {
                say(&format!("{}: {why}", names.join(", ")));
            }
        }
        if !away.is_empty() {
            say(&format!(
                "not there, and nothing sent: {} (tried again with the next line)",
                away.join(", ")
            ));
        }
        if !not_sent.is_empty() {
            say(&format!("given up, not sent to: {}", not_sent.join(", ")));
        }
        if !not_waited.is_empty() {
            let names = not_waited.join(", ");
            say(&format!("not waited for: {names}{}", T::GOES_ON));
        }
        let failed = answers.iter().filter(|answer| !answer.is_well());
        Came::failing(failed.map(|answer| answer.member).collect())
    }
}

impl<T: Failing> Answer<T> {
    /// Whether the server did what it was to do.
    fn is_well(&self) -> bool {
        self.done().is_some_and(|done| done.failure().is_none())
    }
}

/// What a server made of a line may be a failure although it answered.
pub(crate) trait Failing {
    /// What is said behind the names of those that are not waited for. A question
    /// changes nothing: there is no more to it.
    const GOES_ON: &'static str = "";

    fn failure(&self) -> Option<String>;
}

/// Of a command that is on its way.
pub(crate) const MAY_STILL_HAPPEN: &str = " (it was sent, and may still do what it does)";

impl Failing for Reply {
    const GOES_ON: &'static str = MAY_STILL_HAPPEN;

    fn failure(&self) -> Option<String> {
        self.rejected
            .as_ref()
            .map(|it| report::sentence(it.to_string()))
    }
}

impl Failing for () {
    fn failure(&self) -> Option<String> {
        None
    }
}

/// A server that failed.
struct Failed<'a> {
    name: &'a str,
    address: String,
    why: String,
    kind: &'static str,
}

impl<'a> Failed<'a> {
    fn new(member: &'a Member, why: String, kind: &'static str) -> Self {
        Self {
            name: &member.name,
            address: member.target.address.to_string(),
            why,
            kind,
        }
    }
}

/// Failures that are told in the same words, with the names of all that have
/// them.
fn alike<'a>(failures: &'a [Failed<'a>]) -> Vec<(Vec<&'a str>, &'a str)> {
    let mut found: Vec<(Vec<&str>, &str)> = Vec::new();
    for Failed { name, why, .. } in failures {
        match found.iter_mut().find(|(_, known)| known == why) {
            Some((names, _)) => names.push(name),
            None => found.push((vec![name], why)),
        }
    }
    found
}

/// Failures of one kind, with the names of all that have it.
fn together<'a>(failures: &'a [Failed<'a>]) -> Vec<(Vec<&'a str>, String)> {
    let mut kinds: Vec<Vec<&Failed<'_>>> = Vec::new();
    for failure in failures {
        let known = kinds.iter_mut().find(|of| of[0].kind == failure.kind);
        match known {
            Some(of) => of.push(failure),
            None => kinds.push(vec![failure]),
        }
    }
    let told = |of: Vec<&'a Failed<'a>>| {
        let first = of[0];
        let why = match of.len() {
            1 => first.why.clone(),
            // What is said of the first one holds for all.
            _ => first.why.replace(&first.address, "them"),
        };
        (of.iter().map(|failure| failure.name).collect(), why)
    };
    kinds.into_iter().map(told).collect()
}
