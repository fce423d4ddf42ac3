//! `!say TEXT`.

use rcon_proto::{Collector, Follows, Game, said_one_word, say_line, say_line_in_one_word};

use super::game_words::{deliver, notes as notes_of, send};
use super::{Action, Came, Next, players};
use crate::commands::Local;
use crate::commands::words::unquoted;
use crate::error::Result;
use crate::show::several::several;
use crate::ways::fleet::prompt::{EachLine, Fleet};
use crate::ways::prompt::{Repl, say};
use crate::ways::script::Runner;

/// So much of a reply is looked at, in bytes.
const HEAD: usize = 4 << 10;

/// What is told where a build ends a text at its first blank.
const IN_ONE_WORD: &str =
    "this build of the game shows a text up to its first blank: said again with _ for blanks";

pub(super) const ACTION: Action = Action {
    prompt: Some(at_prompt),
    script: Some(in_script),
    fleet: Some(in_fleet),
};

fn at_prompt(repl: &mut Repl, local: &Local) -> Result<Next> {
    let text = text(local)?;
    let game = match repl.game() {
        // Who is on shows which game it is.
        Game::Auto | Game::Generic => players::at_prompt(repl)?.game,
        game => game,
    };
    let line = say_line(game, text)?;
    if !may_take_one_word(game) {
        return send(repl, &line);
    }
    let Some(asked) = repl.ask(line.line.as_bytes())? else {
        return Ok(Next::Go);
    };
    repl.output.reply(&asked.reply);
    repl.output.end_reply()?;
    repl.show_asides(&asked.asides);
    if said_one_word(game, text, &asked.text()) {
        say(IN_ONE_WORD);
        return send(repl, &say_line_in_one_word(game, text)?);
    }
    asked.rejected.map_or(Ok(Next::Go), Err)
}

fn in_script(runner: &mut Runner<'_>, local: &Local, follows: Follows) -> Result<Next> {
    let text = text(local)?;
    let game = match runner.console.told_game() {
        Game::Auto => players::in_script(runner)?.game,
        game => game,
    };
    let line = say_line(game, text)?;
    if !may_take_one_word(game) {
        return deliver(runner, &line, follows);
    }
    runner.head = Some(Collector::cutting(HEAD));
    let delivered = deliver(runner, &line, Follows::More);
    let head = runner.head.take();
    delivered?;
    let reply = head.map_or_else(String::new, |head| {
        let encoding = runner.console.encoding().unwrap_or_default();
        encoding.decode(head.bytes()).0.into_owned()
    });
    if said_one_word(game, text, &reply) {
        runner.sink.notice(IN_ONE_WORD);
        return deliver(runner, &say_line_in_one_word(game, text)?, follows);
    }
    Ok(Next::Go)
}

/// Whether there are builds of the game that end a text at its first blank.
fn may_take_one_word(game: Game) -> bool {
    game.facts().quoting.blank.is_some()
}

fn text(local: &Local) -> Result<&str> {
    match unquoted(local.text()) {
        text if text.trim().is_empty() => Err(local.command.usage_error().into()),
        text => Ok(text),
    }
}

/// To each server in the words of its game.
fn in_fleet(fleet: &mut Fleet, local: &Local) -> Result<Came> {
    let text = text(local)?;
    let unknown = |place: &usize| {
        let game = fleet.members.get(*place).map(|member| member.game());
        matches!(game, Some(Game::Auto | Game::Generic))
    };
    let unknown: Vec<usize> = fleet.selected.iter().copied().filter(unknown).collect();
    if !unknown.is_empty() {
        // Who is on shows which game it is.
        let answers = fleet.who_on(&unknown)?;
        fleet.tell_failures(&answers);
        if fleet.is_cancelled() {
            return Ok(Came::NotSent);
        }
    }
    let (lines, unsaid) = lines_for(fleet, text, &unknown);
    let mut in_one_word = Vec::new();
    let came = fleet.send_each_judged(&lines, &mut |fleet, answer| {
        let game = fleet.members.get(answer.member).map(|it| it.game());
        if let (Some(game), Some(reply)) = (game, answer.done())
            && said_one_word(game, text, &String::from_utf8_lossy(reply.head()))
        {
            in_one_word.push((answer.member, game));
        }
        Ok(())
    })?;
    let came = Came::failing(unsaid).and(came);
    if in_one_word.is_empty() || fleet.is_cancelled() {
        return Ok(came);
    }
    let places: Vec<usize> = in_one_word.iter().map(|(place, _)| *place).collect();
    say(&format!(
        "{}: {IN_ONE_WORD}",
        several(&fleet.names(&places))
    ));
    let again = in_one_word.into_iter().map(|(place, game)| {
        let line = say_line_in_one_word(game, text)?;
        Ok((place, line.line.into_bytes()))
    });
    Ok(came.and(fleet.send_each(&again.collect::<Result<_>>()?)?))
}

/// The line for each server, and those that have none: they have said why.
fn lines_for(fleet: &Fleet, text: &str, unknown: &[usize]) -> (EachLine, Vec<usize>) {
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    let mut unsaid = Vec::new();
    for place in &fleet.selected {
        let Some(member) = fleet.members.get(*place) else {
            continue;
        };
        let game = member.game();
        if matches!(game, Game::Auto | Game::Generic) && unknown.contains(place) {
            unsaid.push(*place);
            continue;
        }
        match say_line(game, text) {
            Ok(line) => {
                notes.extend(notes_of(&line));
                lines.push((*place, line.line.into_bytes()));
            }
            Err(error) => {
                say(&format!("{}: {error}", member.name));
                unsaid.push(*place);
            }
        }
    }
    notes.dedup();
    for note in &notes {
        say(note);
    }
    (lines, unsaid)
}
