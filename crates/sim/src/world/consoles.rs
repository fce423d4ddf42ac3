//! The games whose console is not Source RCON: what matters of each.

use super::small::stop;
use super::state::State;
use super::{Answer, Call, Consequence};

/// `DayZ` and Arma, behind `BattlEye`: an unknown command is answered by nothing.
pub(super) fn battleye(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().as_str() {
        "players" => {
            let rows = state.each(|at, p| {
                format!(
                    "{at:<3} 198.51.100.{}:2304     {:<4} {:032x}(OK) {}\n",
                    p.id,
                    p.ping,
                    u128::from(p.steam) * 7919,
                    p.name
                )
            });
            Answer::text(format!(
                "Players on server:\n[#] [IP Address]:[Port] [Ping] [GUID] [Name]\n\
                 --------------------------------------------------\n{rows}\
                 ({} players in total)\n",
                state.players.len()
            ))
        }
        "bans" => Answer::text(
            "GUID Bans:\n[#] [GUID] [Minutes left] [Reason]\n\
             ----------------------------------------\n\
             0  48032258807176771690632755883357 perm cheating\n\nIP Bans:\n\
             [#] [IP Address] [Minutes left] [Reason]\n\
             ----------------------------------------------\n",
        ),
        "admins" => Answer::text(
            "Connected RCon admins:\n[#] [IP Address]:[Port]\n\
             -----------------------------\n0 127.0.0.1:50000\n",
        ),
        "missions" | "#missions" => {
            Answer::text("Missions on server:\ndayzOffline.chernarusplus\n")
        }
        "version" => Answer::text("1.25.158593\n"),
        // The number of a player, or -1 for all of them.
        "say" => {
            let text = call.rest();
            let text = text.split_once(' ').map_or("", |(_, text)| text);
            Answer::empty().and(Consequence::Chat(text.to_owned()))
        }
        "kick" | "ban" => {
            let number = call
                .args()
                .first()
                .and_then(|arg| arg.parse::<usize>().ok());
            let name = number
                .and_then(|at| state.players.get(at))
                .map(|it| it.name.clone());
            if let Some(name) = name {
                state.remove(&name);
            }
            Answer::empty()
        }
        "#shutdown" | "#restartserver" => stop(""),
        _ => Answer::empty(),
    }
}

/// Arma Reforger's own console. Its words, and whom they mean, are those of BI's wiki
/// (`Arma_Reforger:Server_Management`); what it prints to a kick and a ban is not recorded.
pub(super) fn reforger(state: &mut State, call: &Call<'_>) -> Answer {
    let args = call.args();
    let arg = |at: usize| args.get(at).map_or("", String::as_str);
    match call.name().as_str() {
        "#kick" => {
            let number = arg(0).parse::<usize>().ok();
            let at = number.and_then(|number| number.checked_sub(1));
            match at.filter(|at| *at < state.players.len()) {
                Some(at) => Answer::text(format!("{} kicked", state.players.remove(at).name)),
                None => Answer::text("Player not found"),
            }
        }
        "#ban" if arg(0) == "create" && arg(2).parse::<u64>().is_ok() => {
            let is_meant = |id: u32| reforgers(id) == arg(1);
            match state.players.iter().position(|player| is_meant(player.id)) {
                Some(at) => Answer::text(format!("{} banned", state.players.remove(at).name)),
                None => Answer::text("Player not found"),
            }
        }
        "#players" => {
            let rows =
                state.each(|at, p| format!("{} ; {} ; {}\n", at + 1, reforgers(p.id), p.name));
            let heading = "Players on server: [Player#] ; [Player UID] ; [Player Name]";
            Answer::text(format!("{heading}\n{rows}"))
        }
        "#shutdown" | "#restart" => stop(""),
        name => Answer::text(format!("unknown command '{name}'")),
    }
}

