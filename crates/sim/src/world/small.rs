//! The consoles of which only a few commands matter, as tables: what they
//! know is data, and what is peculiar to one of them is in its function.

use std::fmt::Write as _;

use crate::effect::Effect;
use crate::outbox::End;

use super::players::Player;
use super::state::State;
use super::{Answer, Call, Consequence, Console, admin};

/// One of these consoles.
pub(super) struct Small {
    run: fn(&mut State, &Call<'_>) -> Answer,
    state: State,
}

impl Small {
    pub(super) fn new(run: fn(&mut State, &Call<'_>) -> Answer, hostname: &str) -> Self {
        let state = State::new(hostname);
        Self { run, state }
    }
}

impl Console for Small {
    fn join(&mut self, player: Player) {
        self.state.players.push(player);
    }

    fn run(&mut self, call: &Call<'_>) -> Answer {
        (self.run)(&mut self.state, call)
    }
}

pub(super) fn stop(text: &str) -> Answer {
    Answer::text(text).and(Consequence::Affect(Effect::Stop(End::Close)))
}

pub(super) fn chat(call: &Call<'_>, reply: &str) -> Answer {
    Answer::text(reply).and(Consequence::Chat(call.rest()))
}

/// Palworld.
pub(super) fn palworld(state: &mut State, call: &Call<'_>) -> Answer {
    let name = call.name().trim_start_matches('/').to_ascii_lowercase();
    if let Some(answer) = admin::palworld(state, &name, call) {
        return answer;
    }
    match name.as_str() {
        "info" => Answer::text(format!(
            "Welcome to Pal Server[v0.3.5.1] {}\n",
            state.hostname
        )),
        "showplayers" => {
            let rows = state.each(|_, p| format!("{},{},{}\n", p.name, p.id * 7919, p.steam));
            Answer::text(format!("name,playeruid,steamid\n{rows}"))
        }
        "broadcast" => chat(call, &format!("Broadcasted: {}\n", call.rest())),
        "save" => Answer::text("Complete Save\n"),
        "shutdown" => stop("The server will shut down in 1 seconds.\n"),
        "doexit" => stop("Shutdown...\n"),
        _ => Answer::text("Unknown command\n"),
    }
}

/// ARK: Survival Evolved. What prints nothing here is answered by the
/// dialect's own words.
pub(super) fn ark(state: &mut State, call: &Call<'_>) -> Answer {
    let name = call.name().to_ascii_lowercase();
    if let Some(answer) = admin::ark(state, &name, call) {
        return answer;
    }
    match name.as_str() {
        "listplayers" if state.players.is_empty() => Answer::text("No Players Connected \n "),
        "listplayers" => {
            Answer::text(state.each(|at, p| format!("{at}. {}, {} \n", p.name, p.steam)) + " ")
        }
        "saveworld" => Answer::text("World Saved \n "),
        "getgamelog" => Answer::text(format!("{} has started \n ", state.hostname)),
        "broadcast" | "serverchat" => chat(call, ""),
        "doexit" => stop("Exiting... \n "),
        _ => Answer::empty(),
    }
}

/// Factorio. What does not begin with a slash is said in the game.
pub(super) fn factorio(state: &mut State, call: &Call<'_>) -> Answer {
    let name = call.name();
    let Some(command) = name.strip_prefix('/') else {
        let line = String::from_utf8_lossy(call.line).into_owned();
        return Answer::empty().and(Consequence::Chat(line));
    };
    if let Some(answer) = admin::factorio(state, command, call) {
        return answer;
    }
    match command {
        "players" | "p" => {
            let rows = state.each(|_, p| format!("  {} (online)\n", p.name));
            let online = call.args().iter().any(|arg| arg == "online");
            let heading = if online { "Online players" } else { "Players" };
            Answer::text(format!("{heading} ({}):\n{rows}", state.players.len()))
        }
        "time" => Answer::text("3 hours, 25 minutes and 45 seconds\n"),
        "version" => Answer::text("1.1.110\n"),
        "evolution" => Answer::text(
            "Evolution factor: 0.6161. (Time 28%) (Pollution 53%) (Spawner kills 19%)\n",
        ),
        // Once a game, before its first Lua, which is not run.
        "command" | "c" if !std::mem::replace(&mut state.lua_warned, true) => Answer::text(
            "Using Lua console commands will disable achievements. Please repeat the command to \
             proceed.\n",
        ),
        "command" | "c" | "silent-command" | "sc" | "server-save" => Answer::empty(),
        "quit" => stop(""),
        _ => Answer::text(format!(
            "Unknown command \"{command}\". Please use \"/help\" to display help.\n"
        )),
    }
}

/// Project Zomboid.
pub(super) fn zomboid(state: &mut State, call: &Call<'_>) -> Answer {
    const HELP: &[(&str, &str)] = &[
        ("additem", "Give a thing to a player."),
        ("help", "Show this list."),
        ("kickuser", "Remove a player."),
        ("players", "List the players."),
        ("quit", "Save and end the server."),
        ("save", "Save the world."),
        ("servermsg", "Show a message to all."),
    ];
    let name = call.name();
    let name = name.trim_start_matches('/');
    if let Some(answer) = admin::zomboid(state, name, call) {
        return answer;
    }
    match name {
        "help" => {
            let mut text = "List of server commands : \n".to_owned();
            for (name, help) in HELP {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "* {name} : {help} ");
            }
            Answer::text(text)
        }
        "players" => {
            let rows = state.each(|_, p| format!("-{}\n", p.name));
            Answer::text(format!(
                "Players connected ({}): \n{rows}",
                state.players.len()
            ))
        }
        "save" => Answer::text("World saved"),
        "servermsg" => chat(call, "Message sent."),
        "quit" => stop("Quit"),
        "additem" => Answer::empty(),
        name => Answer::text(format!("Unknown command {name}")),
    }
}

/// Squad.
pub(super) fn squad(state: &mut State, call: &Call<'_>) -> Answer {
    let name = call.name().to_ascii_lowercase();
    if let Some(answer) = admin::squad(state, &name, call) {
        return answer;
    }
    match name.as_str() {
        "listplayers" => {
            let rows = state.each(|at, p| {
                let (name, steam) = (&p.name, p.steam);
                let team = at % 2 + 1;
                format!(
                    "ID: {at} | SteamID: {steam} | Name: {name} | Team ID: {team} | \
                     Squad ID: N/A\n"
                )
            });
            Answer::text(format!(
                "----- Active Players -----\n{rows}\
                 ----- Recently Disconnected Players [Max of 15] -----\n"
            ))
        }
        "showservername" => Answer::text(state.hostname.clone()),
        "showcurrentmap" => {
            Answer::text("Current level is Gorodok, layer is Gorodok RAAS v1, factions RUS USA")
        }
        "adminbroadcast" => chat(call, "Message broadcasted"),
        "adminkillserver" => stop(""),
        "listcommands" => Answer::text(
            "AdminBroadcast\nAdminKillServer\nListCommands\nListPlayers\nShowCurrentMap\nShowServerName\n",
        ),
        _ => Answer::empty(),
    }
}

/// Conan Exiles.
pub(super) fn conan(state: &mut State, call: &Call<'_>) -> Answer {
    let name = call.name().to_ascii_lowercase();
    if let Some(answer) = admin::conan(state, &name, call) {
        return answer;
    }
    match name.as_str() {
        "listplayers" => {
            let rows = state.each(|at, p| {
                format!(
                    "{at} | {} | Exile#{:05} | {:016X} | {} | Steam\n",
                    p.name,
                    p.id * 7919,
                    p.steam,
                    p.steam
                )
            });
            Answer::text(format!(
                "Idx | Char name | Player name | User ID | Platform ID | Platform Name\n{rows}"
            ))
        }
        "help" => Answer::text("broadcast\nhelp\nlistplayers\nshutdown\n"),
        "broadcast" => chat(call, "Message sent\n"),
        "shutdown" => stop("Shutting down\n"),
        name => Answer::text(format!("Couldn't find the command: {name}. Try \"help\"\n")),
    }
}

/// `OpenStarbound`.
pub(super) fn starbound(state: &mut State, call: &Call<'_>) -> Answer {
    match call.name().trim_start_matches('/') {
        "help" => Answer::text("Basic commands are: help list serverreload whereami\n"),
        "list" => Answer::text(state.each(|at, p| format!("${} : {}\n", at + 1, p.name))),
        "echo" => Answer::text(call.value().to_vec()),
        "stop" => stop(""),
        name => Answer::text(format!("No such command {name}")),
    }
}
