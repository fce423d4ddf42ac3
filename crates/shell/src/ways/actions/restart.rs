//! `!restart [in TIME] [TEXT]`.

use std::time::Duration;

use rcon_proto::{Follows, Game};

use super::restart_plan::plan;
use super::{Action, Next, players, restart_all};
use crate::commands::{Command, Local};
use crate::error::Result;
use crate::server::console::NotConnected;
use crate::server::restart::plan::clock;
use crate::server::restart::{Interrupts, Steps, restart};
use crate::show::in_place::InPlace;
use crate::show::notice::is_quiet;
use crate::ways::prompt::{Agreed, Repl, say};
use crate::ways::script::Runner;
use crate::ways::sink::Sink;

pub(super) const ACTION: Action = Action {
    prompt: Some(at_prompt),
    script: Some(in_script),
    fleet: Some(restart_all::in_fleet),
};

/// What is told last.
pub(crate) fn outcome(name: &str, away: Duration) -> String {
    format!("{name} is back, it was away for {}\n", clock(away))
}

fn at_prompt(repl: &mut Repl, local: &Local) -> Result<Next> {
    let plan = plan(local)?;
    let target = repl.console.target.as_ref().ok_or(NotConnected)?;
    let name = target.known_as();
    let game = match repl.find_out_game()? {
        // Who is on shows which game it is.
        Game::Auto | Game::Generic => players::at_prompt(repl)?.game,
        game => game,
    };
    if repl.confirm(game.stop_command().as_bytes())? == Agreed::No {
        return Ok(Next::Go);
    }
    let mut steps = AtPrompt(InPlace::new());
    let result = restart(&mut repl.console, game, &plan, Interrupts::Own, &mut steps);
    drop(steps);
    if repl.console.target.is_some() {
        // What was learned of the server before holds for this one.
        repl.connected(Ok(()));
        if result.is_err() {
            // Whoever pasted more lines behind this one sees it too.
            let interrupted = result
                .as_ref()
                .is_err_and(|error| error.kind() == rcon_proto::ErrorKind::Interrupted);
            if interrupted {
                repl.console.cancel().cancel();
            }
        }
    } else {
        repl.leave_server();
    }
    repl.print(&outcome(&name, result?))
}

fn in_script(runner: &mut Runner<'_>, local: &Local, _: Follows) -> Result<Next> {
    let plan = plan(local)?;
    runner.settle();
    let target = runner.console.target.as_ref().ok_or(NotConnected)?;
    let name = target.known_as();
    let game = match runner.find_out_game() {
        Game::Auto | Game::Generic => players::in_script(runner)?.game,
        game => game,
    };
    let interrupts = if runner.is_one_of_many() {
        Interrupts::Shared
    } else {
        Interrupts::Own
    };
    runner.sink.has_last_words();
    let mut steps = InScript {
        line: InPlace::new(),
        sink: &mut *runner.sink,
    };
    let away = restart(runner.console, game, &plan, interrupts, &mut steps);
    drop(steps);
    runner.hand_over(Command::Restart.typed(), &outcome(&name, away?))
}

/// Steps as the prompt tells them.
struct AtPrompt(InPlace);

impl Steps for AtPrompt {
    fn step(&mut self, text: &str) {
        self.0.clear();
        say(text);
    }

    fn waits(&mut self, text: &str) {
        self.0.show(text);
    }
}

/// Steps as a script tells them: nothing with `--quiet`.
struct InScript<'a> {
    line: InPlace,
    sink: &'a mut dyn Sink,
}

impl Steps for InScript<'_> {
    fn step(&mut self, text: &str) {
        self.line.clear();
        if !is_quiet() {
            self.sink.notice(text);
        }
    }

    fn waits(&mut self, text: &str) {
        if !is_quiet() && !self.sink.waits(text) {
            self.line.show(text);
        }
    }
}
