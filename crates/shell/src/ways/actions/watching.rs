//! What `!watch` is asked for, at every prompt: what to look at, how often, and
//! how it is told that nobody answers.

use std::time::{Duration, Instant, SystemTime};

use super::sleep::seconds;
use crate::commands::{Command, Local, redact};
use crate::error::{Result, UsageError};
use crate::system::terminal;
use crate::system::utc::rfc3339;

/// The shortest time between two rounds: this is a game server, not a bench.
const SHORTEST: Duration = Duration::from_millis(100);

/// The time between two rounds where none is given.
const USUAL: Duration = Duration::from_secs(2);

/// What is watched, and how often.
pub(super) struct Watching<'a> {
    /// The time between two rounds.
    pub(super) every: Duration,
    pub(super) command: &'a str,
    /// Whether it is watched who is on: the name of the command of ours that
    /// tells it stands for that, with its mark and without.
    pub(super) players: bool,
}

impl<'a> Watching<'a> {
    /// What was typed.
    ///
    /// # Errors
    ///
    /// There is nothing to watch, or no screen to watch it on.
    pub(super) fn of(local: &'a Local) -> Result<Self> {
        let (every, command) = local.sent()?;
        let every = match every {
            "" => USUAL,
            typed => seconds(typed)?.max(SHORTEST),
        };
        if !terminal::streams().stdout {
            return Err(UsageError(format!("{} needs a terminal", local.command.typed())).into());
        }
        let players = Command::Players;
        let named = [players.name(), players.typed()];
        Ok(Self {
            every,
            command,
            players: named.iter().any(|name| name.eq_ignore_ascii_case(command)),
        })
    }

    /// The first row.
    pub(super) fn title(&self, prompt: &str) -> String {
        let command = redact(self.command);
        let every = self.every.as_secs_f64();
        format!("{prompt}{command} every {every} s, q ends it")
    }
}

/// Nobody answers.
pub(super) struct Down {
    since: SystemTime,
    began: Instant,
    /// Why, as it was the last time.
    why: String,
}

impl Down {
    /// Again, or for the first time.
    pub(super) fn note(down: &mut Option<Self>, why: String) {
        match down {
            Some(down) => down.why = why,
            None => {
                *down = Some(Self {
                    since: SystemTime::now(),
                    began: Instant::now(),
                    why,
                });
            }
        }
    }

    /// Since when, and why; `does` is what is done about it.
    pub(super) fn text(&self, does: &str) -> String {
        let since = rfc3339(self.since);
        let time = since.get(11..19).unwrap_or_default();
        let seconds = self.began.elapsed().as_secs();
        format!("down since {time} UTC ({seconds} s){does}: {}", self.why)
    }
}
