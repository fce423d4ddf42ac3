//! The questions, in as few commands as can be.

use std::collections::VecDeque;

use rcon_proto::convar::{ConsoleKind, CvarList, ListStyle, Query, console_kind};
use rcon_proto::settings::{batches, gamerules, same};
use rcon_proto::{ErrorKind, Game, Separator};

use super::known::{Convars, Known, Listed};
use super::{Reading, State, may_have_settings, minecraft};
use crate::commands::is_secret_name;
use crate::error::{Result, UsageError};

/// So many questions may go unanswered.
const MAX_SILENCES: usize = 2;

/// What Source prints in the place of a value that it keeps to itself.
const PROTECTED: &str = "***PROTECTED***";

/// Asks one server.
pub(crate) struct Asker<'a> {
    /// What is known of the server.
    pub(crate) game: Game,
    /// The longest question, in bytes.
    pub(crate) limit: usize,
    /// Sends a question and gives the whole reply.
    pub(crate) ask: &'a mut dyn FnMut(&str) -> Result<String>,
    /// Is told how many of how many names have been asked for.
    pub(crate) progress: &'a mut dyn FnMut(usize, usize),
}

impl Asker<'_> {
    /// Asks which names there are.
    ///
    /// # Errors
    ///
    /// It was not answered, or the game has no settings that can be asked for.
    pub(crate) fn known(&mut self) -> Result<Known> {
        if self.game == Game::Minecraft {
            return self.known_gamerules();
        }
        if !may_have_settings(self.game) {
            return Err(self.without_settings());
        }
        let reply = (self.ask)("cvarlist")?;
        let list = CvarList::parse(reply.as_bytes());
        if !list.is_empty() {
            return Ok(Known::Convars(Convars::of(&list)));
        }
        match console_kind("cvarlist", reply.as_bytes()) {
            Some(ConsoleKind::Minecraft) => self.known_gamerules(),
            _ => Err(self.without_settings()),
        }
    }

    fn known_gamerules(&mut self) -> Result<Known> {
        // Bukkit's help, and Paper's, has no forms: the game's own stands behind it,
        // under its full name. Until 1.12 the command itself names them; later ones
        // call that incomplete.
        for question in ["help gamerule", "minecraft:help gamerule", "gamerule"] {
            let rules = gamerules(&(self.ask)(question)?);
            if !rules.is_empty() {
                return Ok(Known::Gamerules(rules));
            }
        }
        Ok(Known::Gamerules(Vec::new()))
    }

    fn without_settings(&self) -> crate::error::Error {
        let which = match self.game {
            Game::Auto | Game::Generic => "the game is not known".to_owned(),
            Game::Source | Game::Cs2 => "cvarlist was answered with no list".to_owned(),
            game => format!("this is {game}"),
        };
        UsageError(format!(
            "{which}, and its console lists no settings that could be asked for: those of Source, CS2 and Minecraft do (--game NAME says which it is)"
        ))
        .into()
    }

    /// Asks for the values of these names.
    ///
    /// # Errors
    ///
    /// A question was not answered.
    pub(crate) fn read<'n>(
        &mut self,
        known: &Known,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<State> {
        let mut state = State::default();
        match known {
            Known::Gamerules(_) => {
                let names: Vec<&str> = names.into_iter().collect();
                for (at, name) in names.iter().enumerate() {
                    let reading = minecraft::read(name, self.ask)?;
                    state.put(name, reading);
                    (self.progress)(at + 1, names.len());
                }
            }
            Known::Convars(convars) => {
                let mut asked = Vec::new();
                for name in names {
                    match at_once(convars, name) {
                        Some(reading) => state.put(name, reading),
                        None => asked.push(name),
                    }
                }
                self.convars(convars, &asked, &mut state)?;
            }
        }
        Ok(state)
    }

    fn convars(&mut self, convars: &Convars, names: &[&str], state: &mut State) -> Result<()> {
        // The list came from a console of Source's kind, all of which divide.
        let divides = self.game.facts().separator != Some(Separator::Nothing);
        let (mut done, mut silences) = (0, 0);
        let singly: Vec<&[&str]> = names.chunks(1).collect();
        let batched: Vec<&[&str]> = batches(names, self.limit).collect();
        for batch in if divides { batched } else { singly } {
            let mut missing = self.batch(convars, batch, (state, &mut silences))?;
            let works = missing.len() < batch.len();
            if !works && batch.len() > 1 {
                // Nothing at all: one of them shows whether it is the `;`.
                let first = self.batch(convars, &missing[..1], (state, &mut silences))?;
                if first.is_empty() {
                    missing.remove(0);
                } else {
                    missing.clear();
                }
            }
            // One that is answered stands behind each: so there is an answer, also
            // from a console that says nothing to what it does not tell.
            let answered = |name: &&&str| works && !missing.contains(name);
            let known = batch.iter().find(answered).copied();
            if batch.len() > 1 {
                for name in missing {
                    let again: Vec<&str> = [name].into_iter().chain(known).collect();
                    self.batch(convars, &again, (state, &mut silences))?;
                }
            }
            done += batch.len();
            (self.progress)(done, names.len());
        }
        Ok(())
    }

    /// Asks for these names in one command. Which were not answered; they count as
    /// not told, unless they were before.
    fn batch<'n>(
        &mut self,
        convars: &Convars,
        batch: &[&'n str],
        (state, silences): (&mut State, &mut usize),
    ) -> Result<Vec<&'n str>> {
        let reply = match (self.ask)(&batch.join(";")) {
            // CS2 sends nothing where it prints nothing. A server that is gone does
            // so too, and is not waited for again and again.
            Err(error) if error.kind() == ErrorKind::Timeout && *silences < MAX_SILENCES => {
                *silences += 1;
                String::new()
            }
            reply => reply?,
        };
        // They come in the order of the questions: the first is the one, as a rule.
        let mut answers = VecDeque::from(Query::parse_all(reply.as_bytes()));
        let mut missing = Vec::new();
        for &name in batch {
            let mut told = answers.iter();
            let at = told.position(|told| told.name.eq_ignore_ascii_case(name));
            if let Some(told) = at.and_then(|at| answers.remove(at)) {
                state.put(name, reading(convars.style, Some(told)));
                continue;
            }
            missing.push(name);
            if *state.get(name) == Reading::Unknown {
                state.put(name, Reading::Untold);
            }
        }
        Ok(missing)
    }
}

