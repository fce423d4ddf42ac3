//! How often `!watch` asks, and what.

use std::time::Duration;

use crate::commands::Command;
use crate::error::UsageError;
use crate::server::console::seconds;

/// The shortest time between two rounds: this is a game server, not a bench.
const SHORTEST: Duration = Duration::from_millis(100);

/// The time between two rounds where none is given.
const USUAL: Duration = Duration::from_secs(2);

/// The time between two rounds, as it was typed.
pub(super) fn every(typed: &str) -> Result<Duration, UsageError> {
    match typed {
        "" => Ok(USUAL),
        typed => Ok(seconds(typed)?.max(SHORTEST)),
    }
}

/// Whether it is watched who is on: the name of the command of ours that tells it
/// stands for that, with its mark and without.
pub(super) fn is_players(command: &str) -> bool {
    let players = Command::Players;
    let named = [players.name(), players.typed()];
    named.iter().any(|name| name.eq_ignore_ascii_case(command))
}
