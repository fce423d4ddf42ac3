//! What a console says when it will not do what it was told, in each game's
//! words.

use super::unknown_command;
use crate::console_text::markup::strip_colours;
use crate::game::Game;

/// How many bytes of a line are handed on at the most.
const MAX_LINE: usize = 400;

/// How many bytes at the front, and at the end, of a reply are looked at.
const LOOKED_AT: usize = 4096;

/// A reply that begins so, and whose first line ends so, is a refusal.
struct Form(&'static str, &'static str);

/// From the Source SDK, 2013: `ConVar::Dispatch` and `CCommand`'s checks of
/// `sv_cheats`, `Host_Map_f`, `Cmd_Exec_f`, `Host_Kick_f`, `banid`; CS2 words them alike.
const SOURCE: &[Form] = &[
    Form("Can't use cheat cvar ", ""),
    Form("Can't use cheat command ", ""),
    Form("map load failed: ", ""),
    Form("changelevel failed: ", ""),
    Form("exec: couldn't exec ", ""),
    Form("Can't kick ", "not found"),
    Form("Can't ban users on a LAN", ""),
];

/// From `en_us.json` of Minecraft 1.13 to 1.21: what is thrown as a
/// `CommandSyntaxException` without a place in the text (those with one end in
/// [`HERE`]); Bukkit's own two sentences behind them. `Nothing changed` is none:
/// all is as it was to be.
const MINECRAFT: &[Form] = &[
    Form("No player was found", ""),
    Form("No entity was found", ""),
    Form("That player does not exist", ""),
    Form("Only one player is allowed, but", ""),
    Form("Only one entity is allowed, but", ""),
    Form("Only players may be affected by this command, but", ""),
    Form(
        "An unexpected error occurred trying to execute that command",
        "",
    ),
    Form(
        "An internal error occurred while attempting to perform this command",
        "",
    ),
    Form(
        "I'm sorry, but you do not have permission to perform this command",
        "",
    ),
];

/// From `Locale/en/core.cfg` of Factorio.
const FACTORIO: &[Form] = &[
    Form("Unknown command \"", "\" to display help."),
    Form("Unknown command \"", "\"."),
    Form("Cannot execute command. Error: ", ""),
];

/// From replies that admins of Palworld have posted; `Failed to Ban` alike.
const PALWORLD: &[Form] = &[Form("Failed to ", "")];

/// As users of Conan Exiles quote it.
const CONAN: &[Form] = &[Form("Couldn't find the command: ", "")];

/// From servers and mods that log in as another's, `OpenStarbound` among them,
/// and the console of 7 Days to Die.
const OTHERS: &[Form] = &[
    Form("No such command", ""),
    Form("Command not found", ""),
    Form("Invalid command", ""),
    Form("Command failed", ""),
    Form("*** ERROR: ", ""),
];

/// As Arma Reforger's own console says it. `BattlEye`'s is silent about what it does
/// not know.
const REFORGER: &[Form] = &[Form("unknown command '", "'")];

/// How Minecraft marks the place in a command that it does not understand.
const HERE: &str = "<--[HERE]";

/// The forms of a game; of all of them where it is not known, or where others
/// log in as it does.
fn forms(game: Game) -> &'static [&'static [Form]] {
    match game {
        Game::Cs2 => &[SOURCE],
        Game::Minecraft => &[MINECRAFT, OTHERS],
        Game::Factorio => &[FACTORIO],
        Game::Palworld => &[PALWORLD, OTHERS],
        Game::Conan => &[CONAN],
        Game::BattlEye | Game::DayZ | Game::Arma | Game::Reforger => &[REFORGER],
        Game::Auto | Game::Source | Game::Generic => &[SOURCE, MINECRAFT, FACTORIO, CONAN, OTHERS],
        // Of the others no sentence is known that is theirs alone.
        _ => &[OTHERS],
    }
}

/// The line of a reply by which a server of this game says that it knows no such
/// command, or that it failed; nothing for all other replies.
///
/// Only its first line counts, and Minecraft's mark at the end of the last:
/// players can make a server repeat any text in between.
///
/// ```
/// use rcon_proto::Game;
/// use rcon_proto::convar::rejected;
///
/// let reply = b"Unknown command \"sv_gravty\"\n";
/// assert_eq!(rejected(Game::Source, reply).as_deref(), Some("Unknown command \"sv_gravty\""));
/// assert_eq!(rejected(Game::Source, b"\"sv_gravity\" = \"800\"\n"), None);
/// ```
pub fn rejected(game: Game, reply: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(reply.get(..LOOKED_AT).unwrap_or(reply));
    let head = strip_colours(&head);
    let first = head.lines().map(str::trim).find(|line| !line.is_empty())?;
    let refuses = |form: &Form| first.starts_with(form.0) && first.ends_with(form.1);
    let told = unknown_command(reply).is_some()
        || forms(game).iter().copied().flatten().any(refuses)
        || is_marked(game, reply);
    told.then(|| beginning(first).to_owned())
}

/// Whether the reply ends in Minecraft's mark.
fn is_marked(game: Game, reply: &[u8]) -> bool {
    let may_be = matches!(
        game,
        Game::Minecraft | Game::Auto | Game::Generic | Game::Source
    );
    let end = reply.len().saturating_sub(LOOKED_AT);
    let end = String::from_utf8_lossy(&reply[end..]);
    may_be && strip_colours(&end).trim_end().ends_with(HERE)
}

/// As much of a line as is kept, in whole characters.
fn beginning(line: &str) -> &str {
    let mut end = MAX_LINE.min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_game_refuses_in_its_own_words() {
        for (game, reply) in [
            (Game::Source, "Unknown command \"x\"\n"),
            (
                Game::Source,
                "Can't use cheat cvar sv_cheats in multiplayer, unless\n",
            ),
            (Game::Cs2, "Unknown command 'x'!\n"),
            (
                Game::Minecraft,
                "Unknown or incomplete command, see below for error\nx<--[HERE]",
            ),
            (
                Game::Minecraft,
                "Incorrect argument for command...tmode x<--[HERE]",
            ),
            (Game::Minecraft, "\u{a7}cNo player was found"),
            (
                Game::Minecraft,
                "Unknown command. Type \"/help\" for help.\n",
            ),
            (
                Game::Factorio,
                "Unknown command \"x\". Please use \"/help\" to display help.\n",
            ),
            (Game::Factorio, "Cannot execute command. Error: x\n"),
            (Game::Palworld, "Failed to Kick. The player is not found.\n"),
            (Game::Palworld, "Unknown command\n"),
            (Game::Rust, "Command 'x' not found"),
            (Game::Conan, "Couldn't find the command: x. Try \"help\"\n"),
            (Game::Zomboid, "Unknown command x"),
        ] {
            assert!(
                rejected(game, reply.as_bytes()).is_some(),
                "{game}: {reply}"
            );
            if game != Game::Palworld || reply.starts_with("Unknown") {
                assert!(rejected(Game::Auto, reply.as_bytes()).is_some(), "{reply}");
            }
        }
    }

    #[test]
    fn what_was_done_is_no_refusal() {
        for game in Game::ALL {
            for reply in [
                "",
                "\n",
                "hostname: x\nUnknown command \"y\"\n",
                "There are 0 of a max of 20 players online: ",
                "<ann> no <--[HERE] no\nbye",
                "\"sv_gravity\" = \"800\"",
                "Nothing changed. The player is an operator already",
            ] {
                assert_eq!(rejected(game, reply.as_bytes()), None, "{game}: {reply}");
            }
        }
    }
}
