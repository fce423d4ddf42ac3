//! What an admin does to players, in each game's own words.
//!
//! A player's name, a reason and a text may hold anything, and none of them
//! may become a second command or mean another player. What says who is meant
//! is sent as it is or not at all; in a text, a sign that the console would take
//! for its own and has no escape for is written as another, which
//! [`AdminLine::altered`] tells.

mod error;
mod fill;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use crate::console_text::Player;
use crate::game::Game;
use fill::Filler;

pub use error::{AdminVerb, CannotSay};

/// A line to send to a console.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AdminLine {
    /// The command.
    pub line: String,
    /// What to send after it, so that it lasts: `writeid` keeps Source's bans.
    pub then: Option<&'static str>,
    /// Whether there was a reason, and the game has no place for one.
    pub without_reason: bool,
    /// Whether a sign of the reason or text had to be written as another: a
    /// quote as `'`, a line end as a blank.
    pub altered: bool,
    /// What the server has to have for the line to do anything, in words for people.
    pub needs: Option<&'static str>,
}

/// The line that throws a player out; `reason` may be empty.
///
/// ```
/// use rcon_proto::console_text::players;
/// use rcon_proto::{Game, kick_line};
///
/// let reply = "#      3 \"a\"; quit\"  [U:1:101]  04:22  48  0 active 198.51.100.3:27005\n";
/// let on = players(Game::Source, reply)?;
/// let kick = kick_line(Game::Source, &on.listed[0], "read the \"rules\"; now")?;
/// assert_eq!(kick.line, "kickid 3 \"read the 'rules'; now\"");
/// assert!(kick.altered);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`CannotSay`] where the game has no word for it, or the player cannot be
/// named to its console.
pub fn kick_line(game: Game, player: &Player, reason: &str) -> Result<AdminLine, CannotSay> {
    let template = game.facts().words.kick;
    line(game, AdminVerb::Kick, template, Some(player), reason, 0)
}

/// The line that bans a player: for some minutes, or for ever with `None` or 0.
/// [`AdminLine::then`] is to be sent after it.
///
/// ```
/// use rcon_proto::console_text::players;
/// use rcon_proto::{Game, ban_line};
///
/// let on = players(Game::Source, "# 3 \"Mia\" [U:1:101] 04:22 48 0 active\n")?;
/// let ban = ban_line(Game::Source, &on.listed[0], Some(30), "")?;
/// assert_eq!((ban.line.as_str(), ban.then), ("banid 30 3 kick", Some("writeid")));
/// // Vanilla's bans are for ever.
/// assert!(ban_line(Game::Minecraft, &on.listed[0], Some(30), "").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As of [`kick_line`]; also where the game cannot ban for so long.
pub fn ban_line(
    game: Game,
    player: &Player,
    minutes: Option<u64>,
    reason: &str,
) -> Result<AdminLine, CannotSay> {
    let words = game.facts().words;
    let (verb, template, minutes) = match minutes.filter(|&minutes| minutes > 0) {
        Some(minutes) => (AdminVerb::TimedBan, words.ban_for, minutes),
        None => (AdminVerb::Ban, words.ban, 0),
    };
    let mut line = line(game, verb, template, Some(player), reason, minutes)?;
    line.then = words.keep_bans;
    line.needs = words.bans_need;
    Ok(line)
}

/// The line that says something to one player.
///
/// ```
/// use rcon_proto::console_text::players;
/// use rcon_proto::{Game, message_line};
///
/// let on = players(Game::Ark, "0. Mia, 76561198000000001\n")?;
/// let hello = message_line(Game::Ark, &on.listed[0], "hello")?;
/// assert_eq!(hello.line, "ServerChatTo \"76561198000000001\" hello");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As of [`kick_line`], and [`CannotSay::Empty`].
pub fn message_line(game: Game, player: &Player, text: &str) -> Result<AdminLine, CannotSay> {
    let template = game.facts().words.message;
    line(game, AdminVerb::Message, template, Some(player), text, 0)
}

/// The line that says something to all.
///
/// ```
/// use rcon_proto::{Game, say_line};
///
/// assert_eq!(say_line(Game::Minecraft, "hello; all")?.line, "say hello; all");
/// assert_eq!(say_line(Game::Source, "hello; all")?.line, "say \"hello; all\"");
/// // Factorio would run it.
/// assert!(say_line(Game::Factorio, "/quit").is_err());
/// # Ok::<(), rcon_proto::CannotSay>(())
/// ```
///
/// # Errors
///
/// As of [`message_line`], and [`CannotSay::Begins`].
pub fn say_line(game: Game, text: &str) -> Result<AdminLine, CannotSay> {
    let facts = game.facts();
    let first = text.trim().chars().next();
    if let Some(sign) = first.filter(|sign| facts.quoting.not_to_begin_with.contains(sign)) {
        return Err(CannotSay::Begins { game, sign });
    }
    line(game, AdminVerb::Say, facts.words.announce, None, text, 0)
}

/// The same for builds that end a text at its first blank, as Palworld's early
/// ones: with what people write for a blank there. Such a build's answer
/// repeats the text only up to that blank.
///
/// ```
/// use rcon_proto::{Game, say_line_in_one_word};
///
/// let line = say_line_in_one_word(Game::Palworld, "back in five")?.line;
/// assert_eq!(line, "Broadcast back_in_five");
/// # Ok::<(), rcon_proto::CannotSay>(())
/// ```
///
/// # Errors
///
/// As of [`say_line`].
pub fn say_line_in_one_word(game: Game, text: &str) -> Result<AdminLine, CannotSay> {
    let Some(blank) = game.facts().quoting.blank else {
        return say_line(game, text);
    };
    let is_blank = |c: char| c == ' ' || matches!(c, '\n' | '\r' | '\t');
    let word = text
        .trim()
        .replace(is_blank, blank.encode_utf8(&mut [0; 4]));
    say_line(game, &word)
}

/// Whether the reply to what [`say_line`] made of a text shows a build that ended
/// it at the first blank: then [`say_line_in_one_word`] says it whole.
///
/// ```
/// use rcon_proto::{Game, said_one_word};
///
/// assert!(said_one_word(Game::Palworld, "back in five", "Broadcasted: back\n"));
/// assert!(!said_one_word(Game::Palworld, "back in five", "Broadcasted: back in five\n"));
/// assert!(!said_one_word(Game::Ark, "back in five", "back"));
/// ```
pub fn said_one_word(game: Game, text: &str, reply: &str) -> bool {
    let (text, reply) = (text.trim(), reply.trim_end());
    let Some((first, _)) = text.split_once(char::is_whitespace) else {
        return false;
    };
    let repeats = reply
        .strip_suffix(first)
        .is_some_and(|before| before.ends_with(char::is_whitespace));
    game.facts().quoting.blank.is_some() && repeats && !reply.contains(text)
}

fn line(
    game: Game,
    verb: AdminVerb,
    template: Option<&str>,
    player: Option<&Player>,
    text: &str,
    minutes: u64,
) -> Result<AdminLine, CannotSay> {
    let template = template.ok_or(CannotSay::NoCommand { game, verb })?;
    let mut filler = Filler {
        game,
        player,
        text,
        minutes,
        altered: false,
    };
    let line = filler.fill(template)?;
    let has_place = template.contains("{reason}") || template.contains("{text}");
    Ok(AdminLine {
        line,
        then: None,
        without_reason: !has_place && !text.trim().is_empty(),
        altered: filler.altered,
        needs: None,
    })
}
