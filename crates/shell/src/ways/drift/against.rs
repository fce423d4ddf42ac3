//! A server against another, or against a file, for `!diff`.

use std::collections::HashSet;
use std::path::PathBuf;

use rcon_proto::settings::Cfg;
use rcon_proto::{Client, Game, Shape};

use super::report::{difference_lines, json_line};
use super::{file, notes, read};
use crate::commands::Command;
use crate::error::{Result, UsageError};
use crate::request::options::{DriftEnd, DriftForm};
use crate::request::secret::FoundPassword;
use crate::request::target::Target;
use crate::server::console::Console;
use crate::server::settings::{
    Asker, Difference, Known, Reading, State, ask, differences, limit, told_apart,
};
use crate::system::paths::with_home;

/// What a server is compared with.
pub(crate) enum Other {
    File(PathBuf),
    Server(Box<Target>, FoundPassword),
}

impl Other {
    /// Why a word is nothing that each of many servers can be compared with. None of
    /// them knows another, nor is there anybody to be asked for its password.
    pub(crate) fn refusal_of_many(word: &str) -> Option<String> {
        (!file::is_meant(word, &with_home(word))).then(|| {
            format!(
                "{word:?} is no file: with several servers {command} compares each with a FILE, or alone all with each other",
                command = Command::Diff.typed()
            )
        })
    }

    /// What a word names: a profile, a file that is there, or else a server, whose
    /// password is found as for `!connect`.
    ///
    /// # Errors
    ///
    /// It names nothing, or there is no password for it.
    pub(crate) fn named(console: &mut Console, word: &str) -> Result<Self> {
        let is_profile = console.book.config().profile(word).is_some();
        let path = with_home(word);
        if !is_profile && file::is_meant(word, &path) {
            return Ok(Self::File(path));
        }
        let target = console.book.one(word)?;
        let found = match console.known_password(&target)? {
            Some(found) => found,
            None => console.secrets.ask_of_line(&target)?,
        };
        Ok(Self::Server(Box::new(target), found))
    }
}

/// What of a server is otherwise elsewhere.
pub(crate) struct Comparison {
    pub(crate) differ: Vec<Difference>,
    /// What was not compared, for notices.
    pub(crate) notes: Vec<String>,
    target: Target,
    /// What stands before the other value.
    there: String,
}

impl Comparison {
    /// A line a difference, for people.
    pub(crate) fn text(&self) -> String {
        self.lines(DriftForm::Text)
    }

    /// A line a difference.
    pub(crate) fn lines(&self, form: DriftForm) -> String {
        match form {
            DriftForm::Text => difference_lines(&self.differ, &self.there),
            DriftForm::Json => {
                let lines = self.differ.iter();
                lines.map(|it| json_line(&self.target, it, false)).collect()
            }
        }
    }
}

/// Compares the server that is connected to.
///
/// # Errors
///
/// One of both did not answer, or has no settings to be asked for.
pub(crate) fn against(
    console: &mut Console,
    (target, game): (&Target, Game),
    other: Other,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Comparison> {
    match other {
        Other::File(path) => {
            let cfg = file::read(&path)?;
            let skipped = file::skipped(&path.display().to_string(), &cfg);
            let mut found = against_file(console, (target, game), &cfg, progress)?;
            found.notes.splice(0..0, skipped);
            Ok(found)
        }
        Other::Server(there, password) => {
            let mut client = console.dialer.open_with(&there, &password)?;
            let there_game = game_of(&client, &there);
            let mut asking = |question: &str| ask(&mut client, &there, question);
            let known_there = Asker {
                game: there_game,
                limit: limit(&there),
                ask: &mut asking,
                progress: &mut |_, _| {},
            }
            .known()?;
            let mut names = known_there.settings().to_vec();
            let mut alike = true;
            let (_, here) = read(
                console,
                (target, game),
                &mut |known| {
                    alike = known.is_like(&known_there);
                    if !alike {
                        return Vec::new();
                    }
                    let listed = names.iter().map(|name| name.to_ascii_lowercase());
                    let listed: HashSet<String> = listed.collect();
                    let more = known.settings().iter();
                    let more = more.filter(|name| !listed.contains(&name.to_ascii_lowercase()));
                    names.extend(more.cloned().collect::<Vec<_>>());
                    names.clone()
                },
                &mut |done, all| progress(done, 2 * all),
            )?;
            if !alike {
                client.leave();
                let (here, there) = (target.known_as(), there.known_as());
                let text = format!(
                    "{here} and {there} have settings of different kinds: convars and gamerules"
                );
                return Err(UsageError(text).into());
            }
            let state = Asker {
                game: there_game,
                limit: limit(&there),
                ask: &mut asking,
                progress: &mut |done, all| progress(all + done, 2 * all),
            }
            .read(&known_there, names.iter().map(String::as_str))?;
            client.leave();
            let all = names.iter().map(String::as_str);
            Ok(Comparison {
                differ: told_apart(all.clone(), &here, &state),
                notes: untold(all, [&here, &state]).into_iter().collect(),
                target: target.clone(),
                there: format!("on {}", there.known_as()),
            })
        }
    }
}

/// Compares the server that is connected to with a file that was read.
///
/// # Errors
///
/// It did not answer, or has no settings to be asked for.
pub(crate) fn against_file(
    console: &mut Console,
    (target, game): (&Target, Game),
    cfg: &Cfg,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Comparison> {
    let mut names = |_: &Known| {
        let names = cfg.settings.iter().map(|setting| setting.name.clone());
        names.collect()
    };
    let (_, state) = read(console, (target, game), &mut names, progress)?;
    Ok(Comparison {
        differ: differences(cfg, &state),
        notes: notes(cfg, &state, DriftEnd::Told),
        target: target.clone(),
        there: "should be".to_owned(),
    })
}

/// What was not compared of two servers.
fn untold<'n>(names: impl Iterator<Item = &'n str>, states: [&State; 2]) -> Option<String> {
    let kept_back = |name: &&str| {
        let held = |state: &&State| matches!(state.get(name), Reading::Untold | Reading::Secret);
        states.iter().any(held)
    };
    let names: Vec<&str> = names.filter(kept_back).collect();
    (!names.is_empty()).then(|| {
        format!(
            "not compared, as they hold passwords or are not told: {}",
            names.join(", ")
        )
    })
}

/// The game of a server that was just logged in to, as far as it can be relied on.
fn game_of(client: &Client, target: &Target) -> Game {
    match client.shape() {
        _ if target.game != Game::Auto => target.game,
        Some(Shape::Source) => Game::Source,
        Some(shape) => Game::told_by(shape).unwrap_or(Game::Auto),
        None => Game::Auto,
    }
}
