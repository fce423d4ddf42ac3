//! A line to many servers, and what came of it.

use std::sync::Arc;
use std::time::Instant;

use super::reply::{self, EachLine, Reply, Room};
use super::round::{Answer, Outcome};
use super::{Fleet, showing};
use crate::error::{Error, Result};
use crate::ways::prompt::Agreed;
use crate::ways::prompt::messages::dim;
use crate::ways::prompt::typed::Came;

/// Says what came of a line on one server, where its answer alone does not.
pub(crate) type Judge<'a> = dyn FnMut(&mut Fleet, &mut Answer<Reply>) -> Result<()> + 'a;

impl Fleet {
    /// Sends a line to the servers that are selected, and shows what comes back.
    ///
    /// # Errors
    ///
    /// It may not be sent, or cannot be shown. What a server makes of it is told.
    pub(crate) fn send(&mut self, command: &[u8]) -> Result<Came> {
        let lines = self.lines_of(command);
        self.send_each(&lines)
    }

    /// Sends each server its line.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub(crate) fn send_each(&mut self, lines: &EachLine) -> Result<Came> {
        self.send_each_judged(lines, &mut |_, _| Ok(()))
    }

    /// The same, where somebody says first what came of it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and what is said.
    pub(crate) fn send_each_judged(
        &mut self,
        lines: &EachLine,
        judge: &mut Judge<'_>,
    ) -> Result<Came> {
        if self.confirm(lines)? == Agreed::No {
            return Ok(Came::NotSent);
        }
        let began = Instant::now();
        let mut answers = self.execute(lines)?;
        let elapsed = began.elapsed();
        for answer in &mut answers {
            judge(self, answer)?;
        }
        self.show(lines, &answers)?;
        self.learn(lines, &answers);
        let came = self.tell_failures(&answers);
        if self.settings.timing {
            dim(&self.timed(&answers, elapsed), self.settings.color);
        }
        Ok(came)
    }

    /// Sends each server its line, and keeps the replies. Whoever is asked about
    /// such lines has agreed to them.
    ///
    /// # Errors
    ///
    /// What one profile does not let pass is sent to none; nothing is sent that
    /// cannot be logged.
    pub(crate) fn execute(&mut self, lines: &EachLine) -> Result<Vec<Answer<Reply>>> {
        self.check_allowed(lines)?;
        self.log_lines(lines)?;
        let asked: Vec<usize> = lines.iter().map(|(place, _)| *place).collect();
        let longest = self.members.iter().map(|it| it.target.max_reply).max();
        let room = Room::for_replies_of(longest.unwrap_or_default());
        let members = self.members.clone();
        let mut by_place: Vec<Option<Arc<[u8]>>> = vec![None; members.len()];
        for (place, line) in lines {
            if let Some(slot) = by_place.get_mut(*place) {
                *slot = Some(line.as_slice().into());
            }
        }
        let answers = self.ask_all(&asked, move |console, place| {
            let line = by_place.get(place).cloned().flatten().unwrap_or_default();
            match members.get(place) {
                Some(member) => reply::execute(console, member, &line, &room),
                None => Err(rcon_proto::Error::Interrupted.into()),
            }
        })?;
        self.log_replies(&answers);
        Ok(answers)
    }

    /// Refuses lines of which one may not be sent.
    ///
    /// # Errors
    ///
    /// A profile does not let one of them pass.
    pub(crate) fn check_allowed(&self, lines: &EachLine) -> Result<()> {
        for (place, line) in lines {
            let Some(member) = self.members.get(*place) else {
                continue;
            };
            if let Err(error) = member.target.check_allowed(&String::from_utf8_lossy(line)) {
                let error = Error::from(error);
                let mut places: Vec<usize> = lines.iter().map(|(place, _)| *place).collect();
                places.dedup();
                return Err(match places.len() {
                    1 => error,
                    all => {
                        let words = format!("{error}: sent to none of the {all} servers");
                        error.in_words(words)
                    }
                });
            }
        }
        Ok(())
    }

    /// Learns from replies what they show of names.
    fn learn(&mut self, lines: &EachLine, answers: &[Answer<Reply>]) {
        let replies = || {
            answers.iter().filter_map(|answer| match &answer.outcome {
                Outcome::Done(reply) => Some((answer.member, reply)),
                _ => None,
            })
        };
        let Some((_, line)) = lines.first() else {
            return;
        };
        let text = String::from_utf8_lossy(line).into_owned();
        let mut all = replies();
        if all.next().is_some() && replies().all(|(_, reply)| reply.refused) {
            self.lines.reject(&text);
            self.union.rejects(&text);
        }
        if !crate::commands::secret_part(&text)
            && let Some(near) = showing::meant(&text, replies(), &self.union)
        {
            crate::ways::prompt::say(&format!("did you mean {near}?"));
        }
    }
}
