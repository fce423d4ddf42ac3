//! ARK: Survival Evolved and Ascended. Names are taken in any case; a silent command answers with a sentence.

use super::{Builtin, name};

pub(super) static NAMES: &[Builtin] = &[
    name(
        "AllowPlayerToJoinNoCheck",
        "ID",
        "Puts a player on the list of those who may always join.",
    ),
    name("BanPlayer", "ID", "Bans a player."),
    name(
        "Broadcast",
        "TEXT",
        "Shows a message in the middle of every player's screen.",
    ),
    name(
        "DestroyAll",
        "CLASS",
        "Removes every creature or thing of a class.",
    ),
    name(
        "DestroyWildDinos",
        "",
        "Removes all wild creatures; new ones appear in time.",
    ),
    name(
        "DisallowPlayerToJoinNoCheck",
        "ID",
        "Takes a player off the list of those who may always join.",
    ),
    name("DoExit", "", "Stops the server; save the world first."),
    name(
        "GetChat",
        "",
        "Prints the chat since it was last asked for.",
    ),
    name(
        "GetGameLog",
        "",
        "Prints the log since it was last asked for.",
    ),
    name(
        "GetTribeIdPlayerList",
        "TRIBE",
        "Lists the members of a tribe.",
    ),
    name(
        "GiveExpToPlayer",
        "PLAYER AMOUNT SHARED MAX",
        "Gives experience to a player.",
    ),
    name("KickPlayer", "ID", "Throws a player out."),
    name("KillPlayer", "PLAYER", "Kills a player's character."),
    name(
        "ListPlayers",
        "",
        "Lists the players on the server with their identifiers.",
    ),
    name(
        "PlayersOnly",
        "",
        "Stops everything but the players, or lets it go on.",
    ),
    name(
        "RenamePlayer",
        "OLD NEW",
        "Gives a player's character another name.",
    ),
    name("RenameTribe", "OLD NEW", "Gives a tribe another name."),
    name("SaveWorld", "", "Writes the world to disk."),
    name(
        "ServerChat",
        "TEXT",
        "Says something in every player's chat.",
    ),
    name(
        "ServerChatTo",
        "ID TEXT",
        "Says something to one player, by identifier.",
    ),
    name(
        "ServerChatToPlayer",
        "NAME TEXT",
        "Says something to one player, by name.",
    ),
    name(
        "SetMessageOfTheDay",
        "TEXT",
        "Sets the text that players see when they join.",
    ),
    name("SetTimeOfDay", "HH:MM:SS", "Sets the time of day."),
    name(
        "ShowMessageOfTheDay",
        "",
        "Shows the message of the day to all.",
    ),
    name(
        "Slomo",
        "FACTOR",
        "Sets the speed of the game; 1 is the usual one.",
    ),
    name("UnbanPlayer", "ID", "Lifts a player's ban."),
];
