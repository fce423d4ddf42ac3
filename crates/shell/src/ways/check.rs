//! `--check`: connect, log in, say so.

use std::time::Duration;

use rcon_proto::console_text::Players;
use rcon_proto::{Client, ErrorKind, Game, LoginFailure, Shape};

use crate::error::{Error, Result, exit_code};
use crate::request::options::CheckForm;
use crate::request::secret::FoundPassword;
use crate::request::target::Target;
use crate::server::names::cache::{Cache, key_of};
use crate::server::who::{add_where, who_of};
use crate::show::json::CheckRecord;
use crate::show::notice::notice;
use crate::show::prometheus::{Probe, exposition};
use crate::show::report;
use crate::ways::app::{App, write_line};

/// What became of one server.
pub(crate) struct Checked {
    server: String,
    /// The same with the word in front that says which console, for people.
    shown: String,
    name: Option<String>,
    result: Result<(Game, Duration), (ErrorKind, String)>,
    /// Who is on, where that was asked for and told.
    players: Option<Players>,
}

/// What a login showed, and who is on where that was asked for.
pub(crate) struct Measured {
    game: Game,
    round_trip: Duration,
    players: Option<Players>,
    /// Why that is not known.
    pub(crate) unknown: Option<Error>,
}

impl Checked {
    /// Logs in, and out again.
    pub(crate) fn of(
        app: &App,
        target: &Target,
        found: Result<&FoundPassword>,
        form: CheckForm,
    ) -> (Self, Option<Error>) {
        let opened = found.and_then(|found| app.dialer().open_with(target, found));
        let cache = app.cache();
        let login =
            opened.and_then(|mut client| measured(target, &mut client, cache.as_ref(), form));
        if let Ok(Measured {
            unknown: Some(error),
            ..
        }) = &login
        {
            notice(&format!("{}: {}", target.address, report::text(error)));
        }
        Self::from_login(target, login)
    }

    /// The outcome of a login.
    pub(crate) fn from_login(target: &Target, login: Result<Measured>) -> (Self, Option<Error>) {
        let told = |error: &Error| {
            let message = report::text(error);
            (error.kind(), message)
        };
        let (result, players, error) = match login {
            Ok(passed) => (Ok((passed.game, passed.round_trip)), passed.players, None),
            Err(error) => (Err(told(&error)), None, Some(error)),
        };
        let checked = Self {
            server: target.address.authority(),
            shown: target.address.to_string(),
            name: target.name.clone(),
            result,
            players,
        };
        (checked, error)
    }

    /// One line for standard output; in text a failure has none there, and
    /// metrics are made of all servers at once.
    pub(crate) fn line(&self, form: CheckForm) -> Option<String> {
        let (server, name) = (self.server.as_str(), self.name.as_deref());
        match (form, &self.result) {
            (CheckForm::Json, Ok((game, trip))) => {
                Some(CheckRecord::passed(server, name, game.name(), *trip).to_line())
            }
            (CheckForm::Json, Err((kind, message))) => {
                Some(CheckRecord::failed(server, name, kind.as_str(), message).to_line())
            }
            (CheckForm::Text, Ok((game, trip))) => {
                let ms = trip.as_secs_f64() * 1000.0;
                let name = name.map_or_else(String::new, |name| format!("{name} "));
                Some(format!("{name}{} {game} {ms:.1} ms\n", self.shown))
            }
            (CheckForm::Text, Err(_))
            | (CheckForm::Prometheus | CheckForm::PrometheusPlayers, _) => None,
        }
    }

    fn probe(&self) -> Probe<'_> {
        let passed = self.result.as_ref();
        Probe {
            server: &self.server,
            name: self.name.as_deref(),
            up: match passed {
                Ok(_) => true,
                Err((kind, _)) => !matches!(kind, ErrorKind::Connect | ErrorKind::Usage),
            },
            auth_ok: passed.is_ok(),
            round_trip: passed.ok().map(|(_, trip)| *trip),
            players: self.players.as_ref().map(Players::people),
            players_max: self.players.as_ref().and_then(|players| players.max),
            map: self
                .players
                .as_ref()
                .and_then(|players| players.map.as_deref()),
        }
    }
}

/// How long a login is looked at that one packet has accepted: some servers say the
/// same to a wrong password, and close behind it.
const CLOSES_BEHIND: Duration = Duration::from_millis(20);

/// Whether a login is what its answer says.
fn still_open(client: &mut Client) -> Result<()> {
    let doubtful = client.shape() == Some(Shape::OnePacket);
    let closed = client
        .connection()
        .filter(|_| doubtful)
        .is_some_and(|connection| connection.linger(CLOSES_BEHIND).is_err());
    if closed {
        let said = String::new();
        return Err(rcon_proto::Error::from(LoginFailure::Closed { said }).into());
    }
    Ok(())
}

/// What the login of a client showed, and what was learned of the server before.
///
/// # Errors
///
/// The server has closed behind its answer.
pub(crate) fn measured(
    target: &Target,
    client: &mut Client,
    cache: Option<&Cache>,
    form: CheckForm,
) -> Result<Measured> {
    still_open(client)?;
    let shape = client.shape();
    let learned = || -> Option<Game> {
        let kept = cache?.load(&key_of(&target.place()))?;
        let game: Game = kept.game?.parse().ok()?;
        // What logs in otherwise is another server by now.
        (shape.is_none() || game.shape() == shape).then_some(game)
    };
    let game = match (target.game, shape) {
        (Game::Auto, shape) => learned().unwrap_or(match shape {
            Some(Shape::Source) => Game::Source,
            shape => shape.and_then(Game::told_by).unwrap_or(Game::Generic),
        }),
        (game, _) => game,
    };
    let round_trip = client.round_trip().unwrap_or_default();
    let asked = (form == CheckForm::PrometheusPlayers).then(|| {
        // One packet for a reply is how many speak.
        let known = match game {
            Game::Generic if target.game == Game::Auto => Game::Auto,
            game => game,
        };
        let mut who = who_of(client, target, known)?;
        add_where(client, target, &mut who);
        Ok(who)
    });
    let (players, unknown) = match asked {
        None => (None, None),
        Some(Ok(who)) => (Some(who.players), None),
        Some(Err(error)) => (None, Some(error)),
    };
    Ok(Measured {
        game,
        round_trip,
        players,
        unknown,
    })
}

/// The metrics of several servers.
pub(crate) fn metrics<'a>(all: impl IntoIterator<Item = &'a Checked>) -> String {
    let probes: Vec<Probe<'_>> = all.into_iter().map(Checked::probe).collect();
    exposition(&probes)
}

/// Checks one server.
///
/// # Errors
///
/// Standard output cannot be written.
pub(crate) fn run(app: &App, form: CheckForm) -> Result<u8> {
    let Some((target, found, _demo)) = app.first_server()? else {
        return Ok(exit_code(ErrorKind::Usage));
    };
    let found = match found {
        Some(found) => Ok(found),
        None => app.secrets()?.find(&target),
    };
    let (checked, error) = match found {
        Ok(found) => Checked::of(app, &target, Ok(&found), form),
        Err(error) => Checked::of(app, &target, Err(error.into()), form),
    };
    let mut write = write_line();
    if form.is_metrics() {
        write(&metrics(&[checked]))?;
    } else if let Some(line) = checked.line(form) {
        write(&line)?;
    }
    Ok(error.map_or(0, |error| report::failure(Some(&target.label()), &error)))
}
