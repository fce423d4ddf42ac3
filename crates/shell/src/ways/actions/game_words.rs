//! What is done to a player who is on, in the game's own words: whom a text
//! means, the question before what cannot be undone, and the sending.

use rcon_proto::console_text::{Player, Players};
use rcon_proto::convar::unknown_command;
use rcon_proto::{AdminLine, Collector, ErrorKind, Follows, Game};

use super::{
    Next, players,
    whom::{arguments, label, meant, require},
};
use crate::commands::Local;
use crate::error::{Error, Result};
use crate::server::verdict::Rejected;
use crate::server::who::Who;
use crate::ways::prompt::{Agreed, Repl, Response, say};
use crate::ways::script::Runner;

/// So much of what a line is answered with is looked at, in bytes.
const HEAD: usize = 4 << 10;

/// What is done to a player.
#[derive(Clone, Copy)]
pub(super) struct Verb {
    /// The line for a player and the text behind their name.
    pub(super) line: fn(Game, &Player, &str) -> Result<AdminLine>,
    pub(super) asks: Asks,
}

/// When a person is asked before the line goes out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    Never,
    /// Where the player was not named by a whole name or identifier.
    ForABeginning,
    Always,
}

impl Verb {
    /// Whether a person is asked, where the player was named by all of a name or
    /// by its beginning.
    pub(super) fn asks(self, whole: bool) -> bool {
        match self.asks {
            Asks::Never => false,
            Asks::ForABeginning => !whole,
            Asks::Always => true,
        }
    }

    /// Whether the player is gone once it is done.
    pub(super) fn throws_out(self) -> bool {
        self.asks != Asks::Never
    }
}

/// Does it at the prompt.
pub(super) fn at_prompt(repl: &mut Repl, local: &Local, verb: Verb) -> Result<Next> {
    let (whom, text) = arguments(local)?;
    let who = players::at_prompt(repl)?;
    let (player, whole) = meant(&who.players, &whom)?;
    let line = (verb.line)(who.game, player, text)?;
    for text in notes(&line) {
        say(&text);
    }
    if verb.asks(whole) {
        say(&format!(
            "{} is meant; sends: {}",
            label(player),
            shown(&line)
        ));
        match repl.agrees()? {
            Some(Agreed::Yes) => {}
            Some(Agreed::No) => return Ok(Next::Go),
            // A script, or no terminal.
            None => require(whole, &whom, player)?,
        }
    }
    if verb.throws_out() {
        throw_out(repl, &line, player)
    } else {
        send_noted(repl, &line)
    }
}

/// Does it in a script: nobody can be asked, so only a whole name or
/// identifier will do.
pub(super) fn in_script(
    runner: &mut Runner<'_>,
    local: &Local,
    follows: Follows,
    verb: Verb,
) -> Result<Next> {
    let (whom, text) = arguments(local)?;
    let who = players::in_script(runner)?;
    let (player, whole) = meant(&who.players, &whom)?;
    require(whole, &whom, player)?;
    let line = (verb.line)(who.game, player, text)?;
    if verb.throws_out() {
        throw_out_in_script(runner, &line, player, follows)
    } else {
        deliver(runner, &line, follows)
    }
}

/// A line, and what follows it.
pub(super) fn shown(line: &AdminLine) -> String {
    match line.then {
        Some(then) => format!("{}, then {then}", line.line),
        None => line.line.clone(),
    }
}

/// Sends a line from the prompt.
pub(super) fn send(repl: &mut Repl, line: &AdminLine) -> Result<Next> {
    for text in notes(line) {
        say(&text);
    }
    send_noted(repl, line)
}

/// The same, where what there is to know of it was told.
fn send_noted(repl: &mut Repl, line: &AdminLine) -> Result<Next> {
    repl.send(line.line.as_bytes()).map(|_| Next::Go)
}

/// Throws a player out from the prompt, and sends what has to follow.
fn throw_out(repl: &mut Repl, line: &AdminLine, player: &Player) -> Result<Next> {
    match repl.send(line.line.as_bytes()) {
        Ok(Response::NotSent) => return Ok(Next::Go),
        Ok(Response::Unknown) => return Err(does_not_know(line).into()),
        Ok(Response::Other) => {}
        Err(error) if is_silence(&error) => say(&gone(players::at_prompt(repl), player, error)?),
        Err(error) => return Err(error),
    }
    match line.then.map(|then| repl.send(then.as_bytes())) {
        Some(Err(error)) if !is_silence(&error) => Err(error),
        _ => Ok(Next::Go),
    }
}

/// Sends a line from a script.
pub(super) fn deliver(runner: &mut Runner<'_>, line: &AdminLine, follows: Follows) -> Result<Next> {
    for text in notes(line) {
        runner.sink.notice(&text);
    }
    runner.deliver(line.line.as_bytes(), follows)
}

/// Throws a player out from a script, and sends what has to follow.
fn throw_out_in_script(
    runner: &mut Runner<'_>,
    line: &AdminLine,
    player: &Player,
    follows: Follows,
) -> Result<Next> {
    let first = line.then.map_or(follows, |_| Follows::More);
    runner.head = Some(Collector::cutting(HEAD));
    let sent = deliver(runner, line, first);
    let head = runner.head.take();
    match sent {
        Ok(_) if head.is_some_and(|head| unknown_command(head.bytes()).is_some()) => {
            return Err(does_not_know(line).into());
        }
        Ok(_) => {}
        Err(error) if is_silence(&error) => {
            let told = gone(players::in_script(runner), player, error)?;
            runner.sink.notice(&told);
            runner.answered_with_nothing(&line.line)?;
        }
        Err(error) => return Err(error),
    }
    let Some(then) = line.then else {
        return Ok(Next::Go);
    };
    match runner.deliver(then.as_bytes(), follows) {
        Err(error) if is_silence(&error) => runner.answered_with_nothing(then),
        result => result,
    }
}

/// Whether nothing came: so some servers answer a command that prints nothing.
pub(super) fn is_silence(error: &Error) -> bool {
    error.kind() == ErrorKind::Timeout
}

/// What there is to tell of a player whose throwing out was answered by nothing, and who is
/// gone.
///
/// # Errors
///
/// The player is still on, or nobody says so.
fn gone(who: Result<Who>, player: &Player, silence: Error) -> Result<String> {
    match who {
        Ok(who) => gone_from(&who.players, player, silence),
        Err(_) => Err(silence),
    }
}

/// The same, of those who are on.
///
/// # Errors
///
/// The player is still among them.
pub(super) fn gone_from(players: &Players, player: &Player, silence: Error) -> Result<String> {
    let is_the_one = |other: &Player| {
        (&other.name, other.number, &other.id) == (&player.name, player.number, &player.id)
    };
    if players.on().any(is_the_one) {
        return Err(silence.context(format!("{} is still on", label(player))));
    }
    Ok(format!(
        "{} is gone; the server said nothing",
        label(player)
    ))
}

/// The server's own words were shown.
pub(super) fn does_not_know(line: &AdminLine) -> Rejected {
    let name = line.line.split(' ').next().unwrap_or_default();
    Rejected::because(format!("the server knows no {name}: nobody was thrown out"))
}

/// What a person should know of a line besides.
pub(super) fn notes(line: &AdminLine) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(line.needs.map(str::to_owned));
    if line.without_reason {
        notes.push("this game has no place for a reason: it is left out".to_owned());
    }
    if line.altered {
        notes.push(format!(
            "signs that the console would take for its own are written as others: {}",
            line.line
        ));
    }
    notes
}
