//! Project Zomboid. Names of players and texts stand in double quotes.

use super::{Builtin, name};

pub(super) static NAMES: &[Builtin] = &[
    name(
        "addalltowhitelist",
        "",
        "Puts all players with a password on the whitelist.",
    ),
    name(
        "additem",
        "\"PLAYER\" \"ITEM\" COUNT",
        "Gives a thing to a player.",
    ),
    name(
        "adduser",
        "\"PLAYER\" \"PASSWORD\"",
        "Makes an account on the whitelist.",
    ),
    name(
        "addusertowhitelist",
        "\"PLAYER\"",
        "Puts a player on the whitelist.",
    ),
    name(
        "addvehicle",
        "\"SCRIPT\" \"PLAYER\"",
        "Puts a vehicle beside a player.",
    ),
    name(
        "addxp",
        "\"PLAYER\" PERK=AMOUNT",
        "Gives experience to a player.",
    ),
    name(
        "alarm",
        "",
        "Sounds the alarm of the building that one is in.",
    ),
    name("banid", "ID", "Bans an identifier."),
    name("banuser", "\"PLAYER\" -ip -r \"REASON\"", "Bans a player."),
    name(
        "changeoption",
        "NAME \"VALUE\"",
        "Changes one of the server's options.",
    ),
    name(
        "checkModsNeedUpdate",
        "",
        "Says in the log whether a mod has an update.",
    ),
    name("chopper", "", "Sends a helicopter over a random player."),
    name("connections", "", "Lists the connections."),
    name(
        "createhorde",
        "COUNT \"PLAYER\"",
        "Makes zombies beside a player.",
    ),
    name(
        "godmod",
        "\"PLAYER\" -true",
        "Makes a player invulnerable, or no longer.",
    ),
    name(
        "grantadmin",
        "\"PLAYER\"",
        "Makes a player an administrator.",
    ),
    name("gunshot", "", "Fires a shot near a random player."),
    name("help", "COMMAND", "Lists the commands, or explains one."),
    name(
        "invisible",
        "\"PLAYER\" -true",
        "Hides a player from zombies, or no longer.",
    ),
    name(
        "kickuser",
        "\"PLAYER\" -r \"REASON\"",
        "Throws a player out.",
    ),
    name("lightning", "\"PLAYER\"", "Strikes lightning at a player."),
    name("log", "TYPE LEVEL", "Sets how much of a kind is logged."),
    name(
        "noclip",
        "\"PLAYER\" -true",
        "Lets a player walk through walls, or no longer.",
    ),
    name("players", "", "Lists the players on the server."),
    name("quit", "", "Saves and stops the server."),
    name("releasesafehouse", "", "Gives up your safehouse."),
    name("reloadlua", "FILE", "Reads a Lua file again."),
    name(
        "reloadoptions",
        "",
        "Reads the server's options again and sends them to the players.",
    ),
    name(
        "removeadmin",
        "\"PLAYER\"",
        "Takes an administrator's rights.",
    ),
    name(
        "removeuserfromwhitelist",
        "\"PLAYER\"",
        "Takes a player off the whitelist.",
    ),
    name("save", "", "Writes the world to disk."),
    name("servermsg", "\"TEXT\"", "Shows a message to all players."),
    name(
        "setaccesslevel",
        "\"PLAYER\" \"LEVEL\"",
        "Sets a player's rights.",
    ),
    name("showoptions", "", "Prints the server's options."),
    name("startrain", "INTENSITY", "Makes it rain."),
    name("startstorm", "HOURS", "Makes a storm."),
    name(
        "stats",
        "ACTION PERIOD",
        "Collects figures about the server.",
    ),
    name("stoprain", "", "Ends the rain."),
    name("stopweather", "", "Ends any weather."),
    name(
        "teleport",
        "\"PLAYER\" \"PLAYER\"",
        "Brings one player to another.",
    ),
    name("teleportto", "X,Y,Z", "Brings you to a place."),
    name("thunder", "\"PLAYER\"", "Makes thunder at a player."),
    name("unbanid", "ID", "Lifts an identifier's ban."),
    name("unbanuser", "\"PLAYER\"", "Lifts a player's ban."),
    name(
        "voiceban",
        "\"PLAYER\" -true",
        "Takes the voice chat from a player, or gives it back.",
    ),
];
