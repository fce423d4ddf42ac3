//! The question before a line goes to servers that it stops, or to many at once.

use super::Fleet;
use super::reply::EachLine;
use crate::error::Result;
use crate::request::manner::Confirm;
use crate::show::several::counted;
use crate::ways::prompt::confirming::may_stop;
use crate::ways::prompt::{Agreed, say};

impl Fleet {
    /// What is asked before a line goes to this server.
    fn confirms(&self, place: usize) -> Confirm {
        let of_target = self.members.get(place).map(|it| it.target.confirm);
        self.settings.confirm.or(of_target).unwrap_or_default()
    }

    /// Whether a script runs, or nobody is there who could be asked.
    fn asks_nobody(&self) -> bool {
        self.depth > 0 || !self.lines.can_ask()
    }

    /// Asks whoever is at the prompt before lines go out that stop servers, and
    /// where that is wanted, before one goes to more than one server.
    ///
    /// # Errors
    ///
    /// The terminal cannot be read.
    pub(crate) fn confirm(&mut self, lines: &EachLine) -> Result<Agreed> {
        if self.asks_nobody() {
            return Ok(Agreed::Yes);
        }
        // What is not let through need not be asked about.
        let held_back = lines.iter().any(|(place, line)| {
            let text = String::from_utf8_lossy(line);
            let member = self.members.get(*place);
            member.is_some_and(|member| member.target.check_allowed(&text).is_err())
        });
        if held_back {
            return Ok(Agreed::Yes);
        }
        let stopped: Vec<usize> = lines
            .iter()
            .filter(|(place, line)| {
                let member = self.members.get(*place);
                let text = String::from_utf8_lossy(line);
                self.confirms(*place) != Confirm::Off
                    && member.is_some_and(|member| may_stop(member.game(), &text))
            })
            .map(|(place, _)| *place)
            .collect();
        let question = if !stopped.is_empty() {
            format!("This stops {}.", counted(&self.names(&stopped)))
        } else if lines.len() > 1
            && lines
                .iter()
                .any(|(place, _)| self.confirms(*place) == Confirm::All)
        {
            let all: Vec<usize> = lines.iter().map(|(place, _)| *place).collect();
            format!("This goes to {}.", counted(&self.names(&all)))
        } else {
            return Ok(Agreed::Yes);
        };
        self.ask(&question)
    }

    /// Asks whoever is at the prompt whether what they have been shown is to be
    /// done to this server; nothing where there is nobody who can be asked.
    ///
    /// # Errors
    ///
    /// The terminal cannot be read.
    pub(crate) fn agrees(&mut self, place: usize) -> Result<Option<Agreed>> {
        if self.confirms(place) == Confirm::Off {
            return Ok(Some(Agreed::Yes));
        }
        if self.asks_nobody() {
            return Ok(None);
        }
        self.ask("").map(Some)
    }

    fn ask(&mut self, question: &str) -> Result<Agreed> {
        let question = format!("{question} Go on? [y/N] ");
        let answer = self.lines.question(question.trim_start(), &self.cancel)?;
        self.cancel.reset();
        Ok(match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => Agreed::Yes,
            _ => {
                say("Not sent.");
                Agreed::No
            }
        })
    }
}