/// A player's identity there.
fn reforgers(id: u32) -> String {
    format!("00000000-0000-4000-8000-{id:012}")
}

/// 7 Days to Die. Whom a kick, a ban and a private message mean, and what they print, is in
/// `ConsoleCmdKick`, `ConsoleCmdBan` and `SayToPlayer` of its code: a name, the entity's number or
/// the platform's identifier.
pub(super) fn seven_days(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().to_ascii_lowercase().as_str() {
        "lp" | "listplayers" => {
            let rows = state.each(|at, p| {
                format!(
                    "{at}. id={}, {}, pos=(1.0, 2.0, 3.0), rot=(0.0, 0.0, 0.0), remote=True, \
                     health=101, deaths=0, zombies=8, players=0, score=8, level=2, \
                     pltfmid=Steam_{}, crossid=EOS_{:032x}, ip=198.51.100.{}, ping={}\n",
                    p.id, p.name, p.steam, p.id, p.id, p.ping
                )
            });
            Answer::text(format!(
                "{rows}Total of {} in the game\n",
                state.players.len()
            ))
        }
        "version" => Answer::text("Game version: V 1.0 (b333) Compatibility Version: V 1.0\n"),
        "gettime" => Answer::text("Day 7, 21:30\n"),
        "say" => Answer {
            items: Vec::new(),
            ..said(call, "\"")
        },
        "saveworld" => Answer::text("World saved\n"),
        "kick" => match state.named(&call.args(), 0) {
            Some(at) => {
                state.players.remove(at);
                Answer::none()
            }
            None => Answer::text("Playername or entity/userid id not found.\n"),
        },
        "ban" => banned(state, &call.args()),
        "pm" | "sayplayer" => match (state.named(&call.args(), 0), call.args().get(1)) {
            (_, None) => Answer::text("Usage: sayplayer <playername|entityid> <message>\n"),
            (Some(_), Some(text)) => Answer::none().and(Consequence::Chat(text.clone())),
            (None, _) => Answer::text("Playername or entity ID not found.\n"),
        },
        "settime" => Answer::none(),
        "shutdown" => stop("Shutting server down...\n"),
        "help" => Answer::text("*** List of Commands ***\n lp => lists all players\n"),
        name => Answer::text(format!("*** ERROR: unknown command '{name}'\n")),
    }
}

/// `ban add PLAYER NUMBER UNIT "REASON"`.
fn banned(state: &mut State, args: &[String]) -> Answer {
    let units = ["minute", "hour", "day", "week", "month", "year"];
    let arg = |at: usize| args.get(at).map_or("", String::as_str);
    if arg(0) != "add" || arg(2).parse::<u32>().is_err() {
        return Answer::text("Wrong number of arguments\n");
    }
    if !units.contains(&arg(3).trim_end_matches('s')) {
        return Answer::text(format!("\"{}\" is not an allowed duration unit.\n", arg(3)));
    }
    match state.named(args, 1) {
        Some(at) => {
            let steam = state.players.remove(at).steam;
            let (until, reason) = ("2026-12-01 00:00:00", arg(4));
            Answer::text(format!(
                "Steam_{steam} banned until {until}, reason: {reason}.\n"
            ))
        }
        None => Answer::text("Playername or entity/userid id not found.\n"),
    }
}

impl State {
    /// The player whom one of the arguments means.
    fn named(&self, args: &[String], at: usize) -> Option<usize> {
        let wanted = args.get(at)?;
        self.players.iter().position(|player| {
            player.name.eq_ignore_ascii_case(wanted)
                || player.id.to_string() == *wanted
                || format!("Steam_{}", player.steam) == *wanted
        })
    }
}

/// Said to all, and printed nowhere.
fn said(call: &Call<'_>, quotes: &str) -> Answer {
    let text = call.rest();
    let text = text.trim_matches(|c| quotes.contains(c)).to_owned();
    Answer::empty().and(Consequence::Chat(text))
}
