//! What is known of commands without asking a server: which stop it.

/// The commands that stop or restart a server, by the game's name on the
/// command line, in lower case.
const STOPS: &[(&str, &[&str])] = &[
    ("source", &["_restart", "exit", "killserver", "quit"]),
    ("cs2", &["_restart", "exit", "killserver", "quit"]),
    ("minecraft", &["restart", "stop"]),
    ("factorio", &["quit"]),
    ("palworld", &["doexit", "shutdown"]),
    ("ark", &["doexit", "exit", "quit"]),
    (
        "rust",
        &["quit", "restart", "global.quit", "global.restart"],
    ),
    ("zomboid", &["quit"]),
    ("squad", &["adminkillserver"]),
    ("conan", &["exit", "quit", "shutdown"]),
];

/// What stops a server of a game that is not known.
const STOPS_SOMETHING: &[&str] = &[
    "_restart",
    "doexit",
    "exit",
    "killserver",
    "quit",
    "restart",
    "shutdown",
    "stop",
];

/// Whether a command's first word stops or restarts the server. `game` is the
/// game's name as `--game` takes it; for `auto` and `generic`, every game's
/// usual words count.
pub(crate) fn stops_server(game: &str, command: &str) -> bool {
    let command = command.strip_prefix('/').unwrap_or(command);
    // Bukkit lets a plugin's name stand in front: `minecraft:stop`.
    let bare = match game {
        "minecraft" => command.rsplit(':').next().unwrap_or(command),
        _ => command,
    };
    STOPS
        .iter()
        .find(|(name, _)| *name == game)
        .map_or(STOPS_SOMETHING, |(_, stops)| stops)
        .iter()
        .any(|stop| stop.eq_ignore_ascii_case(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_lower_case() {
        let all = STOPS.iter().flat_map(|(_, stops)| *stops);
        for stop in all.chain(STOPS_SOMETHING) {
            assert_eq!(*stop, stop.to_ascii_lowercase());
        }
    }

    #[test]
    fn each_game_has_its_own_words() {
        assert!(stops_server("minecraft", "spigot:restart"));
        assert!(stops_server("factorio", "/quit"));
        assert!(!stops_server("factorio", "exit"));
        assert!(stops_server("generic", "Shutdown"));
        assert!(!stops_server("source", "status"));
        assert!(!stops_server("auto", ""));
    }

    #[test]
    fn each_game_has_its_own_stop_command() {
        assert!(stops_server("minecraft", "/stop"));
        assert!(stops_server("ark", "DoExit"));
        assert!(!stops_server("source", "stop"));
        assert!(stops_server("auto", "stop"));
    }
}
