//! `!diff SERVER or FILE`: in which settings another server, or a file, differs.

use super::{Action, Came, Next};
use crate::commands::Local;
use crate::error::Result;
use crate::order;
use crate::request::options::DriftForm;
use crate::server::console::{Console, NotConnected};
use crate::system::paths::with_home;
use crate::ways::drift::{
    Comparison, Other, Progress, Wish, against, all_settings, file, together,
};
use crate::ways::fleet::prompt::Fleet;
use crate::ways::prompt::say;
use rcon_proto::Game;

pub(super) const ACTION: Action = Action {
    prompt: Some(|repl, local| {
        let game = match repl.game() {
            Game::Generic => repl.console.told_game(),
            game => game,
        };
        let found = compared(&mut repl.console, local, game, Progress::new())?;
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
        if local.text().is_empty() && runner.is_one_of_many() {
            let told = all_settings(runner.console, game, (runner.begun, Wish::Diff))?;
            runner.sink.settings(told)?;
            return Ok(Next::Go);
        }
        let found = compared(runner.console, local, game, runner.progress())?;
        for note in &found.notes {
            runner.sink.notice(note);
        }
        if runner.sink.object(&found.lines(DriftForm::Json))? {
            return Ok(Next::Go);
        }
        runner.hand_over(local.command.typed(), &found.lines(DriftForm::Text))
    }),
    fleet: Some(in_fleet),
};

/// Beside each other; against one of them; or against a file.
fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Came> {
    let colour = fleet.settings.color.for_stdout();
    let word = match local.text() {
        "" => {
            let (told, came) = fleet.settings_of(&fleet.selected.clone())?;
            let names = fleet.all_names();
            fleet.print(&together::text(&told, &names, colour))?;
            for note in together::notes(&told, &names) {
                say(&note);
            }
            return Ok(came);
        }
        _ => local.one_word()?,
    };
    let path = with_home(&word);
    if file::is_meant(&word, &path) && fleet.member_named(&word).is_err() {
        return fleet.against_file(&path);
    }
    let one = fleet.member_named(&word)?;
    let mut asked = fleet.selected.clone();
    asked.push(one);
    order::sort(&mut asked, Ord::cmp);
    asked.dedup();
    let (told, came) = fleet.settings_of(&asked)?;
    let names = fleet.all_names();
    let (found, notes) = together::against_one(&told, one, &names);
    let alike = format!("as {}", names.get(one).map_or("", String::as_str));
    fleet.show_differences(found, &alike)?;
    for note in notes {
        say(&note);
    }
    Ok(match came {
        // None was compared with it.
        Came::FailedOn(failed) if failed.contains(&one) => Came::failing(fleet.selected.clone()),
        came => came,
    })
}

fn compared(
    console: &mut Console,
    local: &Local,
    game: Game,
    mut progress: Progress,
) -> Result<Comparison> {
    let word = local.one_word()?;
    let target = console.target.clone().ok_or(NotConnected)?;
    let other = Other::named(console, &word)?;
    against(console, (&target, game), other, &mut |done, all| {
        progress.at(done, all);
    })
}
