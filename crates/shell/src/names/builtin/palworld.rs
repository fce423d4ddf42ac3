//! Palworld. A message cannot hold blanks in older versions.

use super::{Builtin, name};

pub(super) static NAMES: &[Builtin] = &[
    name("BanPlayer", "ID", "Bans a player."),
    name("Broadcast", "TEXT", "Shows a message to all players."),
    name("DoExit", "", "Stops the server at once, without saving."),
    name("Info", "", "Prints the server's name and version."),
    name("KickPlayer", "ID", "Throws a player out."),
    name("Save", "", "Writes the world to disk."),
    name(
        "ShowPlayers",
        "",
        "Lists the players with their identifiers.",
    ),
    name(
        "Shutdown",
        "SECONDS TEXT",
        "Saves and stops the server after a while, telling the players.",
    ),
    name(
        "TeleportToMe",
        "ID",
        "Brings a player to you; only from within the game.",
    ),
    name(
        "TeleportToPlayer",
        "ID",
        "Brings you to a player; only from within the game.",
    ),
    name("UnBanPlayer", "ID", "Lifts a player's ban."),
];
