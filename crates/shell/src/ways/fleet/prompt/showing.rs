//! What came back from many servers, as a person reads it.

use std::io::{self, Write};
use std::time::Duration;

use rcon_proto::convar::unknown_command;

use super::Fleet;
use super::groups::{Group, counted, groups, heading, majority};
use super::member::Member;
use super::reply::{Lines, Reply};
use super::round::{Answer, Outcome};
use super::said::named;
use super::union::Union;
use crate::error::Result;
use crate::show::line_diff::{Edit, diff};
use crate::show::one_line::broken;
use crate::show::output::{Output, Rendering};
use crate::show::pager::{self, Pager};
use crate::show::report;
use crate::show::style::{self, paint};
use crate::system::terminal;
use crate::ways::prompt::say;

/// From so many lines on a reply is long: then it is shown where it differs from
/// that of the most servers.
const LONG: usize = 8;

/// Failures are told one by one up to so many, then those of one kind together.
const ONE_BY_ONE: usize = 8;

impl Fleet {
    /// Prints replies, equal ones once, and what arrived beside them.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written.
    pub(super) fn show(&mut self, lines: &Lines, answers: &[Answer<Reply>]) -> Result<()> {
        let replies = answers.iter().filter_map(|answer| match &answer.outcome {
            Outcome::Done(reply) => Some((answer.member, reply)),
            _ => None,
        });
        let groups = groups(replies);
        let names: Vec<String> = self.members.iter().map(|it| it.name.clone()).collect();
        let sheet = Sheet {
            line: lines.first().map_or(&[], |(_, line)| line),
            groups: &groups,
            names: &names,
            all: answers.len(),
            colour: self.settings.color.for_stdout(),
        };
        if self.settings.pager {
            let mut whole = Vec::new();
            sheet.print(&mut Output::new(&mut whole, self.output.rendering()))?;
            self.page(&whole)?;
        } else {
            sheet.print(&mut self.output)?;
        }
        for group in &groups {
            if group.reply.forgotten {
                say(&format!(
                    "{}: the server forgot the login after the change of the map: logged in again, repeat the command",
                    self.names(&group.members).join(", ")
                ));
            }
        }
        for answer in answers {
            if let (Outcome::Done(reply), Some(member)) =
                (&answer.outcome, self.members.get(answer.member))
            {
                for aside in &reply.asides {
                    self.lines.printer().aside(&named(&member.name, aside));
                }
            }
        }
        Ok(())
    }

    /// Through the pager where the screen is too small.
    fn page(&mut self, whole: &[u8]) -> Result<()> {
        let (columns, rows) = terminal::size();
        let text = String::from_utf8_lossy(whole);
        if pager::rows(&text, columns, rows) >= rows
            && let Some(pager) = Pager::from_environment()
        {
            let shown = pager.show(|mut input| input.write_all(whole));
            self.cancel.reset();
            match shown {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    say(&format!("the pager does not start: {error}"));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.output.streamed(|out| out.write_all(whole))?)
    }

    /// Tells what failed, last. How many servers did.
    pub(crate) fn tell_failures<T: Failing>(&self, answers: &[Answer<T>]) -> usize {
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
        let failed = failures.len() + not_waited.len() + not_sent.len() + away.len();
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
            say(&format!(
                "not waited for: {} (it was sent, and may still do what it does)",
                not_waited.join(", ")
            ));
        }
        failed
    }

    /// How long it took, and whom one waited for.
    pub(super) fn timed<T>(&self, answers: &[Answer<T>], elapsed: Duration) -> String {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let slowest = answers.iter().max_by_key(|answer| answer.elapsed);
        let total = format!("{:.1} ms", ms(elapsed));
        let member = slowest.and_then(|it| self.members.get(it.member));
        match (slowest, member) {
            (Some(slowest), Some(member)) if answers.len() > 1 => format!(
                "{total}, the slowest of {}: {} {:.1} ms",
                answers.len(),
                member.name,
                ms(slowest.elapsed)
            ),
            _ => total,
        }
    }
}

/// What a server made of a line may be a failure although it answered.
pub(crate) trait Failing {
    fn failure(&self) -> Option<String>;
}

