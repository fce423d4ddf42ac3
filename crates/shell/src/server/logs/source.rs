//! How the log of a server is had, by its game.

use rcon_proto::{Client, Game, Shape};

use super::Wanted;
use super::registered::{How, Switch, Way, ask, read_switch};
use crate::error::{Result, UsageError};

/// How a server's log is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// It is asked to send it.
    Sent(Way),
    /// The connection brings it.
    Pushed,
}

/// How the log of this server is had, and whether it is on.
pub(super) fn source(
    client: &mut Client,
    wanted: &Wanted<'_>,
    remarks: &mut Vec<String>,
) -> Result<(Source, Switch)> {
    let way = match wanted.game {
        // None of Source's logs in with one packet.
        Game::Source if client.shape() == Some(Shape::OnePacket) => Way::Http,
        Game::Source => Way::Udp,
        Game::Cs2 => Way::Http,
        Game::Squad
        | Game::Rust
        | Game::BattlEye
        | Game::DayZ
        | Game::Arma
        | Game::Reforger
        | Game::SevenDays => return Ok((Source::Pushed, Switch::On)),
        Game::Auto | Game::Generic => {
            return Err(UsageError(
                "the server has not shown which game it is, and so not how to get its log: --game NAME names it"
                    .to_owned(),
            )
            .into());
        }
        game => {
            return Err(UsageError(format!(
                "no way is known to have the log of a server of the game {game} sent here: it is in a file over there"
            ))
            .into());
        }
    };
    let how = How::given_up_by(wanted.cancel);
    let switch = read_switch(&ask(client, "log", how)?);
    match switch {
        Switch::On | Switch::Off => {}
        // Others log in as Source does: Squad, Rust.
        Switch::Unknown | Switch::Unclear if way == Way::Udp && wanted.target.game == Game::Auto => {
            remarks.push(
                "the server has no log as Source has it: what the connection brings by itself is shown".to_owned(),
            );
            return Ok((Source::Pushed, switch));
        }
        Switch::Unknown => {
            return Err(UsageError(format!(
                "the server knows no command log: is it of another game than {}?",
                wanted.game
            ))
            .into());
        }
        Switch::Unclear => remarks.push(
            "the server does not say whether its log is on: log on switches it on, should nothing come".to_owned(),
        ),
    }
    Ok((Source::Sent(way), switch))
}
