//! What to do about a login or a command that failed, where the error alone does not say it.

use rcon_proto::{Carrier, Error, Game, LoginFailure, Lost, ProtocolError};

use crate::error;

/// Rust's own console since 2015 is `WebRcon`, JSON over a WebSocket. What is
/// no HTTP is answered there by nothing at all, and by a proxy in front of it with
/// `400 Bad Request`.
const RUST_WEB: &str = "a Rust server's console is a WebSocket, unless the server is started with +rcon.web 0: ws://HOST:PORT, or --game rust, which finds out";

/// V Rising, where a login has two packets, closes at two packets in a segment.
const NO_PROBE: &str =
    "if this goes on, --game generic: it sends nothing but the command, from the first one on";

/// The error, with advice where there is some.
pub(crate) fn advised(error: Error, game: Game) -> error::Error {
    let instead = unheard(&error, game).or_else(|| short_ban(&error, game));
    let advice = advice(&error, game);
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
fn unheard(error: &Error, game: Game) -> Option<String> {
    let Error::LoginTimeout { after, .. } = error else {
        return None;
    };
    let datagrams = game.facts().console.carrier() == Carrier::Datagrams;
    let seconds = after.as_secs_f64();
    datagrams.then(|| {
        format!(
            "no answer to the login within {seconds} s: is the server up, is this its RConPort, is an RConPassword set there, and does a firewall drop UDP?"
        )
    })
}

/// What a failed login means to a server whose bans end by themselves: nobody
/// has to lift one.
fn short_ban(error: &Error, game: Game) -> Option<String> {
    let seconds = game.facts().ban?.as_secs();
    match error {
        Error::Authentication(LoginFailure::Refused) => Some(format!(
            "the server refused the password: it is not sent again, and this server takes nothing from this address for {seconds} s now"
        )),
        Error::Authentication(LoginFailure::Closed { said }) if said.is_empty() => Some(format!(
            "closed before it answered: wrong password, banned, or not an RCON port (a ban ends by itself, {seconds} s after a wrong password)"
        )),
        _ => None,
    }
}

fn advice(error: &Error, game: Game) -> Option<&'static str> {
    if let Error::Lost(Lost::AtProbe) = error {
        return Some(NO_PROBE);
    }
    // With Rust named, both consoles were tried.
    let may_be_rust = matches!(game, Game::Auto | Game::Generic);
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
            let text = advised(error, Game::Rust).to_string();
            assert!(
                text.contains("60 s") && !text.contains("removeip"),
                "{text}"
            );
        }
        let source = advised(refused(), Game::Source).to_string();
        assert!(source.contains("removeip"), "{source}");
    }

    #[test]
    fn silence_over_udp_is_no_connection() {
        let silent = || Error::LoginTimeout {
            after: Duration::from_secs(2),
            said: String::new(),
        };
        let text = advised(silent(), Game::DayZ).to_string();
        assert!(
            text.starts_with("no answer to the login within 2 s"),
            "{text}"
        );
        assert!(!advised(silent(), Game::Squad).to_string().contains("UDP"));
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
            assert!(advice(&answered("HTTP/1.1 400 Bad Request"), game).is_some());
            assert!(advice(&silent(), game).is_some());
            assert!(advice(&answered("SSH-2.0-OpenSSH_9.6"), game).is_none());
            assert!(advice(&Error::Interrupted, game).is_none());
        }
        assert!(advice(&answered("HTTP/1.1 400 Bad Request"), Game::Minecraft).is_none());
        assert!(advice(&silent(), Game::Ark).is_none());
    }
}
