//! Who is on, as a server says, or as anybody says that it does.

use rcon_proto::console_text::{Found, find, players};
use rcon_proto::{Game, ban_line, kick_line, message_line, say_line};

/// Gives `data` to the readers of every game.
///
/// # Panics
///
/// When a line that is made for a player holds a control character, more
/// players are read than the text can hold, or one who is listed is not found
/// by name.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for game in Game::ALL {
        let on = match players(game, &text) {
            Ok(on) => on,
            Err(unread) => {
                assert_eq!(unread.reply, text);
                continue;
            }
        };
        // No byte is in two names.
        let names: usize = on.listed.iter().map(|player| player.name.len()).sum();
        assert!(on.listed.len() <= text.len() && names <= text.len());
        for player in on.on().filter(|player| !player.name.is_empty()).take(8) {
            assert_ne!(find(&on, &player.name), Found::Nobody);
            let lines = [
                kick_line(game, player, &player.name),
                ban_line(game, player, Some(30), &text),
                message_line(game, player, &text),
                say_line(game, &player.name),
            ];
            for line in lines.into_iter().flatten() {
                assert!(!line.line.contains(char::is_control), "{:?}", line.line);
            }
        }
    }
}
