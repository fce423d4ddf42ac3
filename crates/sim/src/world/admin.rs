//! What an admin does to players, on the consoles of which only a few commands
//! matter. A command that is none of these is left to the game's own.

use super::players::Player;
use super::state::State;
use super::{Answer, Call, Consequence};

/// What stands for a quote while a line is taken apart.
const HELD: char = '\u{1}';

impl State {
    /// Takes a player out of the game.
    fn throw_out(&mut self, is_meant: impl Fn(&Player) -> bool) -> Option<Player> {
        let at = self.players.iter().position(is_meant)?;
        Some(self.players.remove(at))
    }

    /// The same by name; whether there was such a player.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        let is_meant = |p: &Player| p.name.eq_ignore_ascii_case(name);
        self.throw_out(is_meant).is_some()
    }
}

fn whisper(text: String) -> Answer {
    Answer::empty().and(Consequence::Chat(text))
}

/// Palworld knows players by their Steam ids, bare or as it lists them.
pub(super) fn palworld(state: &mut State, name: &str, call: &Call<'_>) -> Option<Answer> {
    let (done, failed) = match name {
        "kickplayer" => ("Kicked", "Kick"),
        "banplayer" => ("Banned", "Ban"),
        _ => return None,
    };
    let wanted = call.rest();
    let id = wanted.strip_prefix("steam_").unwrap_or(&wanted);
    Some(match state.throw_out(|p| p.steam.to_string() == id) {
        Some(_) => Answer::text(format!("{done}: {wanted}\n")),
        None => Answer::text(format!("Failed to {failed}. The player is not found.\n")),
    })
}

/// ARK's answers are those that the comments of Go's `arkrcon` record.
pub(super) fn ark(state: &mut State, name: &str, call: &Call<'_>) -> Option<Answer> {
    let args = call.args();
    let id = args.first().cloned().unwrap_or_default();
    let done = match name {
        "kickplayer" => "Kicked",
        "banplayer" => "Banned",
        "serverchatto" => return Some(whisper(args.get(1..)?.join(" "))),
        _ => return None,
    };
    state.throw_out(|p| p.steam.to_string() == id)?;
    Some(Answer::text(format!("{id} {done} \n ")))
}

/// Rust's arguments are cut by `SplitQuotesStrings`, which knows `\"`; what is
/// said is in `ConVar.Admin`. A bare number of a ban's time is hours, `s`, `m`, `h`, `d`,
/// `w`, `M` and `Y` behind it are units (`ConsoleSystem.Arg.GetTimestamp`).
pub(super) fn rust(state: &mut State, name: &str, call: &Call<'_>) -> Option<Answer> {
    let line = call.rest().replace("\\\"", &HELD.to_string());
    let inner = format!("x {line}").into_bytes();
    let args: Vec<String> = Call::new(&inner, call.from)
        .args()
        .iter()
        .map(|arg| arg.replace(HELD, "\""))
        .collect();
    let arg = |at: usize, or: &'static str| args.get(at).map_or(or, String::as_str).to_owned();
    let id = arg(0, "");
    match name {
        "kick" => Some(match state.throw_out(|p| p.steam.to_string() == id) {
            Some(player) => Answer::text(format!("Kicked: {}", player.name)),
            None => Answer::text("Player not found"),
        }),
        "banid"
            if id
                .parse::<u64>()
                .is_ok_and(|id| id >= 70_000_000_000_000_000) =>
        {
            let (label, reason) = (arg(1, "unnamed"), arg(2, "no reason"));
            let time = args
                .get(3)
                .map_or_else(String::new, |t| format!(" for {t}"));
            state.throw_out(|p| p.steam.to_string() == id);
            Some(Answer::text(format!(
                "Banned User{time}: {id} - \"{label}\" for \"{reason}\""
            )))
        }
        "banid" => Some(Answer::text(format!(
            "This doesn't appear to be a 64bit steamid: {id}"
        ))),
        "server.writecfg" | "writecfg" => Some(Answer::text("Config Saved")),
        _ => None,
    }
}

/// Factorio knows players by name, in any case of letters.
pub(super) fn factorio(state: &mut State, name: &str, call: &Call<'_>) -> Option<Answer> {
    let (player, text) = rest(call);
    match name {
        "kick" | "ban" => Some(
            match state.throw_out(|p| p.name.eq_ignore_ascii_case(&player)) {
                Some(_) => Answer::empty(),
                None => Answer::text(format!("Player {player} doesn't exist.\n")),
            },
        ),
        "whisper" | "w" => Some(whisper(text)),
        _ => None,
    }
}

/// Project Zomboid.
pub(super) fn zomboid(state: &mut State, name: &str, call: &Call<'_>) -> Option<Answer> {
    let args = call.args();
    let wanted = args.first().cloned().unwrap_or_default();
    let done = match name {
        "kickuser" => "User kicked.".to_owned(),
        "banuser" => format!("User {wanted} is now banned"),
        _ => return None,
    };
    Some(match state.throw_out(|p| p.name == wanted) {
        Some(_) => Answer::text(done),
        None => Answer::text("User doesn't exist."),
    })
}

/// Squad's answers are those that `SquadJS` waits for in its `rcon.js`.
pub(super) fn squad(state: &mut State, name: &str, call: &Call<'_>) -> Option<Answer> {
    let args = call.args();
    let id = args.first().cloned().unwrap_or_default();
    let is_meant = |p: &Player| p.steam.to_string() == id;
    let text = |from: usize| args.get(from..).unwrap_or_default().join(" ");
    Some(match name {
        "adminwarn" => {
            let named = state.players.iter().find(|p| is_meant(p))?.name.clone();
            let text = text(1);
            Answer::text(format!(
                "Remote admin has warned player {named}. Message was \"{text}\"\n"
            ))
            .and(Consequence::Chat(text))
        }
        "adminkick" => {
            let gone = state.throw_out(is_meant)?;
            Answer::text(format!(
                "Kicked player {}. [Online IDs= steam: {id}] {}\n",
                gone.id, gone.name
            ))
        }
        "adminban" => {
            let gone = state.throw_out(is_meant)?;
            Answer::text(format!(
                "Banned player {}. [Online IDs= steam: {id}] {} for interval {}\n",
                gone.id,
                gone.name,
                args.get(1)?
            ))
        }
        _ => return None,
    })
}

/// Conan Exiles: a selector says which column of the list is meant.
pub(super) fn conan(state: &mut State, name: &str, call: &Call<'_>) -> Option<Answer> {
    let args = call.args();
    let done = match name {
        "kickplayer" => "kicked",
        "banplayer" => "banned",
        _ => return None,
    };
    let (Some(selector), Some(wanted)) = (args.first(), args.get(1)) else {
        return Some(Answer::text("A selector and a player are wanted\n"));
    };
    let found = state.throw_out(|p| match selector.as_str() {
        "userid" => format!("{:016X}", p.steam) == *wanted,
        "platformid" => p.steam.to_string() == *wanted,
        _ => p.name == *wanted,
    });
    Some(Answer::text(match found {
        Some(player) => format!("Player {} {done}\n", player.name),
        None => format!("No player {wanted}\n"),
    }))
}

/// The first word behind the command's name, and what follows it.
fn rest(call: &Call<'_>) -> (String, String) {
    let text = call.rest();
    let (first, rest) = text.split_once(' ').unwrap_or((&text, ""));
    (first.to_owned(), rest.to_owned())
}
