//! The `!` commands at the prompt.

use std::path::PathBuf;

use rcon_proto::Game;

use super::{connect, find, help, log, one_word, pipe, save, servers, set, watch};
use crate::error::{Cause, NotConnected, UsageError};
use crate::server::console::seconds;
use crate::typing::nearest::nearest;
use crate::typing::script::{Line, Script};
use crate::ways::prompt::{Answer, Next, Repl, say};

/// Lines of the history that are shown where nobody says how many.
const HISTORY: usize = 50;

/// How deep scripts run scripts.
const MAX_DEPTH: usize = 16;

/// Does what a `!` command says.
///
/// # Errors
///
/// There is no such command, or it did not work.
pub(crate) fn run(repl: &mut Repl, name: &str, rest: &str) -> crate::error::Result<Next> {
    run_at_depth(repl, name, rest, 0)
}

fn run_at_depth(
    repl: &mut Repl,
    name: &str,
    rest: &str,
    depth: usize,
) -> crate::error::Result<Next> {
    match name {
        "connect" => {
            let result = connect::connect(&mut repl.console, rest, &mut None);
            match result {
                Err(error) if matches!(error.cause(), Cause::Usage(_)) => return Err(error),
                result => repl.connected(result),
            }
        }
        "disconnect" => {
            if !repl.leave_server() {
                return Err(NotConnected.into());
            }
        }
        "reconnect" => {
            if repl.console.target.is_none() {
                return Err(NotConnected.into());
            }
            let result = repl.console.reconnect();
            repl.connected(result);
        }
        "shutdown" => shutdown(repl)?,
        "exit" => return Ok(Next::Leave),
        "help" => return help::help(repl, rest),
        "find" => return find::find(repl, rest),
        "refresh" => repl.refresh()?,
        "servers" => return servers::servers(repl),
        "save" => return save::save(repl, rest),
        "history" => return history(repl, rest),
        "run" => return run_file(repl, rest, depth),
        "sleep" => repl.console.sleep(seconds(rest)?)?,
        "watch" => watch::watch(repl, rest)?,
        "pipe" => pipe::pipe(repl, rest)?,
        "log" => log::log(&mut repl.console, rest)?,
        "set" => set::set(repl, rest)?,
        unknown => return Err(unknown_command(unknown).into()),
    }
    Ok(Next::Go)
}

fn unknown_command(name: &str) -> UsageError {
    let names = help::COMMANDS
        .iter()
        .filter_map(|c| c.name.strip_prefix('!'));
    let near = nearest(name, names).map(|near| format!(" (did you mean !{near}?)"));
    UsageError(format!(
        "Unknown command !{name}{}",
        near.unwrap_or_default()
    ))
}

/// Sends what stops a server of this game.
fn shutdown(repl: &mut Repl) -> crate::error::Result<()> {
    let game = repl.game();
    let stop = game.stop_command();
    let answer = repl.send(stop.as_bytes())?;
    // A server that closed the link has been left already. One whose game is
    // known takes its time: saving the world comes first.
    let address = match &repl.console.target {
        Some(target) => target.address.to_string(),
        None => return Ok(()),
    };
    let is_sure = !matches!(game, Game::Auto | Game::Generic);
    if is_sure && answer == Answer::Other {
        repl.leave_server();
    } else {
        say(&format!(
            "{address} is still there after {stop:?}: --game NAME, or game = \"NAME\" in its profile, says what stops it"
        ));
    }
    Ok(())
}

fn history(repl: &mut Repl, rest: &str) -> crate::error::Result<Next> {
    let count = match rest.trim() {
        "" => HISTORY,
        number => number
            .parse()
            .map_err(|_| UsageError("usage: !history [N]".to_owned()))?,
    };
    let mut lines = String::new();
    for line in repl.lines.history(count) {
        lines.push_str(&crate::show::escape::line(line, usize::MAX));
        lines.push('\n');
    }
    repl.print(&lines)
}

/// Runs the commands of a file; stops at the first that fails, and names it.
fn run_file(repl: &mut Repl, rest: &str, depth: usize) -> crate::error::Result<Next> {
    if depth == MAX_DEPTH {
        return Err(UsageError(format!(
            "scripts run scripts {MAX_DEPTH} deep: is this a circle?"
        ))
        .into());
    }
    let path = PathBuf::from(one_word("!run FILE", rest)?);
    let mut script = Script::file(&path)?;
    let cancel = repl.console.cancel().clone();
    while let Some(step) = script.next(&cancel)? {
        let result = match &step.line {
            Line::Nothing => Ok(Next::Go),
            Line::Send(command) => repl.send(command).map(|_| Next::Go),
            Line::Local(local) => run_at_depth(repl, &local.name, &local.rest, depth + 1),
        };
        match result {
            Ok(Next::Go) => {}
            Ok(Next::Leave) => break,
            Err(error) => return Err(error.context(step.place.to_string())),
        }
    }
    Ok(Next::Go)
}
