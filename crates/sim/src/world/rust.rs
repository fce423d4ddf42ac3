//! Rust's console (the game).

use std::fmt::Write as _;

use super::players::Player;
use super::small::{chat, stop};
use super::state::State;
use super::{Answer, Call, admin};

/// What `Commands.Find` of Rust prints.
fn find(state: &State, text: &str) -> String {
    let variables = [
        ("ai.think", "", "True"),
        ("decay.scale", "How fast things (built ones) decay", "1"),
        ("rcon.password", "", "secret-of-the-console"),
        ("server.hostname", "Shown in the list", &state.hostname),
        (
            "server.simulated",
            "Says that this is no real server",
            "True",
        ),
    ];
    let commands = [
        ("global.kick", "", ""),
        ("global.playerlist", "", "Who is on, as JSON"),
        ("global.quit", "", ""),
        ("global.status", "", "Who is on"),
        ("oxide.plugins", "", "Lists what is loaded"),
    ];
    let (mut first, mut second) = (String::new(), String::new());
    // Writing to a `String` does not fail.
    for (name, help, value) in variables.iter().filter(|it| it.0.contains(text)) {
        let _ = writeln!(first, " {name:<24} {help} ({value})");
    }
    for (name, arguments, help) in commands.iter().filter(|it| it.0.contains(text)) {
        let _ = writeln!(second, " {name}( {arguments} ) {help}");
    }
    format!("Variables:\n{first}\nCommands:\n{second}")
}

/// What a line comes to.
pub(super) fn run(state: &mut State, call: &Call<'_>) -> Answer {
    let name = call.name().to_ascii_lowercase();
    if let Some(answer) = admin::rust(state, &name, call) {
        return answer;
    }
    match name.as_str() {
        "server.hostname" | "hostname" => {
            Answer::text(format!("server.hostname: \"{}\"", state.hostname))
        }
        "find" | "commands.find" if !call.rest.is_empty() => {
            Answer::text(find(state, &call.rest()))
        }
        "serverinfo" => Answer::text(format!(
            "{{\n  \"Hostname\": \"{}\",\n  \"MaxPlayers\": 50,\n  \"Players\": {},\n  \
             \"Map\": \"Procedural Map\",\n  \"Framerate\": 60.0\n}}",
            state.hostname,
            state.players.len()
        )),
        "status" => Answer::text(format!(
            "hostname: {}\nversion : 2024 secure\nmap     : Procedural Map\n\
             players : {} (50 max) (0 queued) (0 joining)\n\n\
             id                name           ping connected addr               owner violation kicks \n{}",
            state.hostname,
            state.players.len(),
            state.each(|_, p| format!(
                "{} {:<14} {:<4} {:<9} 198.51.100.{}:50321       0.0       0     \n",
                p.steam,
                format!("\"{}\"", p.name.replace('"', "\\\"")),
                p.ping,
                format!("{}.5s", p.since),
                p.id
            ))
        )),
        "playerlist" | "global.playerlist" => {
            let row = |at, p: &Player| {
                let comma = if at == 0 { "" } else { "," };
                format!(
                    "{comma}\n  {{\n    \"SteamID\": \"{}\",\n    \"OwnerSteamID\": \"0\",\n    \
                     \"DisplayName\": {},\n    \"Ping\": {},\n    \
                     \"Address\": \"198.51.100.{}:50321\",\n    \"ConnectedSeconds\": {},\n    \
                     \"VoiationLevel\": 0.0,\n    \"Health\": 100.0\n  }}",
                    p.steam,
                    p.name_in_json(),
                    p.ping,
                    p.id,
                    p.since
                )
            };
            Answer::text(format!("[{}\n]", state.each(row)))
        }
        "players" => {
            Answer::text(state.each(|_, p| format!("{} {:?} {}ms\n", p.steam, p.name, p.ping)))
        }
        "say" => chat(call, ""),
        "server.save" | "save" => Answer::empty(),
        "quit" | "global.quit" => stop("Quitting\n"),
        name => Answer::text(format!("Command '{name}' not found")),
    }
}
