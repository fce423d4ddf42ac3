//! What the `!` commands ask of many servers, and change for them.

use rcon_proto::{ErrorKind, Game};

use super::reply::EachLine;
use super::{Answer, Failing, Fleet, Outcome, Standing};
use crate::error::{Error, Result};
use crate::server::console::Console;
use crate::show::style::ColorChoice;
use crate::ways::players::Listing;
use crate::ways::prompt::typed::Came;

impl<T> Answer<T> {
    /// What was done, if it was.
    pub(crate) fn done(&self) -> Option<&T> {
        match &self.outcome {
            Outcome::Done(done) => Some(done),
            _ => None,
        }
    }
}

impl Failing for Listing {
    fn failure(&self) -> Option<String> {
        None
    }
}

impl Fleet {
    /// The same line for each server that is selected.
    pub(crate) fn lines_of(&self, command: &[u8]) -> EachLine {
        let selected = self.selected.iter();
        selected.map(|place| (*place, command.to_vec())).collect()
    }

    /// Asks the servers that are selected who is on.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn who(&mut self) -> Result<Vec<Answer<Listing>>> {
        let places = self.selected.clone();
        self.who_on(&places)
    }

    /// Asks these servers who is on, and learns which games they are.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn who_on(&mut self, places: &[usize]) -> Result<Vec<Answer<Listing>>> {
        let members = self.members.clone();
        self.ask_all(places, move |console, place| {
            let Some(member) = members.get(place) else {
                return Err(rcon_proto::Error::Interrupted.into());
            };
            let game = match member.game() {
                Game::Auto | Game::Generic => console.told_game(),
                game => game,
            };
            let mut who = console.who(game)?;
            console.add_where(&mut who);
            member.shows(who.game);
            Ok(Listing::new(&member.target, who.players))
        })
    }

    /// The servers that are selected and there, connected and with their games
    /// known as far as they show them. Those that are not are told.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn ready(&mut self) -> Result<Vec<usize>> {
        self.there(Err).map(|(there, _)| there)
    }

    /// The same; also those of whose games nothing is to be learned. With what came of
    /// the others.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn ready_whatever_they_are(&mut self) -> Result<(Vec<usize>, Came)> {
        self.there(|error| match error.kind() {
            ErrorKind::Usage | ErrorKind::Other | ErrorKind::Timeout => Ok(()),
            _ => Err(error),
        })
    }

    /// Those that are there; `unknown` judges why a game is not known.
    fn there(&mut self, unknown: fn(Error) -> Result<()>) -> Result<(Vec<usize>, Came)> {
        let (places, members) = (self.selected.clone(), self.members.clone());
        let answers = self.ask_all(&places, move |console, place| {
            let member = members.get(place);
            if let Some(member) = member.filter(|it| it.game() == Game::Auto) {
                // Who is on shows which game it is.
                match console.who(Game::Auto) {
                    Ok(who) => member.shows(who.game),
                    Err(error) => unknown(error)?,
                }
            }
            Ok(())
        })?;
        let failed = self.tell_failures(&answers);
        let there = answers.iter().filter(|answer| answer.done().is_some());
        Ok((there.map(|answer| answer.member).collect(), failed))
    }

    /// Leaves these servers: nothing goes there until somebody says so.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn leave(&mut self, places: &[usize]) -> Result<()> {
        for place in places {
            if let Some(member) = self.members.get(*place) {
                member.set_standing(Standing::Left);
                member.cancel.cancel();
            }
        }
        let work = |console: &mut Console, _| {
            console.disconnect();
            Ok(())
        };
        self.round(places, super::Ready::ByItself, "is left", Box::new(work))?;
        for place in places {
            if let Some(member) = self.members.get(*place) {
                member.set_standing(Standing::Left);
            }
        }
        Ok(())
    }

    /// Changes when colours are used.
    pub(crate) fn set_color(&mut self, choice: ColorChoice) {
        self.settings.color = choice;
        self.output.set_rendering(self.settings.rendering());
        self.lines.set_color(choice.for_stdout());
    }

    /// Whether anybody wants to end what is under way.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Whether a bar may be drawn while servers are waited for; gives what was
    /// before.
    pub(crate) fn set_bar(&mut self, may: bool) -> bool {
        std::mem::replace(&mut self.has_bar, may)
    }
}