/// What an answer says.
fn reading(style: ListStyle, told: Option<Query>) -> Reading {
    let Some(Query {
        value: Some(value),
        default,
        ..
    }) = told
    else {
        return Reading::Untold;
    };
    if value == PROTECTED {
        return Reading::Untold;
    }
    // Source prints a default only where the value is another.
    let is_default =
        (style == ListStyle::Source).then(|| default.is_none_or(|default| same(&default, &value)));
    Reading::Value { value, is_default }
}

/// What is known of a name without asking for it.
fn at_once(convars: &Convars, name: &str) -> Option<Reading> {
    Some(match convars.get(name) {
        // Whatever the list leaves out: what the file says of it is as secret.
        None if is_secret_name(name) => Reading::Secret,
        None => Reading::Unknown,
        // Asking for it could run something, whatever the list calls it.
        Some(_) if !is_one_word(name) => Reading::Untold,
        Some(Listed::Command) => Reading::Command,
        Some(Listed::Variable { .. }) if is_secret_name(name) => Reading::Secret,
        Some(Listed::Variable { value: Some(value) }) => Reading::value(value.clone()),
        Some(Listed::Variable { value: None }) => return None,
    })
}

/// Whether a name is one word to every console.
fn is_one_word(name: &str) -> bool {
    !name.contains(|c: char| c.is_whitespace() || c.is_control() || "\";'`$\\".contains(c))
        && !name.contains("//")
}

#[cfg(test)]
mod tests;
