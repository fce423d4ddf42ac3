//! `!diff SERVER or FILE`: in which settings another server, or a file, differs.

use super::Action;
use crate::commands::Local;
use crate::error::Result;
use crate::request::options::DriftForm;
use crate::server::console::{Console, NotConnected};
use crate::ways::drift::{Found, Other, Progress, against};
use crate::ways::prompt::say;
use rcon_proto::Game;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        let game = match repl.game() {
            Game::Generic => repl.console.told_game(),
            game => game,
        };
        let found = compared(&mut repl.console, local, game)?;
        for note in &found.notes {
            say(note);
        }
        if found.differ.is_empty() {
            say("no setting differs");
        }
        repl.print(&found.lines(DriftForm::Text))
    }),
    script: Some(|runner, local, _| {
        runner.settle();
        let game = runner.console.told_game();
        let found = compared(runner.console, local, game)?;
        for note in &found.notes {
            runner.sink.notice(note);
        }
        if runner.sink.object(&found.lines(DriftForm::Json))? {
            return Ok(super::Next::Go);
        }
        runner.hand_over(local.command.typed(), &found.lines(DriftForm::Text))
    }),
    fleet: None,
};

fn compared(console: &mut Console, local: &Local, game: Game) -> Result<Found> {
    let word = local.one_word()?;
    let target = console.target.clone().ok_or(NotConnected)?;
    let other = Other::named(console, &word)?;
    let mut progress = Progress::new(0);
    against(console, (&target, game), other, &mut |done, all| {
        progress.at(done, all);
    })
}
