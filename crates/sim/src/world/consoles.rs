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
        "say" => said(call, ""),
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

/// Arma Reforger's own console.
pub(super) fn reforger(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().as_str() {
        "#players" => {
            let rows = state.each(|at, p| {
                format!(
                    "{} ; 00000000-0000-4000-8000-{:012} ; {}\n",
                    at + 1,
                    p.id,
                    p.name
                )
            });
            let heading = "Players on server: [Player#] ; [Player UID] ; [Player Name]";
            Answer::text(format!("{heading}\n{rows}"))
        }
        "#shutdown" | "#restart" => stop(""),
        name => Answer::text(format!("unknown command '{name}'")),
    }
}

/// 7 Days to Die.
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
        "kick" if state.remove(&call.args().first().cloned().unwrap_or_default()) => Answer::none(),
        "kick" => Answer::text("Playername or entity/userid id not found.\n"),
        "settime" => Answer::none(),
        "shutdown" => stop("Shutting server down...\n"),
        "help" => Answer::text("*** List of Commands ***\n lp => lists all players\n"),
        name => Answer::text(format!("*** ERROR: unknown command '{name}'\n")),
    }
}

/// Said to all, and printed nowhere.
fn said(call: &Call<'_>, quotes: &str) -> Answer {
    let text = call.rest();
    let text = text.trim_matches(|c| quotes.contains(c)).to_owned();
    Answer::empty().and(Consequence::Chat(text))
}
