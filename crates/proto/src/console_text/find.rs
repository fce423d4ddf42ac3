//! Whom a text means, among those who are on.

use super::player::{Player, Players};

/// Whom a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found<'a> {
    /// This player. `whole` is whether the text was a whole name or identifier
    /// and not a beginning.
    One {
        /// The player.
        player: &'a Player,
        /// Whether the text was a whole name or identifier.
        whole: bool,
    },
    /// Nobody who is on.
    Nobody,
    /// All of these: two have one name, or begin alike.
    Several(Vec<&'a Player>),
}

/// Who is meant by `text`: the player whose name or identifier it is, in any
/// case of letters; else the one whose name or identifier begins with it. A
/// number counts as an identifier, with or without the `#` that Source shows
/// before it. Those who have left are not meant.
///
/// ```
/// use rcon_proto::Game;
/// use rcon_proto::console_text::{Found, find, players};
///
/// let on = players(Game::Ark, "0. Mia, 76561198000000001\n1. Noa, 76561198000000002\n")?;
/// assert!(matches!(find(&on, "mi"), Found::One { player, whole: false } if player.name == "Mia"));
/// assert!(matches!(find(&on, "76561198"), Found::Several(both) if both.len() == 2));
/// assert_eq!(find(&on, "Zoe"), Found::Nobody);
/// # Ok::<(), rcon_proto::console_text::Unread>(())
/// ```
pub fn find<'a>(players: &'a Players, text: &str) -> Found<'a> {
    let wanted = text.to_lowercase();
    if wanted.is_empty() {
        return Found::Nobody;
    }
    let number = text.strip_prefix('#').unwrap_or(text).parse().ok();
    let is_number = |player: &Player| number.is_some() && player.number == number;
    let is_whole = |player: &Player| names(player).any(|name| name.to_lowercase() == wanted);
    let whole: Vec<&Player> = players
        .on()
        .filter(|player| is_whole(player) || is_number(player))
        .collect();
    if !whole.is_empty() {
        return found(whole, true);
    }
    let begins = |player: &Player| names(player).any(|it| it.to_lowercase().starts_with(&wanted));
    found(
        players.on().filter(|player| begins(player)).collect(),
        false,
    )
}

fn found(mut players: Vec<&Player>, whole: bool) -> Found<'_> {
    match players.len() {
        0 => Found::Nobody,
        1 => Found::One {
            player: players.remove(0),
            whole,
        },
        _ => Found::Several(players),
    }
}

/// What else names a player, as each console calls it.
const NAMES: [&str; 5] = ["EOS", "Player name", "Platform ID", "playeruid", "crossid"];

fn names(player: &Player) -> impl Iterator<Item = &str> {
    let extra = player
        .extra
        .iter()
        .filter(|(key, _)| NAMES.contains(&&**key));
    let own = [Some(player.name.as_str()), player.id.as_deref()];
    let all = own
        .into_iter()
        .flatten()
        .chain(extra.map(|(_, value)| value.as_str()));
    all.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(named: &[(&str, &str, u32)]) -> Players {
        let mut players = Players::default();
        for &(name, id, number) in named {
            let mut player = Player::named(name);
            player.id = Some(id.to_owned());
            player.number = Some(number);
            players.push(player);
        }
        players
    }

    fn numbers(found: &Found<'_>) -> Vec<u32> {
        let players = match found {
            Found::One { player, .. } => vec![*player],
            Found::Nobody => Vec::new(),
            Found::Several(several) => several.clone(),
        };
        players.iter().filter_map(|player| player.number).collect()
    }

    #[test]
    fn a_whole_name_goes_before_a_beginning() {
        let players = on(&[("Ann", "[U:1:5]", 2), ("Anna", "[U:1:55]", 3)]);
        assert_eq!(numbers(&find(&players, "ann")), [2]);
        assert!(matches!(
            find(&players, "ANN"),
            Found::One { whole: true, .. }
        ));
        assert_eq!(numbers(&find(&players, "an")), [2, 3]);
        assert_eq!(numbers(&find(&players, "anna")), [3]);
        assert_eq!(numbers(&find(&players, "[u:1:5]")), [2]);
        assert_eq!(numbers(&find(&players, "3")), [3]);
        assert_eq!(numbers(&find(&players, "#3")), [3]);
        assert_eq!(find(&players, ""), Found::Nobody);
    }

    #[test]
    fn two_that_fit_are_both_given() {
        // One's name is the other's number.
        let players = on(&[
            ("3", "a", 2),
            ("Noa", "b", 3),
            ("Mia", "c", 4),
            ("mia", "d", 5),
        ]);
        assert_eq!(numbers(&find(&players, "3")), [2, 3]);
        assert_eq!(numbers(&find(&players, "Mia")), [4, 5]);
    }

    #[test]
    fn who_has_left_is_not_meant() {
        let mut players = on(&[("Ann", "a", 1)]);
        players.listed[0].left = Some(std::time::Duration::ZERO);
        assert_eq!(find(&players, "Ann"), Found::Nobody);
    }
}
