//! The settings of many servers, beside each other and against a file.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rcon_proto::Game;
use rcon_proto::settings::Cfg;

use super::reply::Reply;
use super::round::Answer;
use super::{Failing, Fleet};
use crate::error::{Result, UsageError};
use crate::server::console::Console;
use crate::server::settings::{Known, Together};
use crate::show::several::several;
use crate::ways::drift::{WhichValues, against_file, file_of, read, snapshot};
use crate::ways::prompt::say;
use crate::ways::prompt::typed::Came;

/// What of one server is not as a file says.
#[derive(Debug)]
struct AgainstFile {
    lines: String,
    notes: Vec<String>,
}

/// A file was written, and what there is to say about it.
struct Written(String);

impl Failing for Written {
    fn failure(&self) -> Option<String> {
        None
    }
}

impl Failing for AgainstFile {
    fn failure(&self) -> Option<String> {
        None
    }
}

impl Fleet {
    /// Asks these servers for all of their settings. Who did not tell them is told,
    /// and comes of it.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn settings_of(&mut self, places: &[usize]) -> Result<(Together, Came)> {
        let together = Arc::new(Mutex::new(Together::default()));
        let (members, told) = (self.members.clone(), Arc::clone(&together));
        let answers = self.ask_all(places, move |console, place| {
            let Some(member) = members.get(place) else {
                return Err(rcon_proto::Error::Interrupted.into());
            };
            let game = known_game(console, member.game());
            let mut all = |known: &Known| known.settings().to_vec();
            let (known, state) = read(console, (&member.target, game), &mut all, &mut |_, _| {})?;
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            told.add(place, &known, &state)
        })?;
        let came = self.tell_failures(&answers);
        let mut together = together.lock().unwrap_or_else(PoisonError::into_inner);
        let mut together = std::mem::take(&mut *together);
        let done = |place| {
            let mut answers = answers.iter();
            answers.any(|answer: &Answer<()>| answer.member == place && answer.done().is_some())
        };
        together.keep(done);
        Ok((together, came))
    }

    /// Writes the settings of each server that is selected into a file of its own.
    ///
    /// # Errors
    ///
    /// No thread is to be had.
    pub(crate) fn snapshots(
        &mut self,
        kept: WhichValues,
        path: impl Fn(&str) -> PathBuf + Send + Sync + 'static,
    ) -> Result<Came> {
        let (places, members) = (self.selected.clone(), self.members.clone());
        let answers = self.ask_all(&places, move |console, place| {
            let Some(member) = members.get(place) else {
                return Err(rcon_proto::Error::Interrupted.into());
            };
            let game = known_game(console, member.game());
            let path = path(&member.target.known_as());
            let whose = (&member.target, game);
            let told = snapshot(console, whose, kept, &path, &mut |_, _| {})?;
            Ok(Written(told))
        })?;
        for answer in &answers {
            if let Some(Written(told)) = answer.done() {
                say(&format!(
                    "{}: {told}",
                    self.names(&[answer.member]).join("")
                ));
            }
        }
        Ok(self.tell_failures(&answers))
    }

    /// Shows what of each server that is selected is not as a file says, what is
    /// the same of several once.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or standard output be written.
    pub(crate) fn against_file(&mut self, path: &Path) -> Result<Came> {
        let cfg: Arc<Cfg> = Arc::new(file_of(path, say)?);
        let (places, members) = (self.selected.clone(), self.members.clone());
        let answers = self.ask_all(&places, move |console, place| {
            let Some(member) = members.get(place) else {
                return Err(rcon_proto::Error::Interrupted.into());
            };
            let game = known_game(console, member.game());
            let found = against_file(console, (&member.target, game), &cfg, &mut |_, _| {})?;
            Ok(AgainstFile {
                lines: found.text(),
                notes: found.notes,
            })
        })?;
        let found: Vec<(usize, &AgainstFile)> = answers
            .iter()
            .filter_map(|answer| Some((answer.member, answer.done()?)))
            .collect();
        let lines = found.iter().map(|(place, it)| (*place, it.lines.clone()));
        let lines = lines.collect();
        self.show_differences(lines, &format!("as {} says", path.display()))?;
        let mut notes: Vec<(&str, Vec<usize>)> = Vec::new();
        for (place, note) in found
            .iter()
            .flat_map(|(place, it)| it.notes.iter().map(move |note| (*place, &**note)))
        {
            match notes.iter_mut().find(|(known, _)| *known == note) {
                Some((_, places)) => places.push(place),
                None => notes.push((note, vec![place])),
            }
        }
        for (note, places) in notes {
            say(&format!("{}: {note}", several(&self.names(&places))));
        }
        Ok(self.tell_failures(&answers))
    }

    /// Shows in what these servers differ from something, by server; and which do
    /// not.
    ///
    /// # Errors
    ///
    /// Standard output cannot be written.
    pub(crate) fn show_differences(
        &mut self,
        lines: Vec<(usize, String)>,
        alike: &str,
    ) -> Result<()> {
        let same = lines.iter().filter(|(_, lines)| lines.is_empty());
        let same: Vec<usize> = same.map(|(place, _)| *place).collect();
        let differ = lines.into_iter().filter(|(_, lines)| !lines.is_empty());
        let differ: Vec<(usize, Reply)> = differ
            .map(|(place, lines)| (place, Reply::of_ours(lines)))
            .collect();
        let all = differ.len() + same.len();
        self.show_folded(&differ, all)?;
        if !same.is_empty() {
            say(&format!("{alike}: {}", several(&self.names(&same))));
        }
        Ok(())
    }

    /// The server of this name, if it is one of this fleet's.
    ///
    /// # Errors
    ///
    /// It is none, and no file.
    pub(crate) fn member_named(&self, word: &str) -> Result<usize, UsageError> {
        self.place_of(word)
            .map_err(|error| UsageError(format!("{word:?} is no file that is there, and {error}")))
    }
}

/// The game, as far as it takes to ask for its settings.
fn known_game(console: &mut Console, shown: Game) -> Game {
    match shown {
        Game::Auto | Game::Generic => console.told_game(),
        game => game,
    }
}
