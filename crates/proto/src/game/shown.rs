//! What a reply says of the game that sent it.

use memchr::memmem;

use super::Game;

/// Bytes of a reply's beginning that are looked at.
const LOOKED_AT: usize = 512;

/// The game that is told by the beginning of a reply, where its limits are
/// others than those of its login's shape: Factorio.
pub(crate) fn shown_by(reply: &[u8]) -> Option<Game> {
    let reply = &reply[..reply.len().min(LOOKED_AT)];
    let says_so = FACTORIO.iter().any(|says_so| says_so(reply));
    says_so.then_some(Game::Factorio)
}

/// What a Factorio server prints and no other one does, as the programs that
/// talk to it have written it down: bridges to a chat, and mods' tests.
const FACTORIO: &[fn(&[u8]) -> bool] = &[
    is_unknown_command,
    is_lua_error,
    is_lua_warning,
    is_list_of_players,
    is_evolution,
];

/// A command with a slash that it does not know. Source's line ends behind the
/// quote.
fn is_unknown_command(reply: &[u8]) -> bool {
    const HELP: &[u8] = b"\". Please use \"/help\"";
    let name = reply.strip_prefix(b"Unknown command \"");
    name.is_some_and(|rest| {
        memchr::memchr(b'"', rest).is_some_and(|at| rest[at..].starts_with(HELP))
    })
}

/// Lua that did not run, behind `/c` and its kin.
fn is_lua_error(reply: &[u8]) -> bool {
    reply.starts_with(b"Cannot execute command. Error: ")
}

/// The first Lua of a game, which has to be said twice. In front of it stands
/// who said it, and what, in some versions.
fn is_lua_warning(reply: &[u8]) -> bool {
    const WARNING: &[u8] = b"Lua console commands will disable achievements";
    // Most replies are shorter than what would be looked for.
    reply.len() >= WARNING.len() && memmem::find(reply, WARNING).is_some()
}

/// `/players`, with or without `online`, where there are any:
///
/// ```text
/// Online players (1):
///   Mia (online)
/// ```
fn is_list_of_players(reply: &[u8]) -> bool {
    let count = reply
        .strip_prefix(b"Online players (")
        .or_else(|| reply.strip_prefix(b"Players ("));
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    count.is_some_and(|count| {
        let rows = count[digits(count)..].strip_prefix(b"):\n  ");
        rows.is_some_and(|rows| memmem::find(rows, b" (online)").is_some())
    })
}

/// `/evolution`, of one planet or of several:
/// `Evolution factor: 0.6161. (Time 28%) (Pollution 53%) (Spawner kills 19%)`.
fn is_evolution(reply: &[u8]) -> bool {
    memmem::find(reply, b"Evolution factor: ").is_some()
        && memmem::find(reply, b"%) (Pollution ").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factorio_says_so() {
        for reply in [
            "Unknown command \"foo\". Please use \"/help\" to display help.\n",
            "Cannot execute command. Error: (command):1: attempt to index field 'x'\n",
            "Using Lua console commands will disable achievements. Please repeat the command to proceed.\n",
            "Player <server> tried using the command /c x. Lua console commands will disable \
             achievements. Please repeat the command to proceed.",
            "Online players (1):\n  Mia (online)\n",
            "Players (2):\n  Bob\n  Mia (online)\n",
            "Evolution factor: 0.6161. (Time 28%) (Pollution 53%) (Spawner kills 19%)\n",
            "Nauvis - Evolution factor: 0.6161. (Time 28%) (Pollution 53%) (Spawner kills 19%)\n",
        ] {
            assert_eq!(shown_by(reply.as_bytes()), Some(Game::Factorio), "{reply}");
        }
    }

    #[test]
    fn what_others_say_is_not_taken_for_it() {
        for reply in [
            "Unknown command \"foo\"\n",
            "Unknown command \"",
            "Online players (2): Ada, Bob",
            "Online players (",
            "Players connected (2): \n-Ada\n-Bob\n",
            "Players (x):\n  Mia (online)",
            "Cannot execute command.",
            "Evolution factor: 3",
            "",
        ] {
            assert_eq!(shown_by(reply.as_bytes()), None, "{reply}");
        }
    }
}
