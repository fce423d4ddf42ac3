//! What a reply says of the game that sent it.

use super::Game;

/// Bytes of a reply's beginning that are looked at.
const LOOKED_AT: usize = 512;

/// The game that is told by the beginning of a reply, where its limits are
/// others than those of its login's shape. Factorio: what it says to a command
/// with a slash that it does not know.
pub(crate) fn shown_by(reply: &[u8]) -> Option<Game> {
    let reply = &reply[..reply.len().min(LOOKED_AT)];
    let rest = reply.strip_prefix(b"Unknown command \"")?;
    let rest = &rest[memchr::memchr(b'"', rest)?..];
    let help: &[u8] = b"\". Please use \"/help\"";
    rest.starts_with(help).then_some(Game::Factorio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factorio_says_so_and_source_does_not() {
        let factorio = b"Unknown command \"foo\". Please use \"/help\" to display help.\n";
        assert_eq!(shown_by(factorio), Some(Game::Factorio));
        for other in [
            &b"Unknown command \"foo\"\n"[..],
            b"Unknown command \"",
            b"",
        ] {
            assert_eq!(shown_by(other), None);
        }
    }
}
