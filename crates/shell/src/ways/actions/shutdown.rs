//! `!shutdown`: what stops a server of this game.

use rcon_proto::{Follows, Game};

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::{Repl, Response, say};

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, _| shutdown(repl)),
    script: Some(|runner, _, _| {
        let stop = runner.find_out_game().stop_command();
        runner.execute(stop.as_bytes(), Follows::More)
    }),
    fleet: Some(in_fleet),
};

fn shutdown(repl: &mut Repl) -> Result<Next> {
    let game = repl.find_out_game()?;
    let stop = game.stop_command();
    let answer = repl.send(stop.as_bytes())?;
    if answer == Response::NotSent {
        return Ok(Next::Go);
    }
    // A server that closed the link has been left already. One whose game is
    // known takes its time: saving the world comes first.
    let address = match &repl.console.target {
        Some(target) => target.label(),
        None => return Ok(Next::Go),
    };
    let named = |game| !matches!(game, Game::Auto | Game::Generic);
    let target = repl.console.target.as_ref();
    if named(game) && answer == Response::Other {
        repl.leave_server();
    } else if target.is_some_and(|target| named(target.game)) {
        say(&format!(
            "{address} is still there after {stop:?}, which is what stops {game}: is it another game, or is the command not allowed?"
        ));
    } else {
        say(&format!(
            "{address} is still there after {stop:?}: --game NAME, or game = \"NAME\" in its profile, says what stops it"
        ));
    }
    Ok(Next::Go)
}

/// Each server in the word of its game, which it is asked for where it has not shown
/// itself.
fn in_fleet(fleet: &mut Fleet, _: &Local) -> Result<Came> {
    let (there, failed) = fleet.ready_whatever_they_are()?;
    if there.is_empty() || fleet.is_cancelled() {
        return Ok(failed);
    }
    let stop = |place: &usize| {
        let member = fleet.members.get(*place)?;
        Some((*place, member.game().stop_command().as_bytes().to_vec()))
    };
    let lines = there.iter().filter_map(stop).collect();
    Ok(failed.and(fleet.send_each(&lines)?))
}
