//! Squad. The longer names that end in `ById` take the number of `ListPlayers`.

use super::{Builtin, name};

pub(super) static NAMES: &[Builtin] = &[
    name(
        "AdminBan",
        "\"PLAYER\" LENGTH REASON",
        "Bans a player; 0 is for ever, 1d a day.",
    ),
    name(
        "AdminBanById",
        "ID LENGTH REASON",
        "Bans a player by number.",
    ),
    name("AdminBroadcast", "TEXT", "Shows a message to all players."),
    name("AdminChangeLayer", "LAYER", "Changes to a layer now."),
    name(
        "AdminDemoteCommander",
        "PLAYER",
        "Takes the command from a commander.",
    ),
    name(
        "AdminDemoteCommanderById",
        "ID",
        "Takes the command from a commander by number.",
    ),
    name(
        "AdminDisableVehicleClaiming",
        "0",
        "Switches the claiming of vehicles off or on.",
    ),
    name("AdminDisbandSquad", "TEAM SQUAD", "Dissolves a squad."),
    name("AdminEndMatch", "", "Ends the match."),
    name(
        "AdminForceTeamChange",
        "PLAYER",
        "Moves a player to the other team.",
    ),
    name(
        "AdminForceTeamChangeById",
        "ID",
        "Moves a player to the other team by number.",
    ),
    name("AdminKick", "\"PLAYER\" REASON", "Throws a player out."),
    name(
        "AdminKickById",
        "ID REASON",
        "Throws a player out by number.",
    ),
    name("AdminKillServer", "FORCE", "Stops the server."),
    name(
        "AdminListDisconnectedPlayers",
        "",
        "Lists the players who left lately, with their numbers.",
    ),
    name("AdminPauseMatch", "", "Pauses the match."),
    name(
        "AdminRemovePlayerFromSquad",
        "PLAYER",
        "Takes a player out of a squad.",
    ),
    name(
        "AdminRemovePlayerFromSquadById",
        "ID",
        "Takes a player out of a squad by number.",
    ),
    name("AdminRestartMatch", "", "Starts the match again."),
    name(
        "AdminSetMaxNumPlayers",
        "COUNT",
        "Sets how many players may join.",
    ),
    name(
        "AdminSetNextLayer",
        "LAYER",
        "Sets the layer that comes next.",
    ),
    name(
        "AdminSetServerPassword",
        "PASSWORD",
        "Sets the password to join.",
    ),
    name(
        "AdminSlomo",
        "FACTOR",
        "Sets the speed of the game; 1 is the usual one.",
    ),
    name("AdminUnpauseMatch", "", "Lets the match go on."),
    name(
        "AdminWarn",
        "\"PLAYER\" TEXT",
        "Shows a warning to a player.",
    ),
    name(
        "AdminWarnById",
        "ID TEXT",
        "Shows a warning to a player by number.",
    ),
    name(
        "ChatToAdmin",
        "TEXT",
        "Says something to the administrators.",
    ),
    name("ListCommands", "1", "Lists the commands."),
    name("ListLayers", "", "Lists the layers."),
    name("ListLevels", "", "Lists the levels."),
    name(
        "ListPermittedCommands",
        "1",
        "Lists the commands that you may use.",
    ),
    name("ListPlayers", "", "Lists the players with their numbers."),
    name("ListSquads", "", "Lists the squads."),
    name("ShowCommandInfo", "COMMAND", "Explains a command."),
    name(
        "ShowCurrentMap",
        "",
        "Prints the level and layer that are played.",
    ),
    name(
        "ShowNextMap",
        "",
        "Prints the level and layer that come next.",
    ),
    name("ShowServerInfo", "", "Prints the server's state as JSON."),
];
