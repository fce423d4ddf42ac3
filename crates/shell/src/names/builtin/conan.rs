//! Conan Exiles.

use super::{Builtin, name};

pub(super) static NAMES: &[Builtin] = &[
    name("alert", "TEXT", "Shows an alert to all players."),
    name("banplayer", "PLAYER", "Bans a player."),
    name("broadcast", "TEXT", "Shows a message to all players."),
    name(
        "con",
        "INDEX COMMAND",
        "Runs a console command for the player of that index.",
    ),
    name("help", "COMMAND", "Lists the commands, or explains one."),
    name("kickplayer", "PLAYER", "Throws a player out."),
    name("listbans", "", "Lists the banned players."),
    name("listplayers", "", "Lists the players with their indexes."),
    name(
        "server",
        "TEXT",
        "Says something in the chat as the server.",
    ),
    name(
        "shutdown",
        "ACTION MINUTES",
        "Stops the server after a while, telling the players.",
    ),
    name("sql", "QUERY", "Asks the game's database."),
    name("unbanplayer", "PLAYER", "Lifts a player's ban."),
];
