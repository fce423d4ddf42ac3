//! `!kick PLAYER [REASON]`.

use rcon_proto::kick_line;

use super::Action;
use super::game_words::{Asks, Verb, at_prompt, in_script};
use super::game_words_all::in_fleet;

const VERB: Verb = Verb {
    line: |game, player, reason| Ok(kick_line(game, player, reason)?),
    asks: Asks::ForABeginning,
};

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| at_prompt(repl, local, VERB)),
    script: Some(|runner, local, follows| in_script(runner, local, follows, VERB)),
    fleet: Some(|fleet, local| in_fleet(fleet, local, VERB)),
};
