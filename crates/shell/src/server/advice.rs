//! What to do about a login or a command that failed, where the error alone does not say it.

use std::time::Duration;

use rcon_proto::{Carrier, Error, Game, LoginFailure, Lost, ProtocolError, Scheme};

use crate::error;

/// Rust's own console since 2015 is `WebRcon`, JSON over a WebSocket. What is
/// no HTTP is answered there by nothing at all, and by a proxy in front of it with
/// `400 Bad Request`.
const RUST_WEB: &str = "a Rust server's console is a WebSocket, unless the server is started with +rcon.web 0: ws://HOST:PORT, or --game rust, which finds out";

/// V Rising, where a login has two packets, closes at two packets in a segment.
const NO_PROBE: &str =
    "if this goes on, --game generic: it sends nothing but the command, from the first one on";

/// The error, with advice where there is some: of a server of this game, at an
/// address that names this console, if it names one.
pub(crate) fn advised(error: Error, game: Game, named: Option<Scheme>) -> error::Error {
    let console = named.unwrap_or(game.facts().console);
    let instead = unheard(&error, console).or_else(|| short_ban(&error, game, named));
    let advice = advice(&error, game, console);
    let error = error::Error::from(error);
    match (instead, advice) {
        (Some(instead), _) => error.in_words(instead),
        (None, Some(advice)) => {
            let words = format!("{error} ({advice})");
            error.in_words(words)
        }
        (None, None) => error,
    }
}

/// What silence means where a datagram is all that there is: nothing was ever
/// connected.
fn unheard(error: &Error, console: Scheme) -> Option<String> {
    let Error::LoginTimeout { after, .. } = error else {
        return None;
    };
    let datagrams = console.carrier() == Carrier::Datagrams;
    let seconds = after.as_secs_f64();
    datagrams.then(|| {
        format!(
            "no answer to the login within {seconds} s: is the server up, is this its RConPort, is an RConPassword set there, and does a firewall drop UDP?"
        )
    })
}

/// What a failed login means to a server whose bans end by themselves: nobody
/// has to lift one.
fn short_ban(error: &Error, game: Game, named: Option<Scheme>) -> Option<String> {
    let facts = game.facts();
    let ban = game.ban(named.unwrap_or(facts.console))?.as_secs();
    // Where both of a game's consoles were tried, it may be the other's.
    let other = facts.other_console.filter(|_| named.is_none());
    let or = other.and_then(|scheme| Some(or_else(scheme.ban()?, scheme)));
    match error {
        Error::Authentication(LoginFailure::Refused) => Some(format!(
            "the server refused the password: it is not sent again, and this server takes nothing from this address for {ban} s now"
        )),
        Error::Authentication(LoginFailure::Closed { said }) if said.is_empty() => {
            let or = or.unwrap_or_default();
            Some(format!(
                "closed before it answered: wrong password, banned, or not an RCON port (a ban ends by itself, {ban} s after a wrong password{or})"
            ))
        }
        _ => None,
    }
}

/// How long a ban is on the console that it may be instead.
fn or_else(ban: Duration, scheme: Scheme) -> String {
    format!(", {} s where it is {scheme}://", ban.as_secs())
}

fn advice(error: &Error, game: Game, console: Scheme) -> Option<&'static str> {
    if let Error::Lost(Lost::AtProbe) = error {
        return Some(NO_PROBE);
    }
    // With Rust named, both consoles were tried.
    let may_be_rust = matches!(game, Game::Auto | Game::Generic) && console == Scheme::Rcon;
    let may_be_web = match error {
        Error::Protocol(ProtocolError::NotRcon { began }) => began.starts_with("HTTP/"),
        Error::LoginTimeout { said, .. } => said.is_empty(),
        _ => false,
    };
    (may_be_rust && may_be_web).then_some(RUST_WEB)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn nobody_lifts_a_ban_that_ends_by_itself() {
        let refused = || Error::from(LoginFailure::Refused);
        let said = String::new();
        let closed = Error::from(LoginFailure::Closed { said });
        for error in [refused(), closed] {
            let text = advised(error, Game::Rust, Some(Scheme::Rcon)).to_string();
            assert!(text.contains("60 s") && !text.contains("300 s"), "{text}");
            assert!(!text.contains("removeip"), "{text}");
        }
        let source = advised(refused(), Game::Source, None).to_string();
        assert!(source.contains("removeip"), "{source}");
    }

    #[test]
    fn a_ban_is_the_consoles_and_not_the_games() {
        let closed = |game, named| {
            let said = String::new();
            advised(LoginFailure::Closed { said }.into(), game, named).to_string()
        };
        for game in [Game::Rust, Game::Auto] {
            let text = closed(game, Some(Scheme::WebRcon));
            assert!(text.contains("300 s") && !text.contains("60 s"), "{text}");
        }
        // Nobody knows which of the two it was.
        let text = closed(Game::Rust, None);
        assert!(text.contains("60 s") && text.contains("300 s where it is ws://"));
        let text = closed(Game::SevenDays, None);
        assert!(
            text.contains(" 10 s") && !text.contains("removeip"),
            "{text}"
        );
    }

    #[test]
    fn silence_over_udp_is_no_connection() {
        let silent = || Error::LoginTimeout {
            after: Duration::from_secs(2),
            said: String::new(),
        };
        let text = advised(silent(), Game::DayZ, None).to_string();
        assert!(
            text.starts_with("no answer to the login within 2 s"),
            "{text}"
        );
        let squad = advised(silent(), Game::Squad, None).to_string();
        assert!(!squad.contains("UDP"), "{squad}");
        let named = advised(silent(), Game::Auto, Some(Scheme::BattlEye)).to_string();
        assert!(named.contains("UDP"), "{named}");
    }

    #[test]
    fn advice_is_for_what_may_be_rust() {
        let answered = |began: &str| {
            let began = began.to_owned();
            Error::Protocol(ProtocolError::NotRcon { began })
        };
        let silent = || Error::LoginTimeout {
            after: Duration::from_secs(1),
            said: String::new(),
        };
        for game in [Game::Auto, Game::Generic] {
            assert!(advice(&answered("HTTP/1.1 400 Bad Request"), game, Scheme::Rcon).is_some());
            assert!(advice(&silent(), game, Scheme::Rcon).is_some());
            assert!(advice(&answered("SSH-2.0-OpenSSH_9.6"), game, Scheme::Rcon).is_none());
            assert!(advice(&Error::Interrupted, game, Scheme::Rcon).is_none());
        }
        assert!(
            advice(
                &answered("HTTP/1.1 400 Bad Request"),
                Game::Minecraft,
                Scheme::Rcon
            )
            .is_none()
        );
        assert!(advice(&silent(), Game::Ark, Scheme::Rcon).is_none());
        assert!(advice(&silent(), Game::Auto, Scheme::WebRcon).is_none());
    }
}
