//! `!players`: who is on.

use rcon_proto::{Client, Follows, Game, ReplyIds};

use super::{Action, Came};
use crate::commands::Local;
use crate::error::Result;
use crate::server::who::Who;
use crate::ways::fleet::prompt::Fleet;
use crate::ways::players::fleet_text;
use crate::ways::players::{columns, text, unread};
use crate::ways::prompt::{Repl, say};
use crate::ways::script::Runner;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| {
        let mut who = at_prompt(repl)?;
        repl.console.add_where(&mut who);
        if let Some(text) = unread(&who.players) {
            say(&text);
        }
        let colour = repl.settings.color.for_stdout();
        repl.print(&text(&who.players, columns(), colour))
    }),
    script: Some(|runner, local, _: Follows| {
        let mut who = in_script(runner)?;
        runner.console.add_where(&mut who);
        if let Some(text) = unread(&who.players) {
            runner.sink.notice(&text);
        }
        let table = text(&who.players, columns(), false);
        runner.hand_over(local.command.typed(), &table)
    }),
    fleet: Some(in_fleet),
};

/// Asks who is on, at the prompt.
pub(super) fn at_prompt(repl: &mut Repl) -> Result<Who> {
    let game = match repl.game() {
        Game::Generic => repl.console.told_game(),
        game => game,
    };
    let who = repl.console.who(game);
    // To have all of the list, some servers were told that no more would come,
    // and have closed. That is no loss that a person should be told of.
    let again = |client: &mut Client| client.shown().ids == Some(ReplyIds::Own);
    let _ = repl.console.with_client(|client| {
        if again(client) {
            // Where that fails, the next command says so.
            let _ = client.ensure(&mut ());
        }
    });
    who
}

/// Asks who is on, in a script: what is still to come of the reply before is
/// taken first.
pub(super) fn in_script(runner: &mut Runner<'_>) -> Result<Who> {
    runner.settle();
    let game = runner.console.told_game();
    runner.console.who(game)
}

/// One table for all servers.
fn in_fleet(fleet: &mut Fleet, _: &Local) -> Result<Came> {
    let answers = fleet.who()?;
    let listings = || answers.iter().filter_map(|answer| answer.done());
    for listing in listings() {
        if let Some(text) = listing.unread() {
            say(&text);
        }
    }
    let colour = fleet.settings.color.for_stdout();
    let table = fleet_text(listings(), columns(), colour);
    fleet.print(&table)?;
    Ok(fleet.tell_failures(&answers))
}
