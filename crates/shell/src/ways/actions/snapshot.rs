//! `!snapshot [all] FILE`: the settings of a server as a file; of a fleet those on
//! which all servers agree, or with `{name}` in the file's name a file a server.

use std::path::PathBuf;

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::server::console::{Console, NotConnected};
use crate::system::paths::{file_of, with_home};
use crate::ways::drift::{Progress, WhichValues, Wish, agreed, all_settings, snapshot};
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::say;
use rcon_proto::Game;

/// What stands in a file's name for the server's.
const NAME: &str = "{name}";

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        let game = match repl.game() {
            Game::Generic => repl.console.told_game(),
            game => game,
        };
        say(&taken(&mut repl.console, local, game, Progress::new())?);
        Ok(Next::Go)
    }),
    script: Some(|runner, local, _| {
        runner.settle();
        let game = runner.console.told_game();
        let (kept, file) = what(local)?;
        if runner.is_one_of_many() && !file.contains(NAME) {
            let wish = Wish::Snapshot(kept, with_home(&file));
            let told = all_settings(runner.console, game, (runner.begun, wish))?;
            runner.sink.settings(told)?;
            return Ok(Next::Go);
        }
        let told = taken(runner.console, local, game, runner.progress())?;
        runner.sink.notice(&told);
        Ok(Next::Go)
    }),
    fleet: Some(in_fleet),
};

fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Came> {
    let (kept, file) = what(local)?;
    if file.contains(NAME) {
        return fleet.snapshots(kept, move |name| path_for(&file, name));
    }
    let (together, came) = fleet.settings_of(&fleet.selected.clone())?;
    if fleet.is_cancelled() {
        return Ok(came);
    }
    say(&agreed(
        &together,
        &fleet.all_names(),
        kept,
        &with_home(&file),
    )?);
    Ok(came)
}

/// Which values, and the file.
fn what(local: &Local) -> Result<(WhichValues, String)> {
    match &local.words()?[..] {
        [file] => Ok((WhichValues::Changed, file.clone())),
        [all, file] if all == "all" => Ok((WhichValues::All, file.clone())),
        _ => Err(local.command.usage_error().into()),
    }
}

/// The file of one server.
fn path_for(file: &str, server: &str) -> PathBuf {
    with_home(&file.replace(NAME, &file_of(server)))
}

/// Writes the file. What there is to say about it.
fn taken(
    console: &mut Console,
    local: &Local,
    game: Game,
    mut progress: Progress,
) -> Result<String> {
    let (kept, file) = what(local)?;
    let target = console.target.clone().ok_or(NotConnected)?;
    let path = path_for(&file, &target.known_as());
    snapshot(console, (&target, game), kept, &path, &mut |done, all| {
        progress.at(done, all);
    })
}
