//! Each form as the field has it, written afresh.

mod minecraft;
mod others;
mod valve;

use super::{Player, Players, Unread, players};
use crate::game::Game;

/// The list, which `Game::Auto` reads alike.
fn read(game: Game, reply: &str) -> Players {
    let read = players(game, reply).expect("a list");
    assert_eq!(players(Game::Auto, reply).as_ref(), Ok(&read), "{reply}");
    read
}

fn names(players: &Players) -> Vec<&str> {
    players
        .listed
        .iter()
        .map(|player| player.name.as_str())
        .collect()
}

fn seconds(player: &Player) -> Option<u64> {
    player.connected.map(|time| time.as_secs())
}

/// Number, identifier, name, ping, seconds, address, bot.
type Row<'a> = (
    Option<u32>,
    Option<&'a str>,
    &'a str,
    Option<u32>,
    Option<u64>,
    Option<&'a str>,
    bool,
);

fn rows(players: &Players) -> Vec<Row<'_>> {
    players.listed.iter().map(row).collect()
}

fn row(player: &Player) -> Row<'_> {
    (
        player.number,
        player.id.as_deref(),
        &player.name,
        player.ping,
        seconds(player),
        player.address.as_deref(),
        player.bot,
    )
}

#[test]
fn what_is_no_list_is_handed_back() {
    for game in Game::ALL {
        for reply in [
            "",
            "\n",
            "Unknown command \"status\"\n",
            "Unknown or incomplete command, see below for error\nlist uuids<--[HERE]",
            "Server received, But no response!! \n ",
        ] {
            let error = Unread {
                reply: reply.to_owned(),
            };
            assert_eq!(players(game, reply), Err(error), "{game}");
        }
    }
}
