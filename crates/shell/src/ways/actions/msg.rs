//! `!msg PLAYER TEXT`.

use rcon_proto::message_line;

use super::Action;
use super::game_words::{Asks, Verb, at_prompt, in_script};
use super::game_words_all::in_fleet;

const VERB: Verb = Verb {
    line: |game, player, text| Ok(message_line(game, player, text)?),
    asks: Asks::Never,
};

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| at_prompt(repl, local, VERB)),
    script: Some(|runner, local, follows| in_script(runner, local, follows, VERB)),
    fleet: Some(|fleet, local| in_fleet(fleet, local, VERB)),
};
