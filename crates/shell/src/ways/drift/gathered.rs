//! What a script asks of all servers of a fleet together: their settings come one
//! server after the other, and something is made of them once all are there.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rcon_proto::Game;

use super::agreed::agreed;
use super::snapshot::WhichValues;
use super::{read, together};
use crate::error::Result;
use crate::request::options::DriftForm;
use crate::request::target::Target;
use crate::server::console::{Console, NotConnected};
use crate::server::settings::{Known, State, Together};

/// What is made of them.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    /// In which of them the servers differ is told.
    Diff,
    /// What they agree on goes into this file.
    Snapshot(WhichValues, PathBuf),
}

/// What one server told, for one line of the script.
pub(crate) struct Told {
    /// Which step of the script it was: the same one on each server, also behind
    /// one that this server failed.
    pub(crate) step: usize,
    pub(crate) known: Known,
    pub(crate) state: State,
    pub(crate) wish: Wish,
}

/// Asks the server that is connected to for all of its settings.
///
/// # Errors
///
/// It did not answer, or has no settings to be asked for.
pub(crate) fn all_settings(
    console: &mut Console,
    game: Game,
    (step, wish): (usize, Wish),
) -> Result<Told> {
    let target = console.target.clone().ok_or(NotConnected)?;
    let mut all = |known: &Known| known.settings().to_vec();
    let (known, state) = read(console, (&target, game), &mut all, &mut |_, _| {})?;
    Ok(Told {
        step,
        known,
        state,
        wish,
    })
}

/// What all servers told, for each line that asks so.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// By the step of the script.
    asked: BTreeMap<usize, (Wish, Together)>,
}

/// Whether all servers have had their time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    All,
    /// Ctrl-C ended it.
    Interrupted,
}

/// What is made of them in the end.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// What standard output gets.
    pub(crate) text: String,
    /// What there is to say besides.
    pub(crate) notes: Vec<String>,
}

impl Gathered {
    /// Adds what a server told at one such line.
    ///
    /// # Errors
    ///
    /// It is more than is kept.
    pub(crate) fn add(&mut self, server: usize, told: Told) -> Result<()> {
        let new = || (told.wish, Together::default());
        let (_, together) = self.asked.entry(told.step).or_insert_with(new);
        together.add(server, &told.known, &told.state)
    }

    /// Makes of it what was asked for. Where that was interrupted, a file stays as it
    /// was: what a part of the servers agree on is not what it is for.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn made(
        &self,
        whole: Whole,
        form: DriftForm,
        targets: &[Target],
        colour: bool,
    ) -> Result<Made> {
        let names: Vec<String> = targets.iter().map(together::name).collect();
        let mut made = Made::default();
        for (wish, together) in self.asked.values() {
            match (wish, form) {
                (Wish::Snapshot(_, path), _) if whole == Whole::Interrupted => {
                    let text = format!("interrupted: {} was not written", path.display());
                    made.notes.push(text);
                    continue;
                }
                (Wish::Snapshot(kept, path), _) => {
                    made.notes.push(agreed(together, &names, *kept, path)?);
                    continue;
                }
                (Wish::Diff, DriftForm::Text) => {
                    made.text
                        .push_str(&together::text(together, &names, colour));
                }
                (Wish::Diff, DriftForm::Json) => {
                    made.text.push_str(&together::json(together, targets));
                }
            }
            made.notes.extend(together::notes(together, &names));
        }
        Ok(made)
    }
}
