//! What came back from many servers, as a person reads it.

use std::io::{self, Write};
use std::time::Duration;

use rcon_proto::convar::unknown_command;

use super::Fleet;
use super::groups::{Group, groups};
use super::reply::{EachLine, Reply};
use super::round::{Answer, Outcome};
use super::sheet::Sheet;
use super::union::Union;
use crate::error::Result;
use crate::show::output::Output;
use crate::show::pager::{self, Pager};
use crate::show::several::counted;
use crate::system::terminal;
use crate::ways::prompt::say;

impl Fleet {
    /// Prints replies, equal ones once, and what arrived beside them.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written.
    pub(super) fn show(&mut self, lines: &EachLine, answers: &[Answer<Reply>]) -> Result<()> {
        let replies = answers.iter().filter_map(|answer| match &answer.outcome {
            Outcome::Done(reply) => Some((answer.member, reply)),
            _ => None,
        });
        let groups = groups(replies);
        let line = lines.first().map_or(&[][..], |(_, line)| line);
        self.show_groups(line, &groups, answers.len())?;
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
                    member.show_aside(&self.lines.printer(), aside);
                }
            }
        }
        Ok(())
    }

    /// Prints texts of ours by server, equal ones once, of so many servers.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written.
    pub(super) fn show_folded(&mut self, texts: &[(usize, Reply)], all: usize) -> Result<()> {
        let groups = groups(texts.iter().map(|(place, text)| (*place, text)));
        self.show_groups(&[], &groups, all)
    }

    fn show_groups(&mut self, line: &[u8], groups: &[Group<'_>], all: usize) -> Result<()> {
        let names = self.all_names();
        let sheet = Sheet {
            line,
            groups,
            names: &names,
            all,
            colour: self.settings.color.for_stdout(),
        };
        if self.settings.pager {
            let mut whole = Vec::new();
            sheet.print(&mut Output::new(&mut whole, self.output.rendering()))?;
            return self.page(&whole);
        }
        Ok(sheet.print(&mut self.output)?)
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
