//! `!snapshot [all] FILE`: the settings of a server as a file.

use super::{Action, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::server::console::{Console, NotConnected};
use crate::system::paths::with_home;
use crate::ways::drift::{Kept, Progress, snapshot};
use crate::ways::prompt::say;
use rcon_proto::Game;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        let game = match repl.game() {
            Game::Generic => repl.console.told_game(),
            game => game,
        };
        say(&taken(&mut repl.console, local, game)?);
        Ok(Next::Go)
    }),
    script: Some(|runner, local, _| {
        runner.settle();
        let game = runner.console.told_game();
        let told = taken(runner.console, local, game)?;
        runner.sink.notice(&told);
        Ok(Next::Go)
    }),
    fleet: None,
};

/// Writes the file. What there is to say about it.
fn taken(console: &mut Console, local: &Local, game: Game) -> Result<String> {
    let words = local.words()?;
    let (kept, file) = match &words[..] {
        [file] => (Kept::Changed, file),
        [all, file] if all == "all" => (Kept::All, file),
        _ => return Err(local.command.usage_error().into()),
    };
    let target = console.target.clone().ok_or(NotConnected)?;
    let mut progress = Progress::new(0);
    snapshot(
        console,
        (&target, game),
        kept,
        &with_home(file),
        &mut |done, all| {
            progress.at(done, all);
        },
    )
}
