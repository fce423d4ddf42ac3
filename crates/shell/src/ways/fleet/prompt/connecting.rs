//! The connections of a fleet: the first ones, and those that are made anew.

use std::sync::Arc;

use super::round::{Answer, Ready};
use super::{Fleet, Standing};
use crate::error::Result;
use crate::request::secret::FoundPassword;
use crate::server::console::Console;
use crate::show::report;
use crate::ways::prompt::say;
use crate::ways::prompt::typed::Came;

/// So many times a password is asked for again that was typed and refused.
const AGAIN: usize = 2;

impl Fleet {
    /// Connects to all at the start. Whatever fails is told, and tried again
    /// with the first line.
    pub(super) fn first_connections(&mut self) -> Result<()> {
        let all: Vec<usize> = (0..self.members.len()).collect();
        let late = "is there now";
        let answers = self.round(&all, Ready::First, late, Box::new(|_, _| Ok(())))?;
        self.tell_failures(&answers);
        self.cancel.reset();
        for _ in 0..AGAIN {
            let typed = |place: &usize| self.passwords.was_asked(*place);
            let refused: Vec<usize> = self.standing_so(Standing::Refused).collect();
            let refused: Vec<usize> = refused.into_iter().filter(typed).collect();
            if refused.is_empty() || !self.lines.can_ask() {
                break;
            }
            match self.passwords.ask_for(refused.len()) {
                Ok(found) => self.give(&refused, &found),
                Err(error) => {
                    if error.kind() != rcon_proto::ErrorKind::Interrupted {
                        say(&report::text(&error));
                    }
                    self.cancel.reset();
                    break;
                }
            }
            let answers = self.log_in_again(&refused)?;
            self.tell_failures(&answers);
        }
        Ok(())
    }

    fn give(&self, to: &[usize], found: &FoundPassword) {
        for place in to {
            if let Some(member) = self.members.get(*place) {
                member.give(found.clone());
            }
        }
    }

    /// Logs in anew to these servers; where the password did not work, somebody
    /// is asked for another, once for all.
    ///
    /// # Errors
    ///
    /// Nobody gave one.
    pub(crate) fn reconnect(&mut self, places: &[usize]) -> Result<Came> {
        let refused: Vec<usize> = self
            .standing_so(Standing::Refused)
            .filter(|place| places.contains(place))
            .collect();
        if !refused.is_empty() {
            let found = self.passwords.ask_for(refused.len())?;
            self.give(&refused, &found);
        }
        let answers = self.log_in_again(places)?;
        Ok(self.tell_failures(&answers))
    }

    fn log_in_again(&mut self, places: &[usize]) -> Result<Vec<Answer<()>>> {
        let (members, passwords) = (self.members.clone(), Arc::clone(&self.passwords));
        let work = move |console: &mut Console, place: usize| {
            let member = members.get(place);
            member.map_or(Ok(()), |member| member.again(console, &passwords))
        };
        let answers = self.round(places, Ready::ByItself, "is there now", Box::new(work))?;
        self.cancel.reset();
        Ok(answers)
    }

    /// The places of those that stand so.
    pub(super) fn standing_so(&self, standing: Standing) -> impl Iterator<Item = usize> + '_ {
        let members = self.members.iter().enumerate();
        members
            .filter(move |(_, member)| member.standing() == standing)
            .map(|(place, _)| place)
    }
}
