//! `!say TEXT`.

use rcon_proto::{Game, say_line};

use super::game_words::{deliver, send};
use super::{Action, players};
use crate::commands::Local;
use crate::commands::words::unquoted;
use crate::error::Result;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        let text = text(local)?;
        let game = match repl.game() {
            // Who is on shows which game it is.
            Game::Auto | Game::Generic => players::at_prompt(repl)?.game,
            game => game,
        };
        send(repl, &say_line(game, text)?)
    }),
    script: Some(|runner, local, follows| {
        let text = text(local)?;
        let game = match runner.console.told_game() {
            Game::Auto => players::in_script(runner)?.game,
            game => game,
        };
        deliver(runner, &say_line(game, text)?, follows)
    }),
};

fn text(local: &Local) -> Result<&str> {
    match unquoted(local.text()) {
        text if text.trim().is_empty() => Err(local.command.usage_error().into()),
        text => Ok(text),
    }
}
