//! Why something cannot be said to a console.

use std::fmt;

use crate::game::Game;

/// What an admin does by a command of the game's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AdminVerb {
    /// Say something to all.
    Say,
    /// Say something to one player.
    Message,
    /// Throw a player out.
    Kick,
    /// Throw a player out for ever.
    Ban,
    /// Throw a player out for some time.
    TimedBan,
}

impl fmt::Display for AdminVerb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AdminVerb::Say => "a message to all",
            AdminVerb::Message => "a message to one player",
            AdminVerb::Kick => "a kick",
            AdminVerb::Ban => "a ban",
            AdminVerb::TimedBan => "a ban for some time",
        })
    }
}

/// Why there is no line to send.
///
/// ```
/// use rcon_proto::{AdminVerb, CannotSay, Game, say_line};
///
/// let error = say_line(Game::Generic, "hello").unwrap_err();
/// assert_eq!(error, CannotSay::NoCommand { game: Game::Generic, verb: AdminVerb::Say });
/// assert_eq!(error.to_string(), "no command for a message to all is known of the game generic");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotSay {
    /// The game's console has no such command, or none is known.
    #[error("no command for {verb} is known of the game {game}")]
    NoCommand {
        /// The game.
        game: Game,
        /// What was to be done.
        verb: AdminVerb,
    },
    /// The game counts in days, and it was not whole ones.
    #[error("{game} counts bans in days: {minutes} minutes are no whole number of those")]
    WholeDays {
        /// The game.
        game: Game,
        /// How long it was to be.
        minutes: u64,
    },
    /// The list of players did not tell what the command knows a player by.
    #[error("the server's list gives no {what} of this player, and {game} knows players by it")]
    NotTold {
        /// The game.
        game: Game,
        /// What it is: `identifier`, `number`, `name`.
        what: &'static str,
    },
    /// A sign that the console would take for something else, where nothing
    /// can stand for it.
    #[error("the {what} holds {}, which {game}'s console would take for something else", in_words(*.sign))]
    Sign {
        /// The game.
        game: Game,
        /// Where it is: `identifier`, `name`, `text`.
        what: &'static str,
        /// The sign.
        sign: char,
    },
    /// A text to all that would be a command.
    #[error("{game} would take a text that begins with {sign} for a command")]
    Begins {
        /// The game.
        game: Game,
        /// What it begins with.
        sign: char,
    },
    /// There is no text.
    #[error("there is nothing to say")]
    Empty,
}

/// A sign in words, where it cannot be shown as it is.
fn in_words(sign: char) -> String {
    match sign {
        '"' => "a quote".to_owned(),
        ' ' => "a blank".to_owned(),
        '\n' | '\r' => "a line end".to_owned(),
        c if c.is_control() || c.is_whitespace() => format!("the sign U+{:04X}", u32::from(c)),
        c => c.to_string(),
    }
}
