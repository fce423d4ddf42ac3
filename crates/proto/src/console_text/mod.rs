//! What consoles print when they are asked who is on.
//!
//! [`players()`] reads the reply of each game's own command (`words.players` of
//! [`Game::facts`]) into one type, and [`find`] tells whom a text means among
//! them. Each takes time linear in the reply's length, and never panics. What
//! a player put into a name is handed on as it is, control characters
//! included: escaping is the matter of whoever shows it. What could not be
//! read is told, in [`Players::unread`](field@Players::unread) or as [`Unread`].
//!
//! | reply | of |
//! | --- | --- |
//! | `status` | Source 1, `GoldSrc`, CS2, Rust |
//! | `list`, `list uuids`, `glist` | Minecraft, its plugins and proxies |
//! | `/players online`, `/players` | Factorio |
//! | `ShowPlayers` | Palworld |
//! | `ListPlayers` | ARK; Squad |
//! | `playerlist` | Rust |
//! | `players` | Project Zomboid; `BattlEye` |
//! | `listplayers` | Conan Exiles; 7 Days to Die |
//!
//! Lists of names and maps are read by [`convar`](crate::convar).
//!
//! [`Game::facts`]: crate::Game::facts

mod battleye;
mod conan;
mod cs2;
mod find;
mod head;
mod lines;
pub(crate) mod markup;
mod minecraft;
mod palworld;
mod player;
#[cfg(test)]
mod properties;
mod rust_game;
mod seven_days;
mod source;
mod squad;
#[cfg(test)]
mod tests;
mod time;

use crate::game::Game;
use minecraft::Wording;

pub use find::{Found, find};
pub use player::{Player, Players, Unread};

/// Who is on, from what a server answered. `game` says whose forms are tried
/// first; a server may turn out to be another, so those that are
/// unmistakable are tried after them, all of them for [`Game::Auto`].
///
/// ```
/// use rcon_proto::Game;
/// use rcon_proto::console_text::players;
///
/// let on = players(Game::Minecraft, "There are 1 of a max of 20 players online: Mia")?;
/// assert_eq!((on.count, on.max), (Some(1), Some(20)));
/// assert_eq!(on.listed[0].name, "Mia");
///
/// // The same form tells itself.
/// assert!(players(Game::Auto, "There are 0 of a max of 20 players online: ").is_ok());
///
/// let error = players(Game::Squad, "unknown command").unwrap_err();
/// assert_eq!(error.reply, "unknown command");
/// # Ok::<(), rcon_proto::console_text::Unread>(())
/// ```
///
/// # Errors
///
/// [`Unread`], with the reply, where it is no list in any form that is known:
/// the server does not know the command, say.
pub fn players(game: Game, reply: &str) -> Result<Players, Unread> {
    let own = own_forms(game).iter();
    let mut forms = own.chain(ALL_FORMS);
    forms.find_map(|form| form(reply)).ok_or_else(|| Unread {
        reply: reply.to_owned(),
    })
}

/// Reads one form, if it is that.
type Form = fn(&str) -> Option<Players>;

fn own_forms(game: Game) -> &'static [Form] {
    match game {
        Game::Source => &[source::read],
        Game::Cs2 => &[cs2::read, source::read],
        Game::Minecraft => &[any_minecraft],
        Game::Factorio => &[lines::factorio],
        Game::Palworld => &[palworld::read],
        Game::Ark => &[lines::ark],
        Game::Rust => &[rust_game::list, rust_game::status],
        Game::Zomboid => &[lines::zomboid],
        Game::Squad => &[squad::read],
        Game::Conan => &[conan::read],
        Game::BattlEye | Game::DayZ | Game::Arma => &[battleye::read],
        Game::Reforger => &[battleye::reforger, battleye::read],
        Game::SevenDays => &[seven_days::read],
        Game::Auto | Game::Generic => &[],
    }
}

/// From the one that is told most surely. ARK's rows are the barest, and
/// Source's heading is in others' too.
const ALL_FORMS: &[Form] = &[
    squad::read,
    cs2::read,
    battleye::read,
    battleye::reforger,
    conan::read,
    palworld::read,
    lines::zomboid,
    rust_game::list,
    rust_game::status,
    source::read,
    seven_days::read,
    lines::factorio,
    known_minecraft,
    lines::ark,
];

fn any_minecraft(reply: &str) -> Option<Players> {
    minecraft::read(reply, Wording::Any)
}

fn known_minecraft(reply: &str) -> Option<Players> {
    minecraft::read(reply, Wording::Known)
}