impl Failing for Reply {
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

/// What is said of servers whose connections have ended by themselves.
pub(super) fn lost(names: &[&str]) -> String {
    format!(
        "Lost connection to {}. The next line reconnects.",
        counted(names)
    )
}

/// The same of servers that were told to stop.
pub(super) fn stopped(names: &[&str]) -> String {
    format!(
        "{}: connection closed, as was asked for. The next line reconnects.",
        counted(names)
    )
}

/// What was meant by a name that the servers do not know.
pub(super) fn meant<'a>(
    line: &str,
    mut replies: impl Iterator<Item = (usize, &'a Reply)>,
    union: &Union,
) -> Option<String> {
    let unknown = replies.find_map(|(_, reply)| unknown_command(reply.head()))?;
    let first = line.split_whitespace().next().unwrap_or_default();
    let name = unknown.name.as_deref().unwrap_or(first);
    // Other servers of the fleet have it.
    if union.with_names(|names, _| names.get(name).is_some()) {
        return None;
    }
    union.suggest(name)
}

/// Replies, and how they are told apart.
struct Sheet<'a> {
    /// What was sent.
    line: &'a [u8],
    groups: &'a [Group<'a>],
    names: &'a [String],
    /// How many servers were asked.
    all: usize,
    colour: bool,
}

impl Sheet<'_> {
    fn print<W: Write>(&self, out: &mut Output<W>) -> io::Result<()> {
        // All have answered with nothing: there is nothing to see.
        if let [only] = self.groups
            && only.reply.bytes.is_empty()
        {
            return Ok(());
        }
        let rule = majority(self.groups);
        let colour = self.colour && matches!(out.rendering(), Rendering::Terminal { .. });
        for (at, group) in self.groups.iter().enumerate() {
            let members = group.members.iter();
            let names: Vec<&str> = members
                .filter_map(|place| self.names.get(*place))
                .map(String::as_str)
                .collect();
            let last = at + 1 == self.groups.len();
            let text = format!("==> {} <==", heading(&names, last, self.all));
            out.text(&format!("{}\n", paint(style::HEADING, &text, colour)))?;
            out.set_encoding(group.reply.encoding);
            out.set_minecraft(group.reply.minecraft);
            if group.reply.bytes.is_empty() {
                out.text(&format!("{}\n", paint(style::DIM, "(empty)", colour)))?;
                continue;
            }
            let differs = rule.filter(|_| !last && out.rendering() != Rendering::Raw);
            let shown = match differs {
                Some(rule) => self.difference(rule, group, out, colour)?,
                None => false,
            };
            if !shown {
                let bytes = &group.reply.bytes;
                let may_break =
                    group.reply.minecraft && matches!(out.rendering(), Rendering::Terminal { .. });
                let split = may_break.then(|| broken(self.line, bytes)).flatten();
                out.reply(split.as_deref().unwrap_or(bytes));
                out.end_reply()?;
            }
        }
        Ok(())
    }

    /// Prints where a reply differs from the rule, if both are long and most of
    /// them is the same. Whether it did.
    fn difference<W: Write>(
        &self,
        rule: &Group<'_>,
        group: &Group<'_>,
        out: &mut Output<W>,
        colour: bool,
    ) -> io::Result<bool> {
        let text = |reply: &Reply| {
            let encoding = reply.encoding.unwrap_or_default();
            encoding.decode(&reply.bytes).0.into_owned()
        };
        let (ours, theirs) = (text(group.reply), text(rule.reply));
        let (new, old): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
        if new.len() < LONG || old.len() < LONG {
            return Ok(false);
        }
        let Some(edits) = diff(&old, &new) else {
            return Ok(false);
        };
        let changed: Vec<_> = edits
            .iter()
            .filter(|edit| !matches!(edit, Edit::Same(_)))
            .collect();
        if changed.len() * 2 > new.len() {
            return Ok(false);
        }
        let same = edits.len() - changed.len();
        let note = format!(
            "({same} lines as below; - is the {}'s, + is this one's)",
            if rule.members.len() * 2 > self.all {
                "majority"
            } else {
                "largest group"
            }
        );
        out.text(&format!("{}\n", paint(style::DIM, &note, colour)))?;
        // They are text by now.
        out.set_encoding(None);
        for edit in changed {
            let (sign, line) = match edit {
                Edit::Gone(line) => ("- ", line),
                Edit::New(line) => ("+ ", line),
                Edit::Same(_) => continue,
            };
            let mark = match sign {
                "- " => style::DIM,
                _ => style::CHANGED,
            };
            out.text(&paint(mark, sign.trim_end(), colour))?;
            out.text(" ")?;
            out.reply(line.as_bytes());
            out.end_reply()?;
            if line.is_empty() {
                out.text("\n")?;
            }
        }
        Ok(true)
    }
}
