//! Whom a text means: a name or an identifier, or the beginning of one.

use rcon_proto::console_text::{Found, Player, Players, find};

use crate::commands::words::unquoted;
use crate::commands::{Command, Local, Quoting};
use crate::error::{Result, UsageError};
use crate::show::escape;

/// The most players that are named where several fit.
pub(super) const NAMED: usize = 10;

/// The player, quoted as for a shell where there are blanks, and the text
/// behind as it was typed.
pub(super) fn arguments(local: &Local) -> Result<(String, &str)> {
    let (whom, text) = first_word(Quoting::HERE, local.text())?;
    let lacks_text = text.is_empty() && local.command == Command::Msg;
    if whom.is_empty() || lacks_text {
        return Err(local.command.usage_error().into());
    }
    Ok((whom, unquoted(text)))
}

fn first_word(quoting: Quoting, text: &str) -> Result<(String, &str), UsageError> {
    // A number as Source shows it; to a shell, a comment.
    if text.starts_with('#') {
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        return Ok((word.to_owned(), rest.trim()));
    }
    let blanks = text.match_indices(char::is_whitespace).map(|(at, _)| at);
    for end in blanks.chain([text.len()]) {
        let words = quoting.split(&text[..end]).unwrap_or_default();
        if let [word] = words.as_slice() {
            return Ok((word.clone(), text[end..].trim()));
        }
    }
    match text {
        "" => Ok((String::new(), "")),
        _ => Err(UsageError("a quote is not closed".to_owned())),
    }
}

/// Whom a text means, and whether it was all of a name or identifier.
pub(super) fn meant<'a>(
    players: &'a Players,
    whom: &str,
) -> Result<(&'a Player, bool), UsageError> {
    match find(players, whom) {
        Found::One { player, whole } => Ok((player, whole)),
        Found::Several(several) => {
            let mut named: Vec<String> = several.iter().take(NAMED).map(|p| label(p)).collect();
            if several.len() > NAMED {
                named.push(format!("{} more", several.len() - NAMED));
            }
            Err(UsageError(format!(
                "{whom:?} fits {}: say which by id; nothing was sent",
                named.join(" and ")
            )))
        }
        _ => Err(is_not_on(whom)),
    }
}

pub(super) fn is_not_on(whom: &str) -> UsageError {
    UsageError(format!(
        "{whom:?} is not on: {} lists who is; nothing was sent",
        Command::Players.typed()
    ))
}

/// A player as one is named to people.
pub(super) fn label(player: &Player) -> String {
    let name = escape::line(&player.name, 60);
    match (player.number, player.shown_id()) {
        (Some(number), Some(id)) if id != number.to_string() => {
            format!("{name} (#{number}, {})", escape::line(&id, 60))
        }
        (_, Some(id)) => format!("{name} ({})", escape::line(&id, 60)),
        (_, None) => name.into_owned(),
    }
}

/// Where nobody can be asked, only a whole name or identifier will do.
pub(super) fn require(whole: bool, whom: &str, player: &Player) -> Result<(), UsageError> {
    if whole {
        return Ok(());
    }
    Err(UsageError(format!(
        "{whom:?} is only the beginning of {}: scripts need a whole name or id, and nothing was sent",
        label(player)
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_quoted_as_for_a_shell_and_the_rest_is_as_typed() {
        let split = |text| first_word(Quoting::Unix, text).ok();
        let pair = |name: &str, rest| Some((name.to_owned(), rest));
        assert_eq!(split("Mia  don't do  that"), pair("Mia", "don't do  that"));
        assert_eq!(split("'Grace Hopper' bye"), pair("Grace Hopper", "bye"));
        assert_eq!(split("\"O'Neil\""), pair("O'Neil", ""));
        assert_eq!(split("Grace\\ Hopper x"), pair("Grace Hopper", "x"));
        assert_eq!(split("#3 bye"), pair("#3", "bye"));
        assert_eq!(split("'Mia"), None);
        assert_eq!(split(""), pair("", ""));
        let windows = first_word(Quoting::Windows, "'Grace Hopper' don't").ok();
        assert_eq!(windows, pair("Grace Hopper", "don't"));
    }
}
