//! What is done to a player who is on, at the prompt of a fleet: on whichever of its
//! servers that is.

use rcon_proto::AdminLine;
use rcon_proto::console_text::{Found, Player, find};
use rcon_proto::convar::unknown_command;

use super::Came;
use super::game_words::{Verb, does_not_know, gone_from, is_silence, notes, shown};
use super::whom::{NAMED, arguments, is_not_on, label, require};
use crate::commands::{Command, Local};
use crate::error::{Result, UsageError};
use crate::show::several::counted;
use crate::ways::fleet::prompt::{Answer, Fleet, Outcome, Reply, Standing};
use crate::ways::prompt::{Agreed, say};

/// Does it: the player is looked for on all servers.
pub(super) fn in_fleet(fleet: &mut Fleet, local: &Local, verb: Verb) -> Result<Came> {
    let (whom, text) = arguments(local)?;
    let answers = fleet.who()?;
    let asked = fleet.tell_failures(&answers);
    if fleet.is_cancelled() {
        // Who is meant is not known before all have answered.
        return Ok(Came::NotSent);
    }
    let mut fitting: Vec<(usize, &Player, bool)> = Vec::new();
    for answer in &answers {
        let Some(listing) = answer.done() else {
            continue;
        };
        match find(listing.players(), &whom) {
            Found::One { player, whole } => fitting.push((answer.member, player, whole)),
            Found::Several(several) => fitting.extend(several.into_iter().map(|player| {
                let whole = player.name.eq_ignore_ascii_case(&whom);
                (answer.member, player, whole)
            })),
            _ => {}
        }
    }
    if fitting.iter().any(|(_, _, whole)| *whole) {
        fitting.retain(|(_, _, whole)| *whole);
    }
    let (place, player, whole) = match fitting[..] {
        [one] => one,
        [] => return Err(is_not_on(&whom).into()),
        _ => return Err(on_several(fleet, local, &whom, &fitting).into()),
    };
    let Some(member) = fleet.members.get(place).cloned() else {
        return Ok(asked);
    };
    let line = (verb.line)(member.game(), player, text)?;
    for text in notes(&line) {
        say(&text);
    }
    if verb.asks(whole) {
        say(&format!(
            "{} on {} is meant; sends: {}",
            label(player),
            member.name,
            shown(&line)
        ));
        match fleet.agrees(place)? {
            Some(Agreed::Yes) => {}
            Some(Agreed::No) => return Ok(Came::NotSent),
            None => require(whole, &whom, player)?,
        }
    }
    let lines = vec![(place, line.line.clone().into_bytes())];
    if !verb.throws_out() {
        return Ok(asked.and(fleet.send_each(&lines)?));
    }
    let mut sent = fleet.send_each_judged(&lines, &mut |fleet, answer| {
        judge(fleet, &line, player, answer)
    })?;
    if let (Some(then), Came::Done(_)) = (line.then, &sent) {
        let then = vec![(place, then.as_bytes().to_vec())];
        sent = fleet.send_each_judged(&then, &mut |fleet, answer| {
            // It has said nothing to the line before either, and is there.
            let silent = matches!(&answer.outcome, Outcome::Failed(error) if is_silence(error));
            if silent {
                answer.outcome = Outcome::Done(Reply::of_ours(String::new()));
                if let Some(member) = fleet.members.get(answer.member) {
                    member.set_standing(Standing::Answers);
                }
            }
            Ok(())
        })?;
    }
    Ok(asked.and(sent))
}

/// Judges what came of throwing a player out, as at the prompt of one server: a server that
/// does not know the command has thrown nobody out, and of one that says nothing it shows in
/// who is on.
fn judge(
    fleet: &mut Fleet,
    line: &AdminLine,
    player: &Player,
    answer: &mut Answer<Reply>,
) -> Result<()> {
    match &mut answer.outcome {
        Outcome::Done(reply) if unknown_command(reply.head()).is_some() => {
            reply.rejected.get_or_insert(does_not_know(line));
        }
        Outcome::Failed(error) if is_silence(error) => {
            let silence = std::mem::replace(error, rcon_proto::Error::Interrupted.into());
            let who = fleet.who_on(&[answer.member])?;
            let who = who.first().and_then(Answer::done);
            let told = match who {
                Some(listing) => gone_from(listing.players(), player, silence),
                None => Err(silence),
            };
            answer.outcome = match told {
                Ok(text) => {
                    let names = fleet.names(&[answer.member]);
                    say(&format!("{}: {text}", names.join(", ")));
                    Outcome::Done(Reply::of_ours(String::new()))
                }
                Err(error) => Outcome::Failed(error),
            };
        }
        _ => {}
    }
    Ok(())
}

/// A name that players on several servers have, or several players.
fn on_several(
    fleet: &Fleet,
    local: &Local,
    whom: &str,
    fitting: &[(usize, &Player, bool)],
) -> UsageError {
    // One who is on several servers is named once.
    let mut players: Vec<(String, Vec<usize>)> = Vec::new();
    for (place, player, _) in fitting {
        let label = label(player);
        match players.iter_mut().find(|(known, _)| *known == label) {
            Some((_, places)) => places.push(*place),
            None => players.push((label, vec![*place])),
        }
    }
    let others = players.len().saturating_sub(NAMED);
    let mut named: Vec<String> = players
        .iter()
        .take(NAMED)
        .map(|(label, places)| format!("{label} on {}", counted(&fleet.names(places))))
        .collect();
    if others > 0 {
        named.push(format!("{others} more"));
    }
    // An id tells players apart, not the servers that one of them is on.
    let by_id = match players.len() {
        1 => "",
        _ => "which by id, or ",
    };
    UsageError(format!(
        "{whom:?} fits {}: say {by_id}where with {} NAME {}; nothing was sent",
        named.join(" and "),
        Command::On.typed(),
        local.command.typed()
    ))
}
