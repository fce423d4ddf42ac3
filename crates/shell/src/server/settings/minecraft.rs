//! Minecraft: gamerules, and what of `server.properties` its console tells.

use rcon_proto::settings::{Gamerule, gamerule};

use super::Reading;
use crate::commands::is_secret_name;
use crate::error::Result;

/// Keys of `server.properties` without a hyphen, which the console does not tell
/// where they are no gamerules; those with one are told by that.
const PROPERTIES: &[&str] = &["debug", "gamemode", "hardcore", "motd", "pvp"];

/// Asks for one value.
pub(super) fn read(name: &str, ask: &mut dyn FnMut(&str) -> Result<String>) -> Result<Reading> {
    if is_secret_name(name) {
        return Ok(Reading::Secret);
    }
    let told = |value: Option<String>| value.map_or(Reading::Untold, Reading::value);
    Ok(match name {
        "difficulty" => {
            let reply = ask("difficulty")?;
            let value = reply.trim().strip_prefix("The difficulty is ");
            let value = value.map(|value| value.trim_end_matches('.').to_ascii_lowercase());
            told(value)
        }
        "max-players" => {
            let reply = ask("list")?;
            told(most_players(&reply))
        }
        "level-seed" => {
            let reply = ask("seed")?;
            let value = reply.trim().strip_prefix("Seed: ");
            let value = value.map(|value| value.trim_matches(['[', ']']).to_owned());
            told(value)
        }
        _ if name.contains('-') => Reading::Untold,
        _ if is_word(name) => match gamerule(name, &ask(&format!("gamerule {name}"))?) {
            Some(Gamerule::Value(value)) => Reading::value(value),
            // Some of them are gamerules too in later versions.
            Some(Gamerule::Unknown) if !PROPERTIES.contains(&name) => Reading::Unknown,
            _ => Reading::Untold,
        },
        _ => Reading::Unknown,
    })
}

/// The command that sets a value, where there is one.
pub(crate) fn command(name: &str, value: &str) -> Option<String> {
    match name {
        _ if !is_word(name) || !is_word(value) => None,
        "difficulty" => Some(format!("difficulty {value}")),
        _ => Some(format!("gamerule {name} {value}")),
    }
}

/// One word, of which nothing can become a second argument.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_.:-+".contains(c))
}

/// `There are 3 of a max of 20 players online`, `There are 3/20 players online`.
fn most_players(reply: &str) -> Option<String> {
    let rest = reply.trim().strip_prefix("There are ")?;
    let after = rest
        .split_once(" max of ")
        .or_else(|| rest.split_once('/'))?
        .1;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_never_more_than_a_question() {
        for name in [
            "doFireTick true",
            "a b",
            "",
            "x\ny",
            "view-distance",
            "rcon.password",
        ] {
            let mut ask = |question: &str| panic!("asked {question:?} for {name:?}");
            let reading = read(name, &mut ask).unwrap();
            assert!(!matches!(reading, Reading::Value { .. }), "{name}");
        }
        assert_eq!(command("keepInventory", "true; stop"), None);
        assert_eq!(
            command("keepInventory", "true").as_deref(),
            Some("gamerule keepInventory true")
        );
    }

    #[test]
    fn both_forms_of_a_list_tell_how_many_fit() {
        let text = "There are 4 of a max of 20 players online: Ada";
        assert_eq!(most_players(text).as_deref(), Some("20"));
        assert_eq!(
            most_players("There are 4/16 players online:").as_deref(),
            Some("16")
        );
        assert_eq!(most_players("There are 4 players"), None);
    }
}
