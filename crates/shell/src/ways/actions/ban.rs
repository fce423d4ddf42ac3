//! `!ban PLAYER [MINUTES] [REASON]`.

use rcon_proto::console_text::Player;
use rcon_proto::{AdminLine, Game, ban_line};

use super::Action;
use super::game_words::{Asks, Verb, at_prompt, in_script};
use super::game_words_all::in_fleet;
use crate::error::{Result, UsageError};
use crate::server::restart::plan::seconds;

const VERB: Verb = Verb {
    line: ban,
    asks: Asks::Always,
};

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| at_prompt(repl, local, VERB)),
    script: Some(|runner, local, follows| in_script(runner, local, follows, VERB)),
    fleet: Some(|fleet, local| in_fleet(fleet, local, VERB)),
};

fn ban(game: Game, player: &Player, text: &str) -> Result<AdminLine> {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number && is_a_time(first) {
        return Err(UsageError(format!(
            "MINUTES is a whole number, not {first:?}: nothing was sent"
        ))
        .into());
    }
    let (minutes, reason) = if is_number {
        let minutes = first.parse::<u64>();
        let minutes = minutes.map_err(|_| UsageError(format!("too many minutes: {first}")))?;
        (Some(minutes), rest.trim_start())
    } else {
        (None, text)
    };
    Ok(ban_line(game, player, minutes, reason)?)
}

/// Whether somebody who wrote this meant a time, and not a reason: a ban for
/// ever is not what they asked for.
fn is_a_time(word: &str) -> bool {
    let amount = word.trim_start_matches(['-', '+']);
    amount.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && (amount.parse::<f64>().is_ok() || seconds(amount).is_some())
}
